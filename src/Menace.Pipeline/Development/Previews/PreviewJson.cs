using System.Text.Encodings.Web;
using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Development.Previews;

/// <summary>A preview for programs; docs/preview.md describes the properties.</summary>
internal static class PreviewJson
{
    private const int Version = 1;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes <paramref name="preview"/>.</summary>
    public static void Write(Stream output, BuildPreview preview)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        if (preview.Upgrade is { } upgrade)
        {
            json.WriteStartObject("upgrade");
            json.WriteString("before", upgrade.Before);
            json.WriteString("now", upgrade.Now);
            json.WriteEndObject();
        }

        Array(json, "repositories", preview.Repositories, Write);
        Array(json, "notes", preview.Notes, (writer, note) => writer.WriteStringValue(note));
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, PreviewedRepository repository)
    {
        json.WriteStartObject();
        json.WriteString("name", repository.Name);
        json.WriteString("path", repository.Path);
        json.WriteString("action", repository.Action.ToWord());
        json.WriteString("reason", repository.Reason);
        json.WriteBoolean("is_red", repository.IsRed);
        Array(json, "findings", repository.Findings, (writer, finding) =>
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Rule.Id);
            writer.WriteString("severity", finding.Rule.Severity.ToWord());
            writer.WriteString("message", finding.Message);
            writer.WriteEndObject();
        });
        Array(json, "conflicts", repository.Conflicts, Write);
        Array(json, "files", repository.Changes, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, MergeConflict conflict)
    {
        json.WriteStartObject();
        json.WriteString("path", conflict.Path);
        json.WriteNumber("line", conflict.Line);
        json.WriteString("what", conflict.What);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, FileDifference file)
    {
        json.WriteStartObject();
        json.WriteString("path", file.Path);
        json.WriteString("change", file.Before is null ? "added" : file.After is null ? "deleted" : "modified");
        json.WriteString("old_mode", file.Before?.Mode);
        json.WriteString("new_mode", file.After?.Mode);
        json.WriteString("old_id", file.Before?.Id);
        json.WriteString("new_id", file.After?.Id);
        json.WriteBoolean("binary", file.Before is { IsBinary: true } || file.After is { IsBinary: true });
        json.WriteString("diff", GitPatch.TextOf(file));
        json.WriteEndObject();
    }

    private static void Array<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }
}
