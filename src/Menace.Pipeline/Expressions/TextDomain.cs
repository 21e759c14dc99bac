namespace Menace.Pipeline.Expressions;

/// <summary>
/// The texts for which an operator means the same in all languages. Outside of it an operator has no result, so that no program is found
/// there that behaves otherwise in its own language.
/// </summary>
internal static class TextDomain
{
    /// <summary>Longest text of a result, in characters: a search must not fill the memory.</summary>
    public const int Longest = 500;

    /// <summary>True if each code point is one character everywhere: no surrogates.</summary>
    public static bool HasPlainPositions(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    /// <summary>True if all languages sort it at the same place: by code points or by UTF-16.</summary>
    public static bool HasPlainOrder(string text) => HasPlainPositions(text);

    /// <summary>True if upper and lower case are one to one in all languages: without ß, dotless i and their like.</summary>
    public static bool HasPlainCase(string text)
    {
        foreach (var c in text)
        {
            if (c > 0x7F && !IsPlainCase(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if all languages agree on which of its characters are letters, digits and white space.</summary>
    public static bool HasPlainClasses(string text)
    {
        foreach (var c in text)
        {
            if (c is >= '\x1c' and <= '\x1f' or '\x85' or (> '\x7f' and < '\xc0') or > '\u024f')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A text as a value; none if it is too long.</summary>
    public static Value Bounded(string text) => text.Length > Longest ? Value.None : Value.Of(text);

    private static bool IsPlainCase(char c) => c is (>= '\u00C0' and <= '\u00FE' and not '\u00DF') or (>= '\u00A0' and <= '\u00BF'
        and not '\u00AA' and not '\u00B5' and not '\u00BA') or (>= '\u0100' and <= '\u017E' and not '\u0130'
        and not '\u0131' and not '\u0138'
        and not '\u0149') or (>= '\u0410' and <= '\u044F') or (>= '\u2010' and <= '\u2027') or '\u20AC';
}
