using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Development.Deployment;

/// <summary>Text as a YAML scalar in double quotes, in ASCII on one line: the same for readers of YAML 1.1 and 1.2.</summary>
internal static class YamlText
{
    /// <summary><paramref name="value"/> in double quotes; a lone surrogate, which no YAML stream can hold, becomes U+FFFD.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                >= ' ' and < 0x7F => text.Append((char)rune.Value),
                > 0xFFFF => text.Append("\\U").Append(rune.Value.ToString("x8", CultureInfo.InvariantCulture)),
                _ => text.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary><paramref name="text"/> with every line but empty ones moved right.</summary>
    public static string Indent(string text, int spaces) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select(line => new string(' ', spaces) + line + "\n"));
}
