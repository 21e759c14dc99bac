using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Text as TOML basic strings (TOML 1.0, "String").</summary>
internal static class TomlText
{
    /// <summary><paramref name="value"/> in double quotes; a lone surrogate, which TOML cannot hold, becomes U+FFFD.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                < ' ' or 0x7f => text.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(rune.ToString()),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>Texts as an array on one line.</summary>
    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Literal))}]";
}
