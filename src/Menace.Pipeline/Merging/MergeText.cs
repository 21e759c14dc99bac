using System.Text;
using Menace.Model.Text;

namespace Menace.Pipeline.Merging;

/// <summary>
/// A file as text with line feeds. Its byte order mark, its line endings and the end of its last line are merged each on its own, so that
/// a side that changes one of them changes no line.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="HasMark">True if the file begins with a byte order mark.</param>
/// <param name="LineEnd">
/// What ended each line of the file: "\n" or "\r\n"; empty if that is mixed, then the text has them as they are.
/// </param>
/// <param name="EndsLine">True if the last line has an end.</param>
internal sealed record MergeText(string Text, bool HasMark, string LineEnd, bool EndsLine)
{
    /// <summary>Returns the text of a file; null if it is not UTF-8, or has NUL characters.</summary>
    public static MergeText? Read(ReadOnlyMemory<byte> content)
    {
        if (content.Span.Contains((byte)0) || !Utf8Text.TryDecode(content.ToArray(), out var text, out _))
        {
            return null;
        }

        var breaks = text.AsSpan().Count('\n');
        var pairs = text.AsSpan().Count("\r\n");
        var isMixed = text.AsSpan().Count('\r') != pairs || (pairs > 0 && pairs < breaks);
        var lineEnd = isMixed ? "" : pairs > 0 ? "\r\n" : "\n";
        return new(text, content.Span.StartsWith("\uFEFF"u8), lineEnd, text.EndsWith('\n'));
    }

    /// <summary>Returns the files with line feeds alone, one behind the last line too, if no file has mixed line endings.</summary>
    public static (MergeText Base, MergeText Ours, MergeText Theirs) Align(MergeText baseText, MergeText ours, MergeText theirs)
    {
        var isMixed = baseText.LineEnd.Length == 0 || ours.LineEnd.Length == 0 || theirs.LineEnd.Length == 0;
        return (Of(baseText), Of(ours), Of(theirs));

        MergeText Of(MergeText text)
        {
            var end = text.EndsLine ? "" : "\n";
            return isMixed
                ? text with { Text = text.Text + end, LineEnd = "" }
                : text with { Text = text.Text.Replace("\r\n", "\n", StringComparison.Ordinal) + end };
        }
    }

    /// <summary>Returns a file without text that has the mark and the ends of its lines as the merge of three.</summary>
    public static MergeText Merge(MergeText baseText, MergeText ours, MergeText theirs) => new(
        "",
        ThreeWay.Pick(baseText.HasMark, ours.HasMark, theirs.HasMark),
        ThreeWay.Pick(baseText.LineEnd, ours.LineEnd, theirs.LineEnd),
        ThreeWay.Pick(baseText.EndsLine, ours.EndsLine, theirs.EndsLine));

    /// <summary>Returns the file.</summary>
    public byte[] ToBytes()
    {
        var text = EndsLine || !Text.EndsWith('\n') ? Text : Text[..^1];
        text = LineEnd == "\r\n" ? text.Replace("\n", "\r\n", StringComparison.Ordinal) : text;
        return Encoding.UTF8.GetBytes((HasMark ? "\uFEFF" : "") + text);
    }
}
