using System.Text.Encodings.Web;
using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental.Decisions;

namespace Menace.Pipeline.Reporting.Explanations;

/// <summary>An explanation for programs; docs/explain.md describes the properties.</summary>
internal static class ExplanationJson
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <paramref name="explanation"/>.</summary>
    public static void Write(Stream output, BuildExplanation explanation)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        Write(json, "last", explanation.Last);
        Write(json, "next", explanation.Next);
        json.WriteStartArray("notes");
        foreach (var note in explanation.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, string name, ExplainedBuild? build)
    {
        if (build is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteStartArray("stages");
        foreach (var stage in build.Stages)
        {
            json.WriteStartObject();
            json.WriteString("stage", stage.Stage.ToWord());
            Write(json, stage.Changes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("repositories");
        foreach (var bot in build.Bots)
        {
            json.WriteStartObject();
            json.WriteString("name", bot.Name);
            json.WriteStartArray("stages");
            foreach (var step in bot.Steps)
            {
                json.WriteStartObject();
                json.WriteString("stage", step.Stage.ToWord());
                json.WriteString("action", step.Action);
                json.WriteString("reason", step.Because);
                Write(json, step.Changes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<IngredientChange> changes)
    {
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("ingredient", change.Ingredient);
            json.WriteString("change", change.IsStatement ? "other" : change.Word);
            json.WriteString("before", change.IsPrivate ? null : change.Before);
            json.WriteString("after", change.IsPrivate ? null : change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
