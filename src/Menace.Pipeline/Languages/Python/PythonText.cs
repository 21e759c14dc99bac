using System.Globalization;
using System.Text;
using Menace.Model.Json;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Text and values as Python source; whatever they hold, they mean themselves.</summary>
internal static class PythonText
{
    private const char Quote = '"';

    /// <summary><paramref name="value"/> as a string literal in double quotes.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder().Append(Quote);
        for (var i = 0; i < value.Length; i++)
        {
            Append(text, value, ref i, keepNewLines: false);
        }

        return text.Append(Quote).ToString();
    }

    /// <summary>The JSON value <paramref name="value"/> as a Python expression.</summary>
    public static string Literal(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => "None",
        JsonKind.Boolean => value.Text == "true" ? "True" : "False",
        JsonKind.String => Literal(value.Text),
        JsonKind.Array => $"[{string.Join(", ", value.Items.Select(Literal))}]",
        JsonKind.Object => $"{{{string.Join(", ", value.Members.Select(m => $"{Literal(m.Key)}: {Literal(m.Value)}"))}}}",
        _ => value.Text,
    };

    /// <summary>Names as a list literal.</summary>
    public static string List(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(Literal))}]";

    /// <summary>
    /// <paramref name="text"/> as a docstring indented by <paramref name="indent"/>: over several lines where
    /// <c>inspect.getdoc</c> gives exactly the text back, else with its line breaks as escapes.
    /// </summary>
    public static string Docstring(string text, string indent)
    {
        var survives = IsPlainParagraph(text);
        var quoted = new StringBuilder("\"\"\"");
        for (var i = 0; i < text.Length; i++)
        {
            // Only where it matters is a quotation mark escaped: at the end, and as the third of three.
            if (text[i] == Quote && i + 1 < text.Length && !(i >= 2 && text[i - 1] == Quote && text[i - 2] == Quote))
            {
                quoted.Append(Quote);
            }
            else
            {
                Append(quoted, text, ref i, survives);
                if (survives && text[i] == '\n' && text[i + 1] != '\n')
                {
                    quoted.Append(indent);
                }
            }
        }

        return quoted.Append(survives ? "\n" + indent : "").Append("\"\"\"").ToString();
    }

    /// <summary>
    /// True for several lines that lose nothing when a docstring is indented and <c>inspect.cleandoc</c> takes the indent away.
    /// </summary>
    private static bool IsPlainParagraph(string text)
    {
        var lines = text.Split('\n');
        return lines.Length > 1 && lines[0].Length > 0 && lines[^1].Length > 0
            && !char.IsWhiteSpace(lines[0][0])
            && lines[1..].Any(line => line.Length > 0 && !char.IsWhiteSpace(line[0]))
            && lines.All(line => line.TrimEnd().Length == line.Length
                && line.All(c => c == ' ' || (IsPrintable(c) && !char.IsWhiteSpace(c))));
    }

    private static void Append(StringBuilder text, string value, ref int i, bool keepNewLines)
    {
        var c = value[i];
        switch (c)
        {
            case Quote: text.Append("\\\""); break;
            case '\\': text.Append("\\\\"); break;
            case '\n': text.Append(keepNewLines ? "\n" : "\\n"); break;
            case '\r': text.Append("\\r"); break;
            case '\t': text.Append("\\t"); break;
            default:
                if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                {
                    text.Append(c).Append(value[++i]);
                }
                else if (IsPrintable(c))
                {
                    text.Append(c);
                }
                else
                {
                    text.Append(c <= 0xff ? "\\x" : "\\u").Append(((int)c).ToString(c <= 0xff ? "x2" : "x4", CultureInfo.InvariantCulture));
                }

                break;
        }
    }

    /// <summary>False for what a reader would not see: control and format characters, line separators, lone surrogates.</summary>
    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
