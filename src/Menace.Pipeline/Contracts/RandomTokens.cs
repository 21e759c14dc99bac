using System.Buffers;
using System.Text;

namespace Menace.Pipeline.Contracts;

/// <summary>
/// Finds keys that nothing names: long tokens of high entropy. Paths, identifiers and type names have that too, so a token counts only if
/// it does not read as words either. Measured on 20,000 tokens of sources and build logs, and on random base64: 1 in 1000 of the former is
/// taken for a key, 2 in 100 of the latter is missed. Hexadecimal has at most four bits per character: git ids and digests stay.
/// </summary>
internal static class RandomTokens
{
    private const int Shortest = 20;
    private const double BitsPerCharacter = 4.0;

    /// <summary>The mean length of the word that a character is in, below which a token without and with separators is no text.</summary>
    private const double ReadableWord = 4;
    private const double ReadableParts = 2.5;
    private const int LongestConsonantRun = 4;

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_.~%-");
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> UpperHex = SearchValues.Create("0123456789ABCDEF");
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyAEIOUY");

    /// <summary><paramref name="line"/> with the mark in the place of each such token.</summary>
    public static string Redact(string line)
    {
        StringBuilder? redacted = null;
        var copied = 0;
        for (var at = 0; at + Shortest <= line.Length;)
        {
            // A token that starts here reaches the character Shortest - 1 ahead: if that is not a token character, no earlier start is
            // possible either.
            if (!TokenCharacters.Contains(line[at + Shortest - 1]))
            {
                at += Shortest;
                continue;
            }

            var start = at + Shortest - 1;
            while (start > at && TokenCharacters.Contains(line[start - 1]))
            {
                start--;
            }

            var length = line.AsSpan(start).IndexOfAnyExcept(TokenCharacters);
            var end = length < 0 ? line.Length : start + length;
            foreach (var (from, to) in Secrets(line, start, end))
            {
                redacted = (redacted ?? new StringBuilder()).Append(line, copied, from - copied).Append(Redaction.Mark);
                copied = to;
            }

            at = end + 1;
        }

        return redacted is null ? line : redacted.Append(line, copied, line.Length - copied).ToString();
    }

    private static IEnumerable<(int From, int To)> Secrets(string line, int start, int end)
    {
        if (end - start < Shortest)
        {
            yield break;
        }

        var isPath = line[start] is '/' or '.' or '~';
        if (!isPath && IsSecret(line.AsSpan(start, end - start)))
        {
            yield return (start, end);
            yield break;
        }

        for (var from = start; from < end;)
        {
            var to = line.AsSpan(from, end - from).IndexOfAny('/', '.') is var length and >= 0 ? from + length : end;
            if (to - from >= Shortest && IsSecret(line.AsSpan(from, to - from)))
            {
                yield return (from, to);
            }

            from = to + 1;
        }
    }

    private static bool IsSecret(ReadOnlySpan<char> token) => Entropy(token) >= BitsPerCharacter && !ReadsAsWords(token);

    /// <summary>Shannon entropy in bits per character; all characters are ASCII.</summary>
    internal static double Entropy(ReadOnlySpan<char> token)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var c in token)
        {
            counts[c]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            bits -= count == 0 ? 0 : (double)count / token.Length * Math.Log2((double)count / token.Length);
        }

        return bits;
    }

    private static bool ReadsAsWords(ReadOnlySpan<char> token)
    {
        int letters = 0, weight = 0, parts = 0;
        for (var from = 0; from < token.Length;)
        {
            var length = 0;
            while (from + length < token.Length && char.IsAsciiLetterOrDigit(token[from + length]))
            {
                length++;
            }

            var part = token.Slice(from, length);
            from += length + 1;
            parts += length > 0 ? 1 : 0;
            if (!part.ContainsAnyExceptInRange('0', '9')
                || (length >= 7 && (!part.ContainsAnyExcept(LowerHex) || !part.ContainsAnyExcept(UpperHex))))
            {
                continue;
            }

            letters += length;
            weight += WeightOfWords(part);
        }

        return letters == 0 || (double)weight / letters >= (parts > 1 ? ReadableParts : ReadableWord);
    }

    /// <summary>The sum of the squared lengths of the words of an identifier in camel case.</summary>
    private static int WeightOfWords(ReadOnlySpan<char> part)
    {
        var weight = 0;
        for (var from = 0; from < part.Length;)
        {
            var to = from + 1;
            if (char.IsAsciiLetterUpper(part[from]))
            {
                while (to < part.Length && char.IsAsciiLetterUpper(part[to])
                    && !(to + 1 < part.Length && char.IsAsciiLetterLower(part[to + 1])))
                {
                    to++;
                }
            }

            while (to - from == 1 && to < part.Length && char.IsAsciiLetterLower(part[to]) && char.IsAsciiLetter(part[from])
                   || to - from > 1 && to < part.Length && char.IsAsciiLetterLower(part[to]) && char.IsAsciiLetterLower(part[to - 1]))
            {
                to++;
            }

            weight += IsWord(part[from..to]) ? (to - from) * (to - from) : 0;
            from = to;
        }

        return weight;
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        var run = 0;
        foreach (var c in text)
        {
            run = Vowels.Contains(c) ? 0 : run + 1;
            if (run > LongestConsonantRun || !char.IsAsciiLetter(c))
            {
                return false;
            }
        }

        return text.Length >= 3 && text.ContainsAny(Vowels);
    }
}
