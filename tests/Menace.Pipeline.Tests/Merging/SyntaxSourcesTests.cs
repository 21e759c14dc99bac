using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>The files of this repository as parts.</summary>
public sealed class SyntaxSourcesTests
{
    /// <summary>Files with directives around several members, arrays and the like are left to the merge by lines.</summary>
    [Theory]
    [InlineData("src", "bot.cs", 600, 5)]
    [InlineData("src", "bot.csproj", 10, 0)]
    [InlineData("src", "bot.json", 5, 1)]
    [InlineData("tests/Menace.Pipeline.Tests/Verification/Corpus", "bot.py", 20, 2)]
    public void Files_of_the_project_are_cut_character_for_character(string folder, string format, int files, int unreadable)
    {
        var syntax = SyntaxFormat.Of(format).Syntax;
        var texts = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*", SearchOption.AllDirectories)
            .Where(path => syntax.Handles(path) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Select(path => MergeText.Read(File.ReadAllBytes(path))!)
            .Select(text => MergeText.Align(text, text, text).Base.Text)
            .ToList();
        var parts = texts.Select(syntax.Parse).ToList();

        Assert.True(texts.Count >= files, $"{texts.Count} files");
        Assert.True(parts.Count(part => part is null) <= unreadable, $"{parts.Count(part => part is null)} cannot be read");
        Assert.All(texts.Zip(parts).Where(pair => pair.Second is not null), pair => Assert.Equal(pair.First, pair.Second!.Text));
    }
}
