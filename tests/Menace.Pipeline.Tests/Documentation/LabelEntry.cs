using System.Text.Json;
using System.Text.Json.Nodes;
using Menace.Model.Checks;
using Menace.Model.Json;
using Menace.Model.Tasks;
using JsonValue = Menace.Model.Json.JsonValue;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Tests.Documentation;

/// <summary>How the answer of the reader compares with a label.</summary>
public enum LabelResult
{
    /// <summary>The same value.</summary>
    Right,

    /// <summary>Another value, or one where there is none.</summary>
    Wrong,

    /// <summary>None where there is one.</summary>
    Missing,

    /// <summary>None where there is none.</summary>
    Silent,
}

/// <summary>An entry of the labelled set for completion.</summary>
internal sealed record LabelEntry(string Id, string Page, string Task, IReadOnlyList<string> Others, string Field, JsonNode? Value,
    bool HeldOut, JsonObject Whole, string Folder)
{
    /// <summary>Reads the entries of a folder of pages below <c>tests/Corpora/completion</c>.</summary>
    public static IReadOnlyList<LabelEntry> ReadAll(string pages)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests", "Corpora", "completion", pages);
        return [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "fields.json")))!.AsArray().Select(entry => entry!.AsObject())
            .Select(entry => new LabelEntry((string)entry["id"]!, (string)entry["page"]!, (string)entry["task"]!["name"]!,
                [.. entry["others"]!.AsArray().Select(other => (string)other!)], (string)entry["field"]!, entry["value"],
                (bool?)entry["heldOut"] ?? false, entry, folder))];
    }

    /// <summary>Compares the answer of the reader, read from the page alone, with the label.</summary>
    /// <param name="found">The answer.</param>
    /// <param name="confidence">How sure the reader is of it.</param>
    public LabelResult Judge(out string found, out double confidence)
    {
        var page = new DocumentationPage("docs/" + Page, File.ReadAllText(Path.Combine(Folder, Page)));
        var fields = DocumentationReader.Read([page], [Task, .. Others], CancellationToken.None).Fields.Where(field =>
            field.Bot == Task).ToList();
        var name = Field switch
        {
            "functions" => "signatures",
            "licence" => "metadata.license",
            "schedule" or "dependencies" or "resources" => Field,
            _ =>
                "metadata." + Field,
        };
        var answer = fields.Find(field => field.Field == name);
        var value = answer?.Value;
        confidence = answer?.Confidence ?? 0;
        found = value is null ? "" : CanonicalJson.WriteInOrder(value);
        var isNone = Value is null || (Value is JsonArray { Count: 0 });
        return value is null ? (isNone ? LabelResult.Silent : LabelResult.Missing)
            : !isNone && IsSame(value) ? LabelResult.Right : LabelResult.Wrong;
    }

    private bool IsSame(JsonValue value) => Field switch
    {
        "schedule" => IsSameSchedule(value),
        "dependencies" => Texts(value).Order(StringComparer.Ordinal).SequenceEqual(Labels().Order(StringComparer.Ordinal)),
        "packages" => Texts(value).Select(Lower).Order(StringComparer.Ordinal).SequenceEqual(Labels()
            .Select(Lower).Order(StringComparer.Ordinal)),
        "functions" => Texts(value).SequenceEqual(Labels()),
        "resources" => Amounts(value).SequenceEqual(Amounts(Parse(Value!))),
        "examples" => value.Equals(JsonValue.FromItems([.. Value!.AsArray().Select(example => Example(example!.AsObject()))])),
        _ => value.Text == (string?)Value,
    };

    private bool IsSameSchedule(JsonValue value)
    {
        var (cron, zone) = value.Kind == JsonKind.String ? (value.Text, null) : (value["cron"]!.Text, value["timeZone"]?.Text);
        return CronParser.Parse(cron, out _) == CronParser.Parse((string)Value!, out _) && zone == (string?)Whole["timezone"];
    }

    private IEnumerable<string> Labels() => Value!.AsArray().Select(item => (string)item!);

    private static IEnumerable<string> Texts(JsonValue value) => value.Items.Select(item => item.Text);

    private static string Lower(string text) => text.ToLowerInvariant();

    private static IEnumerable<string> Amounts(JsonValue value) => value.Members.OrderBy(member => member.Key, StringComparer.Ordinal)
        .Select(member =>
        member.Key + " " + (member.Key switch
        {
            "memory" => Quantities.TryReadMemory(member.Value, out var bytes) ? bytes : -1,
            "timeout" => Quantities.TryReadTimeout(member.Value, out var time) ? (decimal)time.TotalSeconds : -1,
            _ => Quantities.TryReadCores(member.Value, out var cores) ? cores : -1,
        }));

    /// <summary>The label's call and result in the form of tasks.json. Its literals are the reader's own: JSON, or Python's.</summary>
    private static JsonValue Example(JsonObject example)
    {
        var call = (string)example["call"]!;
        var bracket = call.IndexOf('(', StringComparison.Ordinal);
        List<KeyValuePair<string, JsonValue>> members = [new("function", call[..bracket].Split('.')[^1])];
        var arguments = Literals.Arguments(call[(bracket + 1)..^1]);
        members.Add(new("args", arguments is { Count: 0 } ? JsonValue.Null
            : JsonValue.FromItems(arguments ?? [JsonValue.FromString("unknown")])));
        if (members[^1].Value.Kind == JsonKind.Null)
        {
            members.RemoveAt(1);
        }

        members.Add(example["raises"] is { } raises ? new("raises", (string)raises!)
            : new("returns", Literals.Read((string)example["result"]!) ?? JsonValue.FromString("unknown " + (string)example["result"]!)));
        return JsonValue.FromMembers(members);
    }

    private static JsonValue Parse(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => JsonValue.FromMembers([.. node.AsObject().Select(member => KeyValuePair.Create(member.Key,
            Parse(member.Value!)))]),
        JsonValueKind.Number => JsonValue.FromNumberText(node.ToJsonString()),
        _ => JsonValue.FromString((string)node!),
    };
}
