using System.Text;

namespace Menace.Pipeline.Documentation;

/// <summary>How a character is set.</summary>
[Flags]
internal enum TextMark : byte
{
    /// <summary>Running text.</summary>
    None = 0,

    /// <summary>Inside a code span.</summary>
    Code = 1,

    /// <summary>Inside emphasis.</summary>
    Bold = 2,
}

/// <summary>Markup around a part of a text.</summary>
/// <param name="Start">Its first character in the text.</param>
/// <param name="End">Behind its last character in the text.</param>
/// <param name="From">Where its opening mark begins in the page.</param>
/// <param name="To">Where its closing mark ends in the page.</param>
internal readonly record struct TextWrap(int Start, int End, int From, int To);

/// <summary>Text of a block without its marks, with the place of every character in the page. A line break is <c>\n</c>.</summary>
internal sealed class RichText
{
    private readonly string _page;
    private readonly int[] _at;
    private readonly TextMark[] _marks;
    private readonly IReadOnlyList<TextWrap> _wraps;
    private readonly IReadOnlyList<int> _gaps;

    /// <param name="page">The text of the page.</param>
    /// <param name="plain">The text without marks.</param>
    /// <param name="at">The place of each character.</param>
    /// <param name="marks">How each character is set.</param>
    /// <param name="wraps">The markup.</param>
    /// <param name="gaps">Where struck-out text and comments were left out, in order.</param>
    public RichText(string page, string plain, int[] at, TextMark[] marks, IReadOnlyList<TextWrap> wraps, IReadOnlyList<int> gaps)
    {
        (_page, Plain, _at, _marks, _wraps, _gaps) = (page, plain, at, marks, wraps, gaps);
    }

    /// <summary>Gets the text without marks.</summary>
    public string Plain { get; }

    /// <summary>Gets whether the page holds the text in another form.</summary>
    public bool IsDecoded { get; init; }

    /// <summary>Gets whether there is nothing but white space.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Plain);

    /// <summary>Gets whether struck-out text or a comment was left out.</summary>
    public bool HasGap => _gaps.Count > 0;

    /// <summary>Gets the place of the first character that is no white space, or -1.</summary>
    public int Place
    {
        get
        {
            var first = Plain.AsSpan().IndexOfAnyExcept(" \t\r\n\u00A0");
            return first < 0 ? -1 : _at[first];
        }
    }

    /// <summary>Returns whether all characters of a part are set so; white space counts as both.</summary>
    public bool IsAll(TextMark mark, int start, int length)
    {
        var any = false;
        for (var i = start; i < start + length; i++)
        {
            if (!char.IsWhiteSpace(Plain[i]))
            {
                if ((_marks[i] & mark) == 0)
                {
                    return false;
                }

                any = true;
            }
        }

        return any;
    }

    /// <summary>Returns whether the character is set so.</summary>
    public bool Is(TextMark mark, int index) => (_marks[index] & mark) != 0;

    /// <summary>Returns the place of a character in the page.</summary>
    public int PlaceOf(int index) => _at[index];

    /// <summary>Returns a part, without the white space around it.</summary>
    public RichText Part(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(Plain[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(Plain[end - 1]))
        {
            end--;
        }

        return new(_page, Plain[start..end], _at[start..end], _marks[start..end],
            [.. _wraps.Where(w => w.Start < end && w.End > start).Select(w => w with { Start = w.Start - start, End = w.End - start })],
            [.. _gaps.Where(gap => gap > start && gap < end).Select(gap => gap - start)])
        { IsDecoded = IsDecoded };
    }

    /// <summary>Returns the text on one line.</summary>
    public RichText OnOneLine() => Plain.Contains('\n')
        ? new(_page, Plain.Replace('\n', ' '), _at, _marks, _wraps, _gaps) { IsDecoded = IsDecoded } : this;

    /// <summary>Returns the text as one that the page holds in another form at a place.</summary>
    public RichText At(int place) => new(_page, Plain, [.. Enumerable.Repeat(Math.Max(0, place), Plain.Length)], _marks, _wraps,
        _gaps)
    { IsDecoded = true };

    /// <summary>Returns a part from <paramref name="start"/> to the end.</summary>
    public RichText From(int start) => Part(Math.Min(start, Plain.Length), Plain.Length);

    /// <summary>
    /// Returns the text as the page has it: markup inside stays, markup around all of it is dropped, and a line break is one blank.
    /// </summary>
    public string Written()
    {
        if (Plain.Length == 0 || IsDecoded)
        {
            return Plain;
        }

        var (from, to) = (_at[0], _at[^1] + 1);
        foreach (var wrap in _wraps)
        {
            if (wrap.Start > 0 || wrap.End < Plain.Length)
            {
                from = Math.Min(from, wrap.Start < 0 ? from : wrap.From);
                to = Math.Max(to, wrap.End > Plain.Length ? to : wrap.To);
            }
        }

        return from < to && to <= _page.Length ? JoinLines(_page[from..to]) : Plain;
    }

    private static string JoinLines(string text)
    {
        if (!text.AsSpan().ContainsAny('\r', '\n'))
        {
            return text;
        }

        var joined = new StringBuilder(text.Length);
        foreach (var line in text.Split('\n'))
        {
            joined.Append(joined.Length > 0 ? " " : "").Append(line.Trim().TrimStart('>').Trim());
        }

        return joined.ToString();
    }
}
