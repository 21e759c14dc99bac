using System.Text.RegularExpressions;

namespace Menace.Pipeline.Tests.Structure;

/// <summary>What can be checked of the sources without compiling them.</summary>
public sealed partial class SourceTextTests
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

    /// <summary>The table on how to add things names places and tests that exist.</summary>
    [Fact]
    public void Contributing_page_names_existing_files_and_tests()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "CONTRIBUTING.md"));
        var rows = page[page.IndexOf("## How to add", StringComparison.Ordinal)..].Split('\n').SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'));
        var names = rows.SelectMany(row => NameInCode().Matches(row).Select(match => match.Groups[1].Value)).ToList();
        var tests = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();

        Assert.True(names.Count > 20, $"{names.Count} names");
        Assert.DoesNotContain(names, name => name.Contains('/') && name != "Contracts/" && !Path.Exists(Path.Combine(RepositoryRoot.Path, name)));
        Assert.DoesNotContain(names, name => name.EndsWith("Tests", StringComparison.Ordinal) && !tests.Contains(name));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NameInCode();

    private static IEnumerable<string> LongLines(string path, string text) =>
        text.Split('\n').Select((line, i) => (line, i)).Where(line => line.line.Length > LongestLine).Select(line => $"{path}({line.i + 1})");
}
