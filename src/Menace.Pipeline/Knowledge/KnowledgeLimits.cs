namespace Menace.Pipeline.Knowledge;

/// <summary>The bounds of one database. Whatever exceeds them is removed, the oldest first and history before current entries.</summary>
internal sealed record KnowledgeLimits
{
    /// <summary>Entries, history included.</summary>
    public int MostEntries { get; init; } = 20_000;

    /// <summary>Characters of all entries together.</summary>
    public long MostCharacters { get; init; } = 128L << 20;

    /// <summary>Revisions of one key.</summary>
    public int MostRevisions { get; init; } = 50;

    /// <summary>Characters of one entry: a larger one is not stored.</summary>
    public int LargestEntry { get; init; } = 2 << 20;
}
