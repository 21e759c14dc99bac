using System.Text;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Trees for tests of merges: texts by path.</summary>
internal static class Trees
{
    public const string Plain = "100644";
    public const string Executable = "100755";
    public const string Link = "120000";

    public static readonly ConflictLabels Labels = new("main", "base", "generated");

    public static readonly TreeMergeOptions Options = new([], new HashSet<string>(["menace.lock.json"]), Labels);

    /// <summary>A tree of plain files.</summary>
    public static MergeTree Of(params (string Path, string Text)[] files) => OfModes([.. files.Select(file => (file.Path, file.Text, Plain))]);

    public static MergeTree OfModes(params (string Path, string Text, string Mode)[] files)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>();
        var entries = new Dictionary<string, MergeEntry>();
        foreach (var (path, text, mode) in files)
        {
            var content = Encoding.Latin1.GetBytes(text);
            var id = MergeBlobs.IdOf(content);
            contents[id] = content;
            entries.Add(path, new(id, mode));
        }

        return new(entries, id => contents[id]);
    }

    public static TreeMergeResult Merge(MergeTree before, MergeTree ours, MergeTree theirs) => TreeMerge.Merge(before, ours, theirs, Options);

    /// <summary>Returns the merged files as lines: path, mode unless plain, text.</summary>
    public static string[] Files(TreeMergeResult result, params MergeTree[] trees) =>
        [.. Texts(result, trees).OrderBy(file => file.Key, StringComparer.Ordinal)
            .Select(file => result.Entries[file.Key].Mode == Plain ? $"{file.Key}: {file.Value}" : $"{file.Key} {result.Entries[file.Key].Mode}: {file.Value}")];

    /// <summary>Returns the merged texts by path.</summary>
    public static Dictionary<string, string> Texts(TreeMergeResult result, params MergeTree[] trees) =>
        result.Entries.ToDictionary(file => file.Key, file => Encoding.Latin1.GetString(Content(file.Value.Id, result, trees).Span));

    /// <summary>Returns a merged tree as an input of the next merge.</summary>
    public static MergeTree Tree(TreeMergeResult result, params MergeTree[] trees) => new(result.Entries, id => Content(id, result, trees));

    private static ReadOnlyMemory<byte> Content(string id, TreeMergeResult result, MergeTree[] trees) =>
        result.NewBlobs.TryGetValue(id, out var content)
            ? content
            : trees.First(tree => tree.Entries.Values.Any(entry => entry.Id == id)).Read(id);
}
