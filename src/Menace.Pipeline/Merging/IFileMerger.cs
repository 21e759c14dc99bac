namespace Menace.Pipeline.Merging;

/// <summary>Merges files of one format by their syntax.</summary>
internal interface IFileMerger
{
    /// <summary>True for the paths whose files this merger can read.</summary>
    bool Handles(string path);

    /// <summary>
    /// Returns the merged file, or null if it cannot be merged by syntax: then it is merged by lines. The result is used as it is, so the
    /// line endings and the byte order mark in it are the merger's own decision.
    /// </summary>
    FileMergeResult? Merge(ReadOnlyMemory<byte> baseContent, ReadOnlyMemory<byte> ours, ReadOnlyMemory<byte> theirs, ConflictLabels labels);
}
