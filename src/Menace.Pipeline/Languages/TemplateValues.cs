using System.Globalization;
using Menace.Model.Json;
using Scriban.Runtime;

namespace Menace.Pipeline.Languages;

/// <summary>Values of the task list as templates see them.</summary>
internal static class TemplateValues
{
    /// <summary>The value, as a template sees it.</summary>
    public static object? Of(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => null,
        JsonKind.Boolean => value.Text == "true",
        JsonKind.String => value.Text,
        JsonKind.Array => new ScriptArray(value.Items.Select(Of)),
        JsonKind.Object => Members(value.Members),
        _ => long.TryParse(value.Text, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : double.Parse(value.Text, CultureInfo.InvariantCulture),
    };

    /// <summary>The object with <paramref name="members"/>.</summary>
    public static ScriptObject Members(IEnumerable<KeyValuePair<string, JsonValue>> members)
    {
        var result = new ScriptObject();
        foreach (var (name, value) in members)
        {
            result[name] = Of(value);
        }

        return result;
    }
}
