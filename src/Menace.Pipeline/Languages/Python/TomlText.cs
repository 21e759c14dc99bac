using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Text as TOML basic strings (TOML 1.0, "String").</summary>
internal static class TomlText
{
    /// <summary><paramref name="value"/> in double quotes.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                < ' ' or '\x7f' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>Texts as an array on one line.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Literal))}]";
}
