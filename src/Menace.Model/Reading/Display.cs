using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Text;

namespace Menace.Model.Reading;

/// <summary>Text of the file as a message shows it: on one line, and never longer than a reader wants.</summary>
internal static class Display
{
    private const int Longest = 60;

    /// <summary>
    /// <paramref name="text"/> with control characters, invisible ones and lone surrogates escaped, shortened if it is long.
    /// </summary>
    public static string Of(string text)
    {
        var shown = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (shown.Length >= Longest)
            {
                return shown.Append('…').ToString();
            }

            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                shown.Append(c).Append(text[++i]);
            }
            else if (c == '\n')
            {
                shown.Append("\\n");
            }
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' || InvisibleText.IsInvisible(text, i))
            {
                shown.Append("\\u").Append(Hex(c));
            }
            else
            {
                shown.Append(c);
            }
        }

        return shown.ToString();
    }

    /// <summary>Four hexadecimal digits.</summary>
    public static string Hex(char c) => ((int)c).ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>Describes <paramref name="node"/>: <c>the string "a"</c>, <c>an array</c>.</summary>
    public static string Of(JsonNode node) => node.Kind switch
    {
        JsonKind.String => "the string \"" + Of(node.Text) + "\"",
        JsonKind.Number => "the number " + Of(node.Text),
        JsonKind.Array => "an array",
        JsonKind.Object => "an object",
        _ => node.Text,
    };

    /// <summary><c>'a', 'b' and 'c'</c>.</summary>
    public static string List(IReadOnlyList<string> names)
    {
        var quoted = names.Select(n => "'" + Of(n) + "'").ToList();
        return quoted.Count < 2
            ? string.Concat(quoted)
            : string.Join(", ", quoted.Take(quoted.Count - 1)) + " and " + quoted[quoted.Count - 1];
    }
}
