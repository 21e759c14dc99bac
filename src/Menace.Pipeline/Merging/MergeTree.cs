namespace Menace.Pipeline.Merging;

/// <summary>One of the three trees of a merge.</summary>
/// <param name="entries">The files by their path, with '/' between folders.</param>
/// <param name="read">Returns the content of a blob by its id.</param>
internal sealed class MergeTree(IReadOnlyDictionary<string, MergeEntry> entries, Func<string, ReadOnlyMemory<byte>> read)
{
    public IReadOnlyDictionary<string, MergeEntry> Entries { get; } = entries;

    public ReadOnlyMemory<byte> Read(string id) => read(id);
}
