namespace Menace.Pipeline.Knowledge;

/// <summary>What a <see cref="ContextBuilder"/> may return (docs/knowledge.md).</summary>
public sealed record ContextOptions
{
    /// <summary>Gets the most tokens of the whole text, as <see cref="ContextBuilder.CountTokens"/> counts them.</summary>
    public int MaxTokens { get; init; } = 800;

    /// <summary>Gets the most excerpts of each database.</summary>
    public int TopK { get; init; } = 5;

    /// <summary>Gets tags; an entry with one of them is left out.</summary>
    public IReadOnlyList<string> ExcludeTags { get; init; } = [];

    /// <summary>Gets names of bots and notes, case ignored; an entry with one of them is left out.</summary>
    public IReadOnlyList<string> ExcludeNames { get; init; } = [];
}
