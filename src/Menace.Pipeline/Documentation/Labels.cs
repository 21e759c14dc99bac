namespace Menace.Pipeline.Documentation;

/// <summary>A part of a text with what its label says it is about.</summary>
/// <param name="Field">What it is about; none for running text.</param>
/// <param name="Value">The text behind the label.</param>
internal sealed record LabelledPart(PageField Field, RichText Value);

/// <summary>Finds labels: <c>Schedule: hourly</c>, <c>**Language** Python</c>, several behind each other.</summary>
internal static class Labels
{
    private const int Longest = 60;

    /// <summary>Splits a text into running text and labelled parts.</summary>
    public static IReadOnlyList<LabelledPart> Split(RichText text)
    {
        var parts = new List<LabelledPart>();
        var (start, field) = (0, PageField.None);
        for (var i = 0; i < text.Plain.Length; i++)
        {
            if (!BeginsPart(text.Plain, i) || LabelAt(text, i) is not { } label)
            {
                continue;
            }

            Add(i);
            (start, field) = (label.ValueAt, label.Field);
            i = Math.Max(i, label.ValueAt - 1);
        }

        Add(text.Plain.Length);
        return parts;

        void Add(int end)
        {
            var value = text.Part(start, Math.Max(start, end));
            value = value.Part(0, value.Plain.AsSpan().TrimEnd(" \t\n|\u00B7\u2022;/").Length);
            value = field == PageField.None ? value : value.OnOneLine();
            if (value.Plain.Length > 0 || field != PageField.None)
            {
                parts.Add(new(field, value));
            }
        }
    }

    /// <summary>Returns the label that all of a text is: <c>Schedule:</c>, <c>**Schedule**</c>, <c>Schedule</c>; none if it is not
    /// one.</summary>
    public static PageField Whole(RichText text)
    {
        var plain = text.Plain.Trim();
        return plain.Length is 0 or > Longest || plain.EndsWith('.') ? PageField.None
            : FieldLabels.Of(plain.TrimEnd(':'));
    }

    /// <summary>A label begins a line, or stands behind a sign between parts.</summary>
    private static bool BeginsPart(string text, int at)
    {
        if (char.IsWhiteSpace(text[at]) || !char.IsLetter(text[at]))
        {
            return false;
        }

        var before = at - 1;
        while (before >= 0 && text[before] is ' ' or '\t' or '\u00A0')
        {
            before--;
        }

        // An emoji or another sign in front of a label is decoration.
        return before < 0 || text[before] == '\n' || (before < at - 1 && text[before] is not (',' or '(' or ')' or ':' or '"')
            && !char.IsLetterOrDigit(text[before])
            && (text[before] is '.' or ';' or '|' or '\u00B7' or '\u2022' or '/' or '\u2013' or '\u2014' or '-'
                || char.IsSurrogate(text[before]) || char.IsSymbol(text[before])))
            || (before < at - 1 && text[before] == ',' && at + 1 < text.Length && char.IsUpper(text[at]));
    }

    private static (PageField Field, int ValueAt)? LabelAt(RichText text, int at)
    {
        var plain = text.Plain;
        var window = plain.AsSpan(at, Math.Min(Longest, plain.Length - at));
        var colon = window.IndexOfAny(':', '\n', '.');
        if (colon > 0 && window[colon] == ':' && (at + colon + 1 == plain.Length || char.IsWhiteSpace(plain[at + colon + 1])))
        {
            var field = FieldLabels.Of(window[..colon].ToString());
            return field == PageField.None ? null : (field, at + colon + 1);
        }

        // "Language - Python" at the start of a line
        var dash = at == 0 || plain[at - 1] == '\n' ? window.IndexOfAny("\u2013\u2014=\u2192") : -1;
        dash = dash < 0 && (at == 0 || plain[at - 1] == '\n') ? window.IndexOf(" - ", StringComparison.Ordinal) + 1 : dash;
        if (dash > 1 && window[dash - 1] == ' ' && at + dash + 1 < plain.Length && plain[at + dash + 1] == ' '
            && FieldLabels.Of(window[..dash].ToString()) is var dashed and not (PageField.None or PageField.Bot))
        {
            return (dashed, at + dash + 1);
        }

        // A label in bold without a colon, and maybe with a dash.
        if (!text.Is(TextMark.Bold, at) || (at > 0 && text.Is(TextMark.Bold, at - 1)))
        {
            return null;
        }

        var end = at;
        while (end < plain.Length && text.Is(TextMark.Bold, end))
        {
            end++;
        }

        var bold = FieldLabels.Of(plain[at..end]);
        if (bold is PageField.None or PageField.Bot)
        {
            return null;
        }

        while (end < plain.Length && plain[end] is ' ' or ':' or '.' or '-' or '\u2013' or '\u2014' or '=')
        {
            end++;
        }

        return (bold, end);
    }
}
