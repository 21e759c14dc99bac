namespace Menace.Pipeline.Merging;

/// <summary>A merged file.</summary>
/// <param name="Content">The whole file, with diff3 markers at each conflict.</param>
/// <param name="Conflicts">The conflicts in the order of their lines; empty after a clean merge.</param>
internal sealed record FileMergeResult(ReadOnlyMemory<byte> Content, IReadOnlyList<ConflictRegion> Conflicts);
