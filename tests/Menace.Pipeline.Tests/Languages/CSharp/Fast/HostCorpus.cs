namespace Menace.Pipeline.Tests.Languages.CSharp.Fast;

/// <summary>The suites of Verification/Corpus/csharp.</summary>
internal static class HostCorpus
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "tests/Menace.Pipeline.Tests/Verification/Corpus/csharp");

    /// <summary>The names of all suites.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.cs").Select(path => Path.GetFileName(path)[..^3])
            .Where(name => name != "bot" && !name.EndsWith(".bot", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];
}
