using Menace.Model.Languages;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>The types that fields of a task have.</summary>
internal static class FieldTypes
{
    public static readonly FieldType<string?> Text = new(ReadText, WriteText, "");

    /// <summary>Text that is never null; written also where it is empty.</summary>
    public static readonly FieldType<string> RequiredText = new(ReadText, text => text, "");

    public static readonly FieldType<IReadOnlyList<string>> Texts =
        new((shape, node, path) => shape.Strings(node, path), WriteTexts, JsonValue.FromItems([]));

    /// <summary>Names of variables: what stands there in place of a name may be a secret.</summary>
    public static readonly FieldType<IReadOnlyList<string>> Variables =
        new((shape, node, path) => shape.Strings(node, path, isHidden: true), WriteTexts, JsonValue.FromItems([]));

    /// <summary>A path, with '/' as separator.</summary>
    public static readonly FieldType<string?> Path = new((shape, node, path) => shape.Path(node, path), WriteText, "");

    /// <summary>One path or several.</summary>
    public static readonly FieldType<IReadOnlyList<string>> Paths = new(ReadPaths, WriteTexts, JsonValue.FromItems([]));

    public static readonly FieldType<BotLanguage?> Language =
        new((shape, node, path) => BotLanguages.Parse(shape.String(node, path)), language => WriteText(language?.ToName()), "");

    public static readonly FieldType<TidyMode?> Tidy = new(ReadTidy, mode => WriteText(mode?.ToString().ToLowerInvariant()), "");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static readonly FieldType<bool?> Flag = new(ReadFlag, flag => flag is { } value ? JsonValue.FromBoolean(value) : null, "");

    /// <summary><c>true</c> names every function, as <see cref="TaskMetadata.AllFunctions"/>.</summary>
    public static readonly FieldType<IReadOnlyList<string>> Smoke = new(
        ReadSmoke, names => names is [TaskMetadata.AllFunctions] ? JsonValue.FromBoolean(true) : WriteTexts(names),
        JsonValue.FromItems([]));

    /// <summary>A number, or a text with a number and its unit.</summary>
    public static readonly FieldType<JsonValue?> Quantity = new(ReadQuantity, value => value, "");

    /// <summary>Values of any type, by name.</summary>
    public static readonly FieldType<IReadOnlyDictionary<string, JsonValue>> Values =
        new(ReadValues, values => values.Count > 0 ? JsonValue.FromMembers([.. values]) : null, JsonValue.FromMembers([]));

    /// <summary>Paths by path, with '/' as separator.</summary>
    public static readonly FieldType<IReadOnlyDictionary<string, string>> Files = new(ReadFiles, WriteMap, JsonValue.FromMembers([]));

    /// <summary>Texts by name; <paramref name="values"/> is how messages call them.</summary>
    public static FieldType<IReadOnlyDictionary<string, string>> TextsOf(string values) =>
        new((shape, node, path) => shape.StringMap(node, path, values), WriteMap, JsonValue.FromMembers([]));

    /// <summary>Both; where both have a key, the value of <paramref name="own"/>.</summary>
    public static IReadOnlyDictionary<string, JsonValue> Merge(
        IReadOnlyDictionary<string, JsonValue> own, IReadOnlyDictionary<string, JsonValue> defaults)
    {
        var merged = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var pair in defaults.Concat(own))
        {
            merged[pair.Key] = pair.Value;
        }

        return merged;
    }

    private static string? ReadText(ShapeReader shape, JsonNode node, string path) => shape.String(node, path);

    private static JsonValue? WriteText(string? text) => text is null ? null : JsonValue.FromString(text);

    private static JsonValue? WriteTexts(IReadOnlyList<string> texts) =>
        texts.Count > 0 ? JsonValue.FromItems([.. texts.Select(JsonValue.FromString)]) : null;

    private static JsonValue? WriteMap(IReadOnlyDictionary<string, string> map) =>
        map.Count > 0 ? JsonValue.FromMembers([.. map.Select(pair => new KeyValuePair<string, JsonValue>(pair.Key, pair.Value))]) : null;

    private static List<string>? ReadPaths(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind is JsonKind.String)
        {
            return [shape.Path(node, path)!];
        }

        if (node.Kind is JsonKind.Array)
        {
            return shape.Strings(node, path)?.Select(p => p.Replace('\\', '/')).ToList();
        }

        shape.WrongType(node, path, "a path or an array of paths");
        return null;
    }

    private static bool? ReadFlag(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind == JsonKind.Boolean)
        {
            return node.ToValue().Text == "true";
        }

        shape.WrongType(node, path, "true or false");
        return null;
    }

    private static JsonValue? ReadQuantity(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind is JsonKind.Number or JsonKind.String)
        {
            return node.ToValue();
        }

        shape.WrongType(node, path, "a number of seconds, or a string such as \"30s\"");
        return null;
    }

    private static TidyMode? ReadTidy(ShapeReader shape, JsonNode node, string path)
    {
        TidyMode? mode = node.Kind != JsonKind.String ? null : node.Text switch
        {
            "off" => TidyMode.Off,
            "suggest" => TidyMode.Suggest,
            "apply" => TidyMode.Apply,
            _ => null,
        };
        if (mode is null)
        {
            shape.WrongType(node, path, "\"off\", \"suggest\" or \"apply\"");
        }

        return mode;
    }

    private static IReadOnlyList<string>? ReadSmoke(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind == JsonKind.Boolean)
        {
            return node.ToValue().Text == "true" ? [TaskMetadata.AllFunctions] : [];
        }

        if (node.Kind == JsonKind.Array)
        {
            return shape.Strings(node, path);
        }

        shape.WrongType(node, path, "true, false or an array of functions");
        return null;
    }

    private static Dictionary<string, JsonValue>? ReadValues(ShapeReader shape, JsonNode node, string path)
    {
        if (node.Kind != JsonKind.Object)
        {
            shape.WrongType(node, path, "an object such as { \"memory\": \"256Mi\" }");
            return null;
        }

        var values = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            values[member.Name] = member.Value.ToValue();
        }

        return values;
    }

    private static Dictionary<string, string>? ReadFiles(ShapeReader shape, JsonNode node, string path)
    {
        var files = shape.StringMap(node, path, "paths in the repository to paths beside tasks.json");
        if (files is null)
        {
            return null;
        }

        var normal = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            normal[file.Key.Replace('\\', '/')] = file.Value.Replace('\\', '/');
        }

        return normal;
    }
}
