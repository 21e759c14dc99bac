namespace Menace.Pipeline.Languages.Python;

/// <summary>Reads repositories of Python that Menace did not write.</summary>
internal static class PythonRepository
{
    /// <summary>Gets the reading.</summary>
    public static RepositoryReading Reading { get; } = new()
    {
        Signature = Signature,
        Examples = DocstringExamples.Of,
        PackageFiles = ["requirements.txt"],
        Packages = Packages,
        OtherFiles = ["__main__.py", "_*_command.py", "setup.py", "conftest.py"],
    };

    private static string Signature(FunctionSignature function) => function.IsType ? function.Name
        : $"{function.Name}({string.Join(", ", function.Parameters.Select(parameter => parameter.Name + After(": ", parameter.Type)))})"
            + After(" -> ", function.ReturnType);

    private static string After(string sign, string? type) => type is null ? "" : sign + type;

    private static IReadOnlyList<string> Packages(string requirements) => [.. requirements.Split('\n')
        .Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0 && char.IsLetterOrDigit(line[0]))
        .Select(line => line.Split("==") is [var name, var version] ? $"{name.Trim()}@{version.Trim()}" : line)];
}
