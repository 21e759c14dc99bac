namespace Menace.Pipeline.Documentation;

/// <summary>A sentence of a text.</summary>
/// <param name="Text">Its text.</param>
/// <param name="IsQuoted">Whether it is a quotation, or has one.</param>
internal sealed record Sentence(RichText Text, bool IsQuoted);

/// <summary>Splits running text into sentences.</summary>
internal static class Sentences
{
    /// <summary>Words of a quotation from which on it is one; shorter ones are names.</summary>
    private const int QuotedWords = 3;

    private static readonly HashSet<string> Abbreviations = new(
        ("e.g i.e z.b d.h approx no nr vs etc ca incl excl st mr mrs ms dr prof fig cf resp max min a.m p.m u.s bzw usw "
            + "evtl inkl ggf").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the sentences of a text, in order.</summary>
    public static IReadOnlyList<Sentence> Of(RichText text, TaskMentions names)
    {
        text = text.OnOneLine();
        var sentences = new List<Sentence>();
        var quoted = QuotedParts(text);
        var starts = names.In(text).Select(mention => mention.Start).ToHashSet();
        var start = 0;
        for (var i = 0; i < text.Plain.Length; i++)
        {
            if (text.Plain[i] == '\u00B7' && i > 0 && text.Plain[i - 1] == ' ')
            {
                Add(i);
                start = i + 1;
            }
            else if (text.Plain[i] is '.' or '!' or '?' && !text.Is(TextMark.Code, i) && EndsAt(text, i, starts) is var end and > 0)
            {
                Add(end);
                start = end;
            }
        }

        Add(text.Plain.Length);
        return sentences;

        void Add(int end)
        {
            var part = text.Part(start, end);
            if (part.Plain.Length > 0)
            {
                sentences.Add(new(part, quoted.Exists(q => q.Start < end && q.End > start)));
            }
        }
    }

    /// <summary>Behind the sentence that a mark ends; 0 if it ends none.</summary>
    private static int EndsAt(RichText text, int mark, HashSet<int> names)
    {
        var plain = text.Plain;
        var end = mark + 1;
        while (end < plain.Length && plain[end] is '"' or ')' or '\'' or '\u201D' or '\u2019' or '\u201C')
        {
            end++;
        }

        var next = end;
        while (next < plain.Length && char.IsWhiteSpace(plain[next]))
        {
            next++;
        }

        if (next == plain.Length)
        {
            return end;
        }

        if (next == end || (char.IsLower(plain[next]) && !text.Is(TextMark.Code, next) && !names.Contains(next)))
        {
            return 0;
        }

        var word = mark;
        while (word > 0 && !char.IsWhiteSpace(plain[word - 1]) && plain[word - 1] is not '(')
        {
            word--;
        }

        var before = plain[word..mark];

        // "1. March" and "J. Smith" go on.
        var goesOn = plain[mark] == '.'
            && (Abbreviations.Contains(before) || (before.Length == 1 && char.IsUpper(before[0])) || (before.Length is 1 or 2
                && before.All(char.IsDigit) && word == 0));
        return goesOn ? 0 : end;
    }

    private static List<(int Start, int End)> QuotedParts(RichText text)
    {
        var parts = new List<(int, int)>();
        var open = -1;
        for (var i = 0; i < text.Plain.Length; i++)
        {
            if (text.Plain[i] is not ('"' or '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB') || text.Is(TextMark.Code, i))
            {
                continue;
            }

            if (open < 0)
            {
                open = i;
                continue;
            }

            if (text.Plain[open..i].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length >= QuotedWords)
            {
                parts.Add((open, i));
            }

            open = -1;
        }

        if (open >= 0)
        {
            parts.Add((open, text.Plain.Length));
        }

        return parts;
    }
}
