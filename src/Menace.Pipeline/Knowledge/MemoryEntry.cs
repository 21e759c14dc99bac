namespace Menace.Pipeline.Knowledge;

/// <summary>One version of a note in <see cref="MenaceMemoryManager"/> (docs/knowledge.md).</summary>
/// <param name="Key">The name of the note.</param>
/// <param name="Data">The text.</param>
/// <param name="Version">Number of the version, from 1.</param>
/// <param name="Tags">Its tags, sorted.</param>
/// <param name="StoredAt">When it was stored (UTC).</param>
public sealed record MemoryEntry(string Key, string Data, int Version, IReadOnlyList<string> Tags, DateTimeOffset StoredAt);
