namespace Menace.Pipeline.Merging;

/// <summary>A merged tree.</summary>
/// <param name="Entries">The files by path, those in conflict included: with markers, or as one side has them.</param>
/// <param name="NewBlobs">The contents of <paramref name="Entries"/> that none of the three trees has, by blob id.</param>
/// <param name="Conflicts">The conflicts by path and line; empty after a clean merge.</param>
/// <param name="Notes">What else the user has to know: sentences.</param>
internal sealed record TreeMergeResult(
    IReadOnlyDictionary<string, MergeEntry> Entries,
    IReadOnlyDictionary<string, ReadOnlyMemory<byte>> NewBlobs,
    IReadOnlyList<MergeConflict> Conflicts,
    IReadOnlyList<string> Notes);
