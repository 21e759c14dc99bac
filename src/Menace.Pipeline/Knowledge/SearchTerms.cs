using System.Text;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// The terms of a text, the same for what is stored and what is searched: runs of letters and digits in lower case without a plural 's',
/// and the words of a name in camel case beside the whole name.
/// </summary>
internal static class SearchTerms
{
    /// <summary>Terms of one query; the rest is ignored.</summary>
    public const int MostOfQuery = 64;

    private const int LongestTerm = 64;

    /// <summary>The terms of <paramref name="text"/> in their order.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                var word = text[start..i];
                start = -1;
                foreach (var term in OfWord(word))
                {
                    yield return term;
                }
            }
        }
    }

    /// <summary>The terms of <paramref name="text"/> as one text for the index.</summary>
    public static string Joined(string text) => string.Join(' ', Of(text));

    /// <summary>The distinct terms of a query, at most <see cref="MostOfQuery"/>.</summary>
    public static IReadOnlyList<string> OfQuery(string query) => [.. Of(query).Distinct(StringComparer.Ordinal).Take(MostOfQuery)];

    /// <summary>An expression of FTS5 that finds any of <paramref name="terms"/>: every term is quoted, so none is an operator.</summary>
    public static string Expression(IReadOnlyList<string> terms)
    {
        var expression = new StringBuilder();
        foreach (var term in terms)
        {
            expression.Append(expression.Length > 0 ? " OR " : "").Append('"').Append(term.Replace("\"", "\"\"")).Append('"');
        }

        return expression.ToString();
    }

    private static IEnumerable<string> OfWord(string word)
    {
        yield return Normal(word);
        var start = 0;
        for (var i = 1; i <= word.Length; i++)
        {
            if (i == word.Length || IsBoundary(word, i))
            {
                if (start > 0 || i < word.Length)
                {
                    yield return Normal(word[start..i]);
                }

                start = i;
            }
        }
    }

    /// <summary>Between 'Demo' and 'Bot', and between 'CSV' and 'Reader'.</summary>
    private static bool IsBoundary(string word, int i) =>
        (char.IsLower(word[i - 1]) && char.IsUpper(word[i]))
        || (i + 1 < word.Length && char.IsUpper(word[i - 1]) && char.IsUpper(word[i]) && char.IsLower(word[i + 1]));

    private static string Normal(string word)
    {
        var term = (word.Length > LongestTerm ? word[..LongestTerm] : word).ToLowerInvariant();
        return term.Length > 3 && term.EndsWith('s') && term[^2] is not ('s' or 'u' or 'i') ? term[..^1] : term;
    }
}
