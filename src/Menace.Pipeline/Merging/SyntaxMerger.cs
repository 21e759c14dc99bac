namespace Menace.Pipeline.Merging;

/// <summary>
/// Merges files by the parts that their format has. A merge without conflicts reads without errors, and has every part that either side
/// has and the other one did not delete; else the file is left to the merge by lines. So is one in which only a merge by lines finds no
/// conflict, as one between the names of parts: a file is never in conflict that git would merge.
/// </summary>
internal sealed class SyntaxMerger(IMergeSyntax syntax) : IFileMerger
{
    /// <summary>Larger files are merged by lines.</summary>
    private const int MostBytes = 8 * 1024 * 1024;

    /// <inheritdoc/>
    public bool Handles(string path) => syntax.Handles(path);

    /// <inheritdoc/>
    public FileMergeResult? Merge(
        ReadOnlyMemory<byte> baseContent, ReadOnlyMemory<byte> ours, ReadOnlyMemory<byte> theirs, ConflictLabels labels)
    {
        if (baseContent.Span.SequenceEqual(theirs.Span) || ours.Span.SequenceEqual(theirs.Span))
        {
            return new(ours, []);
        }

        if (baseContent.Span.SequenceEqual(ours.Span))
        {
            return new(theirs, []);
        }

        if (Math.Max(baseContent.Length, Math.Max(ours.Length, theirs.Length)) > MostBytes
            || MergeText.Read(baseContent) is not { } baseText
            || MergeText.Read(ours) is not { } oursText
            || MergeText.Read(theirs) is not { } theirsText)
        {
            return null;
        }

        (baseText, oursText, theirsText) = MergeText.Align(baseText, oursText, theirsText);
        if (Parse(baseText) is not { } baseFile || Parse(oursText) is not { } oursFile || Parse(theirsText) is not { } theirsFile
            || KeyedMerge.Merge(baseFile, oursFile, theirsFile) is not { } chunks)
        {
            return null;
        }

        var lines = new MergedLines(labels);
        var merged = MergeText.Merge(baseText, oursText, theirsText) with { Text = lines.Write(chunks) };
        var isBetter = lines.Conflicts.Count > 0
            ? TextMerge.Merge(baseContent, ours, theirs, labels) is not { Conflicts.Count: 0 }
            : Parse(merged) is { } file && MergeAccount.Holds(baseFile, oursFile, theirsFile, file);
        return isBetter ? new(merged.ToBytes(), lines.Conflicts) : null;
    }

    private MergePart? Parse(MergeText text) =>
        syntax.Parse(text.Text) is { } file && file.Text == text.Text ? file : null;
}
