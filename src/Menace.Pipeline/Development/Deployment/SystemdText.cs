using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>Text in a unit file (systemd.syntax(7)); whatever it holds, it means itself.</summary>
internal static partial class SystemdText
{
    /// <summary>A word of a command line: quoted, without specifiers (<c>%</c>) and variables (<c>$</c>).</summary>
    public static string Word(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '%' => text.Append("%%"),
                '$' => text.Append("$$"),
                '\0' => text.Append('\uFFFD'),
                < ' ' or '\x7f' => text.Append("\\x").Append(((int)c).ToString("x2", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>Text for people on one line. A backslash at its end would join the next line, so something else must be there.</summary>
    public static string Description(string value) =>
        string.Concat(value.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? " " : c == '%' ? "%%" : c.ToString()));

    /// <summary>True for a name that cannot be anything else than a time zone in a calendar event.</summary>
    public static bool IsTimeZone(string name) => ZoneName().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9_+/-]+\z")]
    private static partial Regex ZoneName();
}
