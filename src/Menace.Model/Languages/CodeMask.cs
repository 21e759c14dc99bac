using System.Text.RegularExpressions;

namespace Menace.Model.Languages;

/// <summary>Code without its comments and the contents of its strings, which may look like code.</summary>
internal static class CodeMask
{
    /// <summary><paramref name="code"/> with blanks in their place; line breaks stay.</summary>
    public static string Of(string code, LanguageProfile language)
    {
        var masked = code.ToCharArray();
        for (var at = 0; at < code.Length;)
        {
            var end = language.EndOfHidden(code, at);
            for (var i = at; i < end; i++)
            {
                masked[i] = code[i] is '\n' or '\r' ? code[i] : ' ';
            }

            at = Math.Max(end, at + 1);
        }

        return new string(masked);
    }

    /// <summary>Returns a pattern for the relative <paramref name="path"/>.</summary>
    public static string PathPattern(string path) => @"(?:\./)?" + Regex.Escape(path);

    /// <summary>Returns a pattern for the relative <paramref name="path"/> in quotes.</summary>
    public static string QuotedPath(string path) => $"\"{PathPattern(path)}\"|'{PathPattern(path)}'";

    /// <summary>True if <paramref name="with"/> stands at <paramref name="at"/>.</summary>
    public static bool Begins(string code, int at, string with) => string.CompareOrdinal(code, at, with, 0, with.Length) == 0;

    /// <summary>Returns the place behind the next <paramref name="end"/>, or the end of the code.</summary>
    public static int Behind(string code, int from, string end) =>
        from <= code.Length && code.IndexOf(end, from, StringComparison.Ordinal) is var at and >= 0 ? at + end.Length : code.Length;

    /// <summary>Returns where the line ends.</summary>
    public static int EndOfLine(string code, int at) => code.IndexOf('\n', at) is var end and >= 0 ? end : code.Length;

    /// <summary>Returns the end of the string that begins at <paramref name="at"/>, in which a backslash escapes.</summary>
    public static int EndOfString(string code, int at, bool isMultiline)
    {
        var end = at + 1;
        while (end < code.Length && code[end] != code[at] && (isMultiline || code[end] != '\n'))
        {
            end += code[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end + 1, code.Length);
    }
}
