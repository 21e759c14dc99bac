namespace Menace.Pipeline.Merging;

/// <summary>One of the three trees of a merge.</summary>
/// <param name="entries">The files by their path, with '/' between folders.</param>
/// <param name="read">Returns the content of a blob by its id.</param>
/// <param name="length">Returns its length without reading it; null: it has to be read.</param>
internal sealed class MergeTree(
    IReadOnlyDictionary<string, MergeEntry> entries, Func<string, ReadOnlyMemory<byte>> read, Func<string, long>? length = null)
{
    /// <summary>A tree without files.</summary>
    public static MergeTree Empty { get; } = new(
        new Dictionary<string, MergeEntry>(), id => throw new ArgumentException($"An empty tree has no blob {id}.", nameof(id)));

    public IReadOnlyDictionary<string, MergeEntry> Entries { get; } = entries;

    public ReadOnlyMemory<byte> Read(string id) => read(id);

    public long LengthOf(string id) => length is null ? read(id).Length : length(id);
}
