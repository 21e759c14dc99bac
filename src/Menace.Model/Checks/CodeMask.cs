using Menace.Model.Tasks;

namespace Menace.Model.Checks;

/// <summary>Code without its comments and the contents of its strings, which may look like code.</summary>
internal static class CodeMask
{
    /// <summary><paramref name="code"/> with blanks in their place; line breaks stay. A here-document of the shell is not known as one.</summary>
    public static string Of(string code, BotLanguage language)
    {
        var masked = code.ToCharArray();
        for (var at = 0; at < code.Length;)
        {
            var end = EndOfHidden(code, at, language);
            for (var i = at; i < end; i++)
            {
                masked[i] = code[i] is '\n' or '\r' ? code[i] : ' ';
            }

            at = Math.Max(end, at + 1);
        }

        return new string(masked);
    }

    /// <summary>Where the comment or string that begins at <paramref name="at"/> ends; the same place where none begins.</summary>
    private static int EndOfHidden(string code, int at, BotLanguage language)
    {
        var c = code[at];
        if (language == BotLanguage.CSharp)
        {
            return Begins(code, at, "//") ? EndOfLine(code, at)
                : Begins(code, at, "/*") ? Behind(code, at + 2, "*/")
                : Begins(code, at, "\"\"\"") ? EndOfRawString(code, at)
                : c == '"' && at > 0 && (code[at - 1] == '@' || (code[at - 1] == '$' && at > 1 && code[at - 2] == '@')) ? EndOfVerbatimString(code, at)
                : c is '"' or '\'' ? EndOfString(code, at, isMultiline: false)
                : at;
        }

        if (c == '#' && (language == BotLanguage.Python || at == 0 || code[at - 1] is ' ' or '\t' or '\n' or '\r' or ';'))
        {
            return EndOfLine(code, at);
        }

        if (language == BotLanguage.Shell)
        {
            return c == '\\' ? Math.Min(at + 2, code.Length)
                : c == '"' ? EndOfString(code, at, isMultiline: true)
                : c == '\'' ? Behind(code, at + 1, "'")
                : at;
        }

        return Begins(code, at, "\"\"\"") ? Behind(code, at + 3, "\"\"\"")
            : Begins(code, at, "'''") ? Behind(code, at + 3, "'''")
            : c is '"' or '\'' ? EndOfString(code, at, isMultiline: false)
            : at;
    }

    private static bool Begins(string code, int at, string with) => string.CompareOrdinal(code, at, with, 0, with.Length) == 0;

    private static int Behind(string code, int from, string end) =>
        from <= code.Length && code.IndexOf(end, from, StringComparison.Ordinal) is var at and >= 0 ? at + end.Length : code.Length;

    private static int EndOfLine(string code, int at) => code.IndexOf('\n', at) is var end and >= 0 ? end : code.Length;

    private static int EndOfString(string code, int at, bool isMultiline)
    {
        var end = at + 1;
        while (end < code.Length && code[end] != code[at] && (isMultiline || code[end] != '\n'))
        {
            end += code[end] == '\\' ? 2 : 1;
        }

        return Math.Min(end + 1, code.Length);
    }

    private static int EndOfVerbatimString(string code, int at)
    {
        var end = at + 1;
        while (end < code.Length && (code[end] != '"' || (end + 1 < code.Length && code[end + 1] == '"')))
        {
            end += code[end] == '"' ? 2 : 1;
        }

        return Math.Min(end + 1, code.Length);
    }

    private static int EndOfRawString(string code, int at)
    {
        var quotes = 0;
        while (at + quotes < code.Length && code[at + quotes] == '"')
        {
            quotes++;
        }

        return Behind(code, at + quotes, new string('"', quotes));
    }
}
