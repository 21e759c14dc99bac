using System.Buffers;

namespace Menace.Pipeline.Contracts;

/// <summary>Lines of PEM blocks (RFC 7468), also if a test framework has indented, marked or quoted them.</summary>
internal static class PemText
{
    /// <summary>The text of every boundary line.</summary>
    public const string Dashes = "-----";

    /// <summary>A pattern of the words between BEGIN and the dashes.</summary>
    public const string Label = "[A-Z0-9 ]+";

    private static readonly SearchValues<char> Base64 = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    private static readonly string[] Headers = ["Proc-Type:", "DEK-Info:", "Version:", "Comment:"];

    /// <summary>True if a block begins on <paramref name="line"/>; <paramref name="before"/> is what precedes it.</summary>
    public static bool BeforeBegin(string line, out string before)
    {
        var start = Boundary(line, "-----BEGIN ", out _);
        before = start < 0 ? line : line[..start];
        return start >= 0;
    }

    /// <summary>True if a block ends on <paramref name="line"/>; <paramref name="rest"/> is what follows it.</summary>
    public static bool AfterEnd(string line, out string rest)
    {
        var isEnd = Boundary(line, "-----END ", out var after) >= 0;
        rest = isEnd ? line[after..] : line;
        return isEnd;
    }

    /// <summary>True for a line that can stand inside a block: blank, a header, or base64 in groups of four as its last word.</summary>
    public static bool IsBody(string line)
    {
        var text = line.AsSpan().Trim();
        if (text.IsEmpty || Headers.Any(header => line.Contains(header, StringComparison.Ordinal)))
        {
            return true;
        }

        var word = text[(text.LastIndexOfAny(' ', '\t') + 1)..].Trim("\"',;()");
        word = (word.EndsWith(@"\n", StringComparison.Ordinal) ? word[..^2] : word).TrimEnd("\\r");

        // The checksum of an armoured OpenPGP block is five characters.
        var isChecksum = word.Length == 5 && word[0] == '=';
        return (word.Length % 4 == 0 || isChecksum) && word.Length > 0 && !word.ContainsAnyExcept(Base64);
    }

    private static int Boundary(string line, string opening, out int after)
    {
        var start = line.IndexOf(opening, StringComparison.Ordinal);
        var close = start < 0 ? -1 : line.IndexOf(Dashes, start + opening.Length, StringComparison.Ordinal);
        after = close + Dashes.Length;
        return close < 0 ? -1 : start;
    }
}
