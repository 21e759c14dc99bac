namespace Menace.Pipeline.Merging;

/// <summary>A piece of a merged file: text, or the three texts of a conflict, which need not be whole lines.</summary>
/// <param name="Ours">The text; in a conflict, that of our file.</param>
internal sealed record MergeChunk(string Ours)
{
    /// <summary>Gets the text of the base; null if there is no conflict.</summary>
    public string? Base { get; init; }

    /// <summary>Gets the text of their file.</summary>
    public string Theirs { get; init; } = "";

    /// <summary>Gets what is in conflict, for a message.</summary>
    public string What { get; init; } = "";
}
