using System.Globalization;
using System.Text;

namespace Menace.Analyzers.Catalog;

/// <summary>Texts of a task list inside C#: whatever they hold, they stay text.</summary>
internal static class CatalogText
{
    /// <summary>A string literal of one line, in ASCII.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c is '"' or '\\' ? literal.Append('\\').Append(c)
                : c is >= ' ' and <= '~' ? literal.Append(c)
                : literal.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Text of a documentation comment, on one line; what XML cannot hold becomes U+FFFD.</summary>
    public static string Xml(string text)
    {
        var xml = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogatePair(text, i))
            {
                xml.Append(c).Append(text[++i]);
                continue;
            }

            // U+FFFE and U+FFFF are not characters of XML 1.0.
            _ = c switch
            {
                '&' => xml.Append("&amp;"),
                '<' => xml.Append("&lt;"),
                '>' => xml.Append("&gt;"),
                '\n' or '\r' or '\t' or '\u0085' or '\u2028' or '\u2029' => xml.Append(' '),
                _ => xml.Append(char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE' ? '\uFFFD' : c),
            };
        }

        return xml.ToString().Trim();
    }
}
