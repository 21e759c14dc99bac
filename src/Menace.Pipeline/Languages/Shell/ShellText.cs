using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Text as shell source; whatever it holds, it means itself. It never holds NUL, which is MENACE1006.</summary>
internal static partial class ShellText
{
    /// <summary><paramref name="value"/> in single quotes.</summary>
    public static string Quote(string value) =>
        "'" + value.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>
    /// <paramref name="value"/> on one line for bats, whose preprocessor reads tests line by line: in single quotes, or as bash's
    /// <c>$'…'</c> where it holds line breaks or other control characters.
    /// </summary>
    public static string QuoteOnOneLine(string value)
    {
        if (!value.Any(char.IsControl))
        {
            return Quote(value);
        }

        var text = new StringBuilder("$'");
        foreach (var c in value)
        {
            _ = c switch
            {
                '\'' or '\\' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                < ' ' or '\x7f' => text.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.Append('\'').ToString();
    }

    /// <summary><paramref name="text"/> as lines of comment.</summary>
    public static string Comment(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? "#" : "# " + line));

    /// <summary><paramref name="name"/> where the shell takes it for one plain word, else in single quotes.</summary>
    public static string Word(string name) => PlainWord().IsMatch(name) ? name : Quote(name);

    [GeneratedRegex("^[A-Za-z0-9_./-]+$")]
    private static partial Regex PlainWord();
}
