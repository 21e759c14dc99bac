using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>
/// How something is taken out of a text so that commas are right and neither its line nor a comment of its neighbours is lost.
/// </summary>
internal static class Removal
{
    /// <summary>
    /// Takes one of <paramref name="elements"/> out of <paramref name="container"/>, which has no syntax error, with one comma.
    /// </summary>
    public static IReadOnlyList<TextEdit> Of(string text, JsonNode container, IReadOnlyList<TextSpan> elements, int index)
    {
        var element = elements[index];
        if (index + 1 < elements.Count)
        {
            var comma = CommaAfter(text, element.End);
            var next = SkipWhite(text, comma + 1);
            return SkipWhite(text, element.End) == comma
                ? [new(TextSpan.FromBounds(element.Start, next), "")]
                : [new(element, ""), new(TextSpan.FromBounds(comma, next), "")];
        }

        // A line break that ends a comment stays.
        var start = WhiteBefore(text, element.Start);
        if (index == 0)
        {
            return [new(start == container.Span.Start + 1 ? TextSpan.FromBounds(start, element.End) : element, "")];
        }

        var before = CommaAfter(text, elements[index - 1].End);
        return start == before + 1
            ? [new(TextSpan.FromBounds(before, element.End), "")]
            : [new(new(before, 1), ""), new(element, "")];
    }

    /// <summary>Takes a property out of <paramref name="container"/>, which has no syntax error.</summary>
    public static IReadOnlyList<TextEdit> OfProperty(string text, JsonNode container, int index) =>
        Of(text, container, [.. container.Members.Select(m => TextSpan.FromBounds(m.NameSpan.Start, m.Value.Span.End))], index);

    /// <summary>Takes a comment out: with its line if it is alone there, else with the blanks that set it off.</summary>
    public static TextEdit OfComment(string text, TextSpan comment)
    {
        var start = comment.Start;
        while (start > 0 && text[start - 1] is ' ' or '\t')
        {
            start--;
        }

        var end = comment.End;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        var startsLine = start == 0 || text[start - 1] is '\n' or '\r' or '\uFEFF';
        var endsLine = end == text.Length || text[end] is '\n' or '\r';
        if (startsLine && endsLine && end < text.Length)
        {
            end += text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
        }

        return new(TextSpan.FromBounds(endsLine ? start : comment.Start, end), "");
    }

    /// <summary>The first place from <paramref name="at"/> that holds no white space.</summary>
    public static int SkipWhite(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n' or '\r')
        {
            at++;
        }

        return at;
    }

    /// <summary>Where the white space before <paramref name="at"/> begins.</summary>
    public static int WhiteBefore(string text, int at)
    {
        while (at > 0 && text[at - 1] is ' ' or '\t' or '\n' or '\r')
        {
            at--;
        }

        return at;
    }

    /// <summary>The comma behind an element, over white space and comments.</summary>
    private static int CommaAfter(string text, int at)
    {
        while (text[at] != ',')
        {
            at = text[at] != '/' ? at + 1
                : text[at + 1] == '*' ? text.IndexOf("*/", at + 2, StringComparison.Ordinal) + 2
                : text.IndexOfAny(['\n', '\r'], at);
        }

        return at;
    }
}
