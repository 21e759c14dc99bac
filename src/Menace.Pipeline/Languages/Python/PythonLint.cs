using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Python;

/// <summary>What Python's compiler warns of. Nothing is executed and no byte code is written.</summary>
internal static class PythonLint
{
    private const string Script = """
        import json, sys, warnings
        with open(sys.argv[1], "rb") as file:
            source = file.read()
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            try:
                compile(source, sys.argv[1], "exec", dont_inherit=True)
            except SyntaxError:
                pass
        for warning in found:
            print(json.dumps([warning.lineno, warning.category.__name__, str(warning.message)]))
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>The warnings about <paramref name="file"/>, a path inside the repository.</summary>
    public static async Task<IReadOnlyList<LintWarning>> RunAsync(
        IProcessRunner runner, string python, string repositoryPath, string file, CancellationToken cancellationToken)
    {
        // From the root and isolated, because -c looks for modules in the working directory first: a bot may be called json.
        var command = new ProcessCommand(
            python, ["-I", "-B", "-c", Script, Path.Combine(repositoryPath, file)], Path.GetPathRoot(repositoryPath)!);
        var ended = await runner.RunAsync(command, Timeout, cancellationToken);
        return
        [
            .. ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            {
                var parts = JsonSerializer.Deserialize<JsonElement[]>(line)!;
                return new LintWarning(file, parts[0].GetInt32(), 0, parts[1].GetString()!, parts[2].GetString()!);
            }).Distinct(),
        ];
    }
}
