namespace Menace.Pipeline.Merging;

/// <summary>
/// Merges three versions of a text by lines (docs/merging.md). Bytes are copied as they are, so that any encoding whose lines end with a
/// line feed can be merged.
/// </summary>
internal static class TextMerge
{
    /// <summary>As in git: a file is binary if one of its first bytes is 0.</summary>
    private const int BytesThatShowBinary = 8000;

    /// <summary>Each line needs about 50 bytes of memory. 100 MB of ordinary text have 3,000,000 lines.</summary>
    private const int MostLines = 8_000_000;

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the merged text, or null if one of the three is binary or has too many lines.</summary>
    public static FileMergeResult? Merge(
        ReadOnlyMemory<byte> baseContent, ReadOnlyMemory<byte> ours, ReadOnlyMemory<byte> theirs, ConflictLabels labels)
    {
        if (new[] { baseContent, ours, theirs }.Any(content => IsBinary(content.Span) || LineEndings.Count(content.Span) > MostLines))
        {
            return null;
        }

        var isMarked = HasMark(ours) == HasMark(baseContent) ? HasMark(theirs) : HasMark(ours);
        var (before, mine, other) = (WithoutMark(baseContent), WithoutMark(ours), WithoutMark(theirs));
        if (LineEndings.Converted(before.Span, mine.Span, other.Span) is { } ending)
        {
            (before, mine, other) = (
                LineEndings.Convert(before, ending), LineEndings.Convert(mine, ending), LineEndings.Convert(other, ending));
        }

        return new ConflictWriter(new(before), new(mine), new(other), labels, isMarked ? Mark : []).Write();
    }

    private static bool IsBinary(ReadOnlySpan<byte> content) => content[..Math.Min(content.Length, BytesThatShowBinary)].Contains((byte)0);

    private static bool HasMark(ReadOnlyMemory<byte> content) => content.Span.StartsWith(Mark);

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> content) => HasMark(content) ? content[Mark.Length..] : content;
}
