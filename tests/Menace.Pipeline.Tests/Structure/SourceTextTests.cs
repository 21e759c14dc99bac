namespace Menace.Pipeline.Tests.Structure;

/// <summary>What can be checked of the sources without compiling them.</summary>
public sealed class SourceTextTests
{
    private const int LongestLine = 140;

    [Fact]
    public void Lines_of_sources_have_at_most_140_characters()
    {
        var folder = Path.Combine(RepositoryRoot.Path, "src");
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path))
            .Where(path => path.Split(Path.DirectorySeparatorChar) is var parts && !parts.Contains("obj") && !parts.Contains("bin"))
            .ToList();

        Assert.True(files.Count > 300, $"{files.Count} files");
        Assert.Empty(files.SelectMany(path => LongLines(path, File.ReadAllText(Path.Combine(folder, path)))));
    }

    [Fact]
    public void Long_line_is_reported() => Assert.Equal(["a.cs(2)"], LongLines("a.cs", "short\n" + new string('x', 141) + "\n" + new string('y', 140)));

    private static IEnumerable<string> LongLines(string path, string text) =>
        text.Split('\n').Select((line, i) => (line, i)).Where(line => line.line.Length > LongestLine).Select(line => $"{path}({line.i + 1})");
}
