using System.Globalization;
using System.Text.Json;
using Menace.Model.Json;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>
/// What goes with a package that was completed before it was sent: <c>{"fields": [{"bot": …, "field": …, "source": "documentation",
/// "place": …, "rule": …, "stubs": […]}], "purposes": {bot: text}, "signatures": [{"bot": …, "place": …, "texts": […]}]}</c>. The values
/// of the fields are in the package.
/// </summary>
/// <param name="Fields">Where the values of fields come from; without their values.</param>
/// <param name="Purposes">See <see cref="HandoffRecord.Purposes"/>.</param>
internal sealed record PackageCompletions(IReadOnlyList<CompletedField> Fields, IReadOnlyDictionary<string, string> Purposes)
{
    private const string FieldsMember = "fields";
    private const string PurposesMember = "purposes";
    private const string SignaturesMember = "signatures";

    /// <summary>Nothing was completed.</summary>
    public static readonly PackageCompletions None = new([], new Dictionary<string, string>());

    /// <summary>See <see cref="HandoffRecord.Signatures"/>.</summary>
    public IReadOnlyList<CompletedField> Signatures { get; init; } = [];

    /// <summary>True if nothing was completed.</summary>
    public bool IsEmpty => Fields.Count == 0 && Purposes.Count == 0 && Signatures.Count == 0;

    /// <summary>Paths of the bundles with histories that may come with the package.</summary>
    public IEnumerable<string> Histories => Fields.Select(one => BotLineage.Of(one, BotLineage.PackageFolder))
        .OfType<BotLineage>().Where(lineage => lineage.HasId).Select(lineage => lineage.Bundle).Distinct(StringComparer.Ordinal);

    /// <summary>The canonical text.</summary>
    public string Write() => CanonicalJson.Write(JsonValue.FromMembers(
    [
        KeyValuePair.Create(FieldsMember, JsonValue.FromItems([.. Fields.Select(Write)])),
        KeyValuePair.Create(PurposesMember, JsonValue.FromMembers(
            [.. Purposes.Select(purpose => KeyValuePair.Create(purpose.Key, JsonValue.FromString(purpose.Value)))])),
        .. Signatures.Count == 0 ? (KeyValuePair<string, JsonValue>[])[]
            : [KeyValuePair.Create(SignaturesMember, JsonValue.FromItems([.. Signatures.Select(WriteSignatures)]))],
    ]));

    /// <summary>Reads what <see cref="Write()"/> wrote; null if it is something else.</summary>
    public static PackageCompletions? Read(JsonElement value)
    {
        try
        {
            return new(
                [.. value.GetProperty(FieldsMember).EnumerateArray().Select(ReadField)],
                value.GetProperty(PurposesMember).EnumerateObject().ToDictionary(
                    purpose => purpose.Name, purpose => Text(purpose.Value), StringComparer.Ordinal))
            {
                Signatures = value.TryGetProperty(SignaturesMember, out var signatures)
                    ? [.. signatures.EnumerateArray().Select(ReadSignatures)] : [],
            };
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or FormatException
            or ArgumentException)
        {
            return null;
        }
    }

    private static JsonValue Write(CompletedField field) => JsonValue.FromMembers(
    [
        new("bot", field.Bot), new("field", field.Field), new("source", field.Source.Kind.ToString().ToLowerInvariant()),
        new("place", field.Source.Place), new("rule", field.Rule),
        new("confidence", JsonValue.FromNumberText(field.Confidence.ToString("0.##", CultureInfo.InvariantCulture))),
        new("stubs", JsonValue.FromItems([.. field.Stubs.Select(JsonValue.FromString)])),
        .. field.Evidence.Count == 0 ? (KeyValuePair<string, JsonValue>[])[]
            : [new("evidence", JsonValue.FromItems([.. field.Evidence.Select(JsonValue.FromString)]))],
    ]);

    private static JsonValue WriteSignatures(CompletedField field) => JsonValue.FromMembers(
        [new("bot", field.Bot), new("place", field.Source.Place), new("texts", field.Value)]);

    private static CompletedField ReadSignatures(JsonElement field) => new(
        Text(field.GetProperty("bot")), SignaturesMember,
        JsonValue.FromItems([.. field.GetProperty("texts").EnumerateArray().Select(text => JsonValue.FromString(Text(text)))]),
        new(FieldSourceKind.Documentation, Text(field.GetProperty("place"))), "", 1);

    private static CompletedField ReadField(JsonElement field) => new(
        Text(field.GetProperty("bot")), Text(field.GetProperty("field")), JsonValue.Null,
        new(Enum.Parse<FieldSourceKind>(Text(field.GetProperty("source")), ignoreCase: true), Text(field.GetProperty("place"))),
        Text(field.GetProperty("rule")), field.GetProperty("confidence").GetDouble())
    {
        Stubs = [.. field.GetProperty("stubs").EnumerateArray().Select(Text)],
        Evidence = field.TryGetProperty("evidence", out var evidence) ? [.. evidence.EnumerateArray().Select(Text)] : [],
    };

    private static string Text(JsonElement value) =>
        value.GetString() ?? throw new FormatException("A text is missing.");
}
