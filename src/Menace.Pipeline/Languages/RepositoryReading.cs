using Menace.Model.Tasks;

namespace Menace.Pipeline.Languages;

/// <summary>How a repository that Menace did not write is read as a bot of a language. Nothing of it is executed.</summary>
internal sealed record RepositoryReading
{
    /// <summary>Gets the signature of a function in the words of the language; by default its name.</summary>
    public Func<FunctionSignature, string> Signature { get; init; } = function => function.Name;

    /// <summary>Gets the examples of a function, by its name, in the documentation that some code contains.</summary>
    public Func<string, string, IReadOnlyList<TaskExample>> Examples { get; init; } = (_, _) => [];

    /// <summary>Gets the names of files, without case, or their extensions, from which <see cref="Packages"/> reads.</summary>
    public IReadOnlyList<string> PackageFiles { get; init; } = [];

    /// <summary>Gets the third-party packages, <c>name</c> or <c>name@version</c>, that one of <see cref="PackageFiles"/> lists.</summary>
    public Func<string, IReadOnlyList<string>> Packages { get; init; } = _ => [];

    /// <summary>Gets the names of source files that are not a bot's own code; <c>*</c> stands for any text.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];

    /// <summary>True if <see cref="Packages"/> reads the file <paramref name="path"/>.</summary>
    public bool IsPackageFile(string path) => PackageFiles.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase)
        || PackageFiles.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
