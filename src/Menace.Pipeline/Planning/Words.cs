using System.Buffers;
using System.Text;

namespace Menace.Pipeline.Planning;

/// <summary>Takes text and identifiers apart into words that can be compared: lower case, without endings and common words.</summary>
internal static class Words
{
    /// <summary>Characters of one text that are read; the rest says nothing new about what a bot is for.</summary>
    private const int MostCharacters = 20_000;

    private const int LongestWord = 64;

    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Words that say nothing about what a bot does.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "both", "bot", "but", "by", "can", "do", "does", "each",
        "every", "for", "from", "get", "give", "had", "has", "have", "how", "if", "in", "into", "is", "it", "its", "made", "make", "many",
        "may", "more", "most", "much", "must", "need", "no", "none", "not", "of", "on", "one", "only", "or", "other", "our", "out", "over",
        "per", "return", "self", "so", "some", "such", "task", "than", "that", "the", "their", "them", "then", "there", "these", "they",
        "this", "those", "to", "up", "us", "was", "we", "were", "what", "when", "where", "which", "who", "will", "with", "you", "your",
    };

    /// <summary>The words of <paramref name="text"/> in its order, repeated ones as often as they occur.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var start = -1;
        var end = Math.Min(text.Length, MostCharacters);
        for (var i = 0; i <= end; i++)
        {
            var isInside = i < end && char.IsLetterOrDigit(text[i]);
            if (start >= 0 && (!isInside || IsHump(text, start, i)))
            {
                if (Stem(text[start..i]) is { } word)
                {
                    yield return word;
                }

                start = -1;
            }

            if (isInside && start < 0)
            {
                start = i;
            }
        }
    }

    /// <summary>
    /// The parts of an identifier, in lower case and as they are written: <c>toSQLText2</c> gives to, sql, text, 2.
    /// </summary>
    public static IReadOnlyList<string> PartsOf(string identifier)
    {
        List<string> parts = [];
        var part = new StringBuilder();
        for (var i = 0; i < identifier.Length; i++)
        {
            if (part.Length > 0 && (!char.IsLetterOrDigit(identifier[i]) || IsHump(identifier, i - part.Length, i)))
            {
                parts.Add(part.ToString());
                part.Clear();
            }

            if (char.IsLetterOrDigit(identifier[i]))
            {
                part.Append(char.ToLowerInvariant(identifier[i]));
            }
        }

        return part.Length > 0 ? [.. parts, part.ToString()] : parts;
    }

    /// <summary>A word without the endings of English, or null for one that says nothing.</summary>
    public static string? Stem(string word)
    {
        var stem = word.ToLowerInvariant();
        if (stem.Length > LongestWord || Common.Contains(stem) || (stem.Length == 1 && !char.IsDigit(stem[0])))
        {
            return null;
        }

        stem = WithoutPlural(stem);
        stem = WithoutEnding(stem);
        return Common.Contains(stem) ? null : stem;
    }

    private static string WithoutPlural(string word) =>
        word.Length < 4 || word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal)
            || !word.EndsWith('s') ? word
        : word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 ? word[..^3] + "y"
        : EndsWithAny(word, "sses", "shes", "ches", "xes", "zes") ? word[..^2]
        : word.EndsWith("is", StringComparison.Ordinal) ? word
        : word[..^1];

    private static string WithoutEnding(string word)
    {
        foreach (var ending in (string[])["isation", "ization", "ation", "ing", "ed", "er", "ly", "e"])
        {
            if (word.EndsWith(ending, StringComparison.Ordinal) && word.Length - ending.Length >= 3 && HasVowel(word, ending.Length))
            {
                return Finished(word[..^ending.Length]);
            }
        }

        return word.EndsWith('y') && word.Length > 3 ? word[..^1] + "i" : word;
    }

    /// <summary>Undoes what an ending does to a stem: doubled consonants, and <c>y</c>.</summary>
    private static string Finished(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1]
        : stem.EndsWith('e') && stem.Length > 3 ? stem[..^1]
        : stem.EndsWith('y') && stem.Length > 3 ? stem[..^1] + "i"
        : stem;

    private static bool HasVowel(string word, int ending) => word.AsSpan(0, word.Length - ending).ContainsAny(Vowels);

    private static bool EndsWithAny(string word, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if a part of an identifier that starts at <paramref name="start"/> ends before <paramref name="i"/>.</summary>
    private static bool IsHump(string text, int start, int i)
    {
        if (i <= start || i >= text.Length)
        {
            return false;
        }

        var (before, here) = (text[i - 1], text[i]);
        return char.IsDigit(before) != char.IsDigit(here)
            || (char.IsLower(before) && char.IsUpper(here))
            || (char.IsUpper(before) && char.IsUpper(here) && i + 1 < text.Length && char.IsLower(text[i + 1])
                && i - start > 0);
    }
}
