namespace Menace.Pipeline.Merging;

/// <summary>Merges three versions of one file: mode and content.</summary>
internal sealed class EntryMerge(MergeBlobs blobs, TreeMergeOptions options)
{
    /// <summary>
    /// Returns the merged file and its conflicts. What cannot be merged is as in our tree. Without a base, both sides added the file: then
    /// each difference is a conflict.
    /// </summary>
    public (MergeEntry Entry, IReadOnlyList<ConflictRegion> Issues) Merge(
        string path, MergeEntry? before, MergeEntry ours, MergeEntry theirs)
    {
        if (ours == theirs || theirs == before)
        {
            return (ours, []);
        }

        if (ours == before)
        {
            return (theirs, []);
        }

        if (!ours.IsFile || !theirs.IsFile || before is { IsFile: false })
        {
            return (ours, [Whole("a link, or a file and a link")]);
        }

        var issues = new List<ConflictRegion>();
        var mode = ours.Mode == before?.Mode ? theirs.Mode : ours.Mode;
        if (before is null && ours.Mode != theirs.Mode)
        {
            issues.Add(Whole("the mode"));
        }

        if (ours.Id == theirs.Id || theirs.Id == before?.Id)
        {
            return (new(ours.Id, mode), issues);
        }

        if (ours.Id == before?.Id)
        {
            return (new(theirs.Id, mode), issues);
        }

        var merged = MergeContent(path, before, ours, theirs);
        if (merged is null)
        {
            return (new(ours.Id, mode), [.. issues, Whole("a binary file")]);
        }

        if (before is null && merged.Conflicts.Count == 0)
        {
            return (new(ours.Id, mode), [.. issues, Whole("a new file")]);
        }

        return (new(blobs.Add(merged.Content), mode), [.. issues, .. merged.Conflicts]);
    }

    private FileMergeResult? MergeContent(string path, MergeEntry? before, MergeEntry ours, MergeEntry theirs)
    {
        var (mine, other) = (blobs.Read(ours.Id), blobs.Read(theirs.Id));
        if (before is null)
        {
            return TextMerge.Merge(ReadOnlyMemory<byte>.Empty, mine, other, options.Labels);
        }

        var content = blobs.Read(before.Id);
        return options.Mergers.FirstOrDefault(merger => merger.Handles(path))?.Merge(content, mine, other, options.Labels)
            ?? TextMerge.Merge(content, mine, other, options.Labels);
    }

    private ConflictRegion Whole(string what) => new(0, $"{options.Labels.Ours} and {options.Labels.Theirs} differ in {what}");
}
