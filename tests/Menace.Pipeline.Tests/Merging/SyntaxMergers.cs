using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges texts with the merger that the product has for a path.</summary>
internal static class SyntaxMergers
{
    private static readonly IReadOnlyList<IFileMerger> All = FileMergers.All(LanguageTable.Create(new BotDevConfig(), new ProcessRunner()));

    /// <summary>Returns the merged text and its conflicts; null if the merger leaves the file to the merge by lines.</summary>
    public static (string Text, IReadOnlyList<ConflictRegion> Conflicts)? Merge(string path, string original, string ours, string theirs)
    {
        var merged = Of(path).Merge(Bytes(original), Bytes(ours), Bytes(theirs), new("ours", "base", "theirs"));
        return merged is null ? null : (Encoding.UTF8.GetString(merged.Content.Span), merged.Conflicts);
    }

    /// <summary>Asserts that a merge has the expected text and no conflict.</summary>
    public static void AssertClean(string path, string original, string ours, string theirs, string expected)
    {
        var merged = Merge(path, original, ours, theirs);

        Assert.NotNull(merged);
        Assert.Equal(expected, merged.Value.Text);
        Assert.Empty(merged.Value.Conflicts);
    }

    /// <summary>Asserts that a merge has the expected text, markers included, with one conflict at the first marker.</summary>
    public static void AssertConflict(string path, string original, string ours, string theirs, string what, string expected)
    {
        var merged = Merge(path, original, ours, theirs);

        Assert.NotNull(merged);
        Assert.Equal(expected, merged.Value.Text);
        var line = expected.Split('\n').TakeWhile(text => !text.StartsWith("<<<<<<<", StringComparison.Ordinal)).Count() + 1;
        Assert.Equal([new(line, what)], merged.Value.Conflicts);
    }

    public static bool Handles(string path) => All.Any(merger => merger.Handles(path));

    public static IFileMerger Of(string path) => All.First(merger => merger.Handles(path));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
