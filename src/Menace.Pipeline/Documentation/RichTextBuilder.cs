using System.Text;
using Markdig.Syntax.Inlines;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads the text of a block from its inlines. Struck-out text, comments and the targets of links are left out.</summary>
internal sealed class RichTextBuilder(string page)
{
    private const int LongestLink = 400;

    private readonly StringBuilder _plain = new();
    private readonly List<int> _at = [];
    private readonly List<TextMark> _marks = [];
    private readonly List<TextWrap> _wraps = [];
    private readonly List<int> _gaps = [];
    private TextMark _mark;
    private int _struck;

    /// <summary>Returns the text of these inlines.</summary>
    public static RichText Read(string page, ContainerInline? inlines)
    {
        var builder = new RichTextBuilder(page);
        if (inlines is not null)
        {
            builder.AddAll(inlines);
        }

        return builder.Build();
    }

    /// <summary>Returns the text of a part of the page that has no markup.</summary>
    public static RichText Of(string page, string text, int start) =>
        new(page, text, [.. Enumerable.Range(start, text.Length).Select(at => Math.Min(at, Math.Max(0, page.Length - 1)))],
            new TextMark[text.Length], [], []);

    /// <summary>Returns a text that the page holds in another form, such as a cell in quotation marks.</summary>
    public static RichText Decoded(string page, string text, int start) =>
        new(page, text, [.. Enumerable.Repeat(Math.Min(start, Math.Max(0, page.Length - 1)), text.Length)], new TextMark[text.Length],
            [], [])
        { IsDecoded = true };

    private void AddAll(ContainerInline container)
    {
        foreach (var inline in container)
        {
            Add(inline);
        }
    }

    private void Add(Inline inline)
    {
        switch (inline)
        {
            case LiteralInline literal:
                AddLiteral(literal.Content.ToString(), literal.Span.Start, literal.Span.End);
                break;
            case CodeInline code:
                AddWrapped(code, () => AddText(code.Content, code.Span.Start + code.DelimiterCount, code.Span.End, TextMark.Code));
                break;
            case LineBreakInline:
                AddText("\n", inline.Span.Start, inline.Span.Start);
                break;
            case HtmlInline html:
                AddTag(html);
                break;
            case HtmlEntityInline entity:
                AddText(entity.Transcoded.ToString(), entity.Span.Start, entity.Span.Start);
                break;
            case AutolinkInline link:
                AddText(link.Url, link.Span.Start + 1, link.Span.End);
                break;
            case EmphasisInline { DelimiterChar: '~' } struck:
                _struck++;
                _gaps.Add(_plain.Length);
                AddAll(struck);
                _struck--;
                break;
            case EmphasisInline emphasis:
                var before = _mark;
                _mark |= TextMark.Bold;
                AddWrapped(emphasis, () => AddAll(emphasis));
                _mark = before;
                break;
            case ContainerInline container:
                AddAll(container);
                break;
        }
    }

    private void AddWrapped(Inline inline, Action add)
    {
        var start = _plain.Length;
        add();
        if (_plain.Length > start)
        {
            _wraps.Add(new(start, _plain.Length, inline.Span.Start, inline.Span.End + 1));
        }
    }

    private void AddTag(HtmlInline html)
    {
        var tag = html.Tag.ToLowerInvariant();
        if (tag.StartsWith("<br", StringComparison.Ordinal))
        {
            AddText("\n", html.Span.Start, html.Span.Start);
        }
        else if (tag is "<del>" or "<s>" or "<strike>")
        {
            _struck++;
            _gaps.Add(_plain.Length);
        }
        else if (tag is "</del>" or "</s>" or "</strike>")
        {
            _struck = Math.Max(0, _struck - 1);
        }
        else
        {
            _gaps.Add(_plain.Length);
        }
    }

    /// <summary>In cells the span begins with the blanks in front of the text.</summary>
    private void AddLiteral(string text, int from, int to)
    {
        var window = Math.Clamp(to + 1 - from + text.Length, 0, Math.Max(0, page.Length - from));
        var at = text.Length == 0 || from < 0 || from >= page.Length ? 0
            : page.AsSpan(from, window).IndexOf(text, StringComparison.Ordinal);
        AddText(text, from + Math.Max(0, at), at > 0 ? from + at + text.Length : to);
    }

    private void AddText(string text, int from, int to, TextMark mark = TextMark.None)
    {
        if (_struck > 0)
        {
            return;
        }

        _plain.Append(text);
        for (var i = 0; i < text.Length; i++)
        {
            _at.Add(Math.Clamp(from + i, 0, Math.Max(0, Math.Min(to, page.Length - 1))));
            _marks.Add(_mark | mark);
        }
    }

    private RichText Build()
    {
        var plain = _plain.ToString();
        var keep = new bool[plain.Length];
        Array.Fill(keep, true);
        if (plain.Contains('['))
        {
            RemoveLinks(plain, keep);
        }

        if (Array.IndexOf(keep, false) < 0)
        {
            return new(page, plain, [.. _at], [.. _marks], _wraps, _gaps);
        }

        // Where each character is once the targets of links are gone.
        var moved = new int[plain.Length + 1];
        for (var i = 0; i < plain.Length; i++)
        {
            moved[i + 1] = moved[i] + (keep[i] ? 1 : 0);
        }

        var kept = Enumerable.Range(0, plain.Length).Where(i => keep[i]).ToList();
        return new(page, string.Concat(kept.Select(i => plain[i])), [.. kept.Select(i => _at[i])], [.. kept.Select(i => _marks[i])],
            [.. _wraps.Select(w => w with { Start = moved[w.Start], End = moved[w.End] }).Where(w => w.End > w.Start)],
            [.. _gaps.Select(gap => moved[gap])]);
    }

    private void RemoveLinks(string plain, bool[] keep)
    {
        for (var i = 0; i < plain.Length; i++)
        {
            if (plain[i] != '[' || (_marks[i] & TextMark.Code) != 0 || (i + 1 < plain.Length && plain[i + 1] is '^' or '['))
            {
                continue;
            }

            var window = plain.AsSpan(i + 1, Math.Min(LongestLink, plain.Length - i - 1));
            var close = window.IndexOfAny('[', ']');
            if (close <= 0 || window[close] != ']')
            {
                continue;
            }

            var (text, end) = (i + 1, i + 1 + close);
            var target = TargetEnd(plain, end + 1);
            var isWiki = i > 0 && plain[i - 1] == '[' && target == end + 1 && end + 1 < plain.Length && plain[end + 1] == ']';
            if (target == end + 1 && !isWiki)
            {
                continue;
            }

            var (from, to) = isWiki ? (i - 1, end + 2) : (i, target);
            var isImage = from > 0 && plain[from - 1] == '!';
            from -= isImage ? 1 : 0;
            Array.Fill(keep, false, from, isImage ? to - from : text - from);
            Array.Fill(keep, false, end, to - end);
            if (!isImage)
            {
                _wraps.Add(new(text, end, _at[from], _at[to - 1] + 1));
            }

            i = to - 1;
        }
    }

    /// <summary>Where the target behind the text of a link ends: <c>(page.md)</c> or <c>[1]</c>; the same place if there is none.</summary>
    private static int TargetEnd(string plain, int at)
    {
        if (at >= plain.Length || plain[at] is not ('(' or '['))
        {
            return at;
        }

        var close = plain.AsSpan(at, Math.Min(LongestLink, plain.Length - at)).IndexOf(plain[at] == '(' ? ')' : ']');
        return close < 0 ? at : at + close + 1;
    }
}
