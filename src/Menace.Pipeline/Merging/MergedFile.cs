namespace Menace.Pipeline.Merging;

/// <summary>A file of the merged tree, and where it comes from.</summary>
/// <param name="Path">Its path in the merged tree.</param>
/// <param name="Entry">Its content and mode.</param>
/// <param name="Base">The file of the base.</param>
/// <param name="Ours">The file of our tree, at any path.</param>
/// <param name="OursPath">The path in our tree.</param>
/// <param name="Theirs">The file of their tree, at any path.</param>
/// <param name="TheirsPath">The path in their tree.</param>
/// <param name="Issues">What is in conflict.</param>
internal sealed record MergedFile(
    string Path,
    MergeEntry Entry,
    MergeEntry? Base,
    MergeEntry? Ours,
    string? OursPath,
    MergeEntry? Theirs,
    string? TheirsPath,
    IReadOnlyList<ConflictRegion> Issues)
{
    /// <summary>True if our tree has a file at this path and their tree does not.</summary>
    public bool IsOnlyOurs => OursPath == Path && TheirsPath != Path;

    /// <summary>True if their tree has a file at this path and our tree does not.</summary>
    public bool IsOnlyTheirs => TheirsPath == Path && OursPath != Path;

    public IEnumerable<MergeConflict> Conflicts() =>
        Issues.Select(issue => new MergeConflict(Path, issue.Line, issue.What, Base, Ours, Theirs));

    /// <summary>Returns the file with one more conflict of the whole file.</summary>
    public MergedFile With(string issue) => this with { Issues = [new(0, issue), .. Issues] };
}
