using System.Globalization;
using Menace.Model.Json;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Research;

/// <summary>A finding as JSON: in the memory, in the outbox and at Stage 3.</summary>
internal static class FindingJson
{
    /// <summary>The finding; the names are those of the older program where they mean the same.</summary>
    public static JsonValue Write(ResearchFinding finding) => KnowledgeJson.Object(
        ("id", finding.Id), ("topic", finding.Topic), ("title", finding.Title), ("content", finding.Text), ("summary", finding.Summary),
        ("task", finding.Task), ("source", finding.Source), ("source_url", finding.Place), ("bot", KnowledgeJson.TextOrNull(finding.Bot)),
        ("field", KnowledgeJson.TextOrNull(finding.Field)), ("value", finding.Value), ("data_depth", finding.Depth),
        ("references", KnowledgeJson.Texts(finding.References)), ("corroboration_count", finding.Corroborations));

    /// <summary>The finding of <paramref name="json"/>.</summary>
    /// <exception cref="FormatException">It holds none.</exception>
    public static ResearchFinding Read(JsonValue json) => new(json.Text("source"), json.Text("source_url"), json.Text("content"))
    {
        Title = json.Text("title"),
        Topic = json.Text("topic"),
        Task = json.Text("task"),
        Summary = json.Text("summary"),
        Bot = json.Text("bot"),
        Field = json.Text("field"),
        Value = json["value"],
        Depth = Number(json, "data_depth"),
        References = json.TextList("references"),
        Corroborations = (int)Number(json, "corroboration_count"),
    };

    private static double Number(JsonValue json, string name) =>
        double.TryParse(json[name]?.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw new FormatException($"'{name}' is not a number");
}
