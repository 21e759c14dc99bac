using System.Globalization;
using System.Text;

namespace Menace.Model.Json;

/// <summary>
/// One text for one value, so that equal values hash equally: members sorted by ordinal key, no white space, only the escapes
/// that JSON requires plus lone surrogates and U+2028/2029 as <c>\uXXXX</c>. Numbers stay as written.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class CanonicalJson
{
    /// <summary>The canonical text of <paramref name="value"/>.</summary>
    public static string Write(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, sort: true);
        return text.ToString();
    }

    /// <summary>The text of <paramref name="value"/> with members in their own order.</summary>
    public static string WriteInOrder(JsonValue value)
    {
        var text = new StringBuilder();
        Write(text, value, sort: false);
        return text.ToString();
    }

    /// <summary><paramref name="value"/> as a quoted JSON string.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        WriteString(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonValue value, bool sort)
    {
        switch (value.Kind)
        {
            case JsonKind.String:
                WriteString(text, value.Text);
                break;
            case JsonKind.Array:
                text.Append('[');
                for (var i = 0; i < value.Items.Count; i++)
                {
                    if (i > 0)
                    {
                        text.Append(',');
                    }

                    Write(text, value.Items[i], sort);
                }

                text.Append(']');
                break;
            case JsonKind.Object:
                text.Append('{');
                var first = true;
                IEnumerable<KeyValuePair<string, JsonValue>> members = value.Members;
                foreach (var member in sort ? members.OrderBy(m => m.Key, StringComparer.Ordinal) : members)
                {
                    if (!first)
                    {
                        text.Append(',');
                    }

                    first = false;
                    WriteString(text, member.Key);
                    text.Append(':');
                    Write(text, member.Value, sort);
                }

                text.Append('}');
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                case '\b': text.Append("\\b"); break;
                case '\f': text.Append("\\f"); break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
                    {
                        text.Append(c).Append(value[++i]);
                    }
                    else if (c < ' ' || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                    {
                        text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        text.Append(c);
                    }

                    break;
            }
        }

        text.Append('"');
    }
}
