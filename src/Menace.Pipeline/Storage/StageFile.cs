using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Storage;

/// <summary>
/// The files between stages: the same record always gives the same bytes, and a file is either whole or not there. Code, files and other
/// long texts are in a folder beside them (<see cref="BlobFolder"/>), each once, however many records hold it.
/// </summary>
public static class StageFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

        // Values of the user's may be as deep as JsonValue lets them, inside the record.
        MaxDepth = JsonValue.MaximumDepth + 100,
        Converters = { new JsonStringEnumConverter(), new KnownLanguageConverter(), new JsonValueConverter(), new TaskPackageConverter(),
            new FileContentConverter() },
    };

    private static readonly JsonSerializerOptions Compact = new(Options) { WriteIndented = false };

    private static readonly JsonSerializerOptions Named = new(Compact) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads the record at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The file, or a blob that it names, cannot be read.</exception>
    /// <exception cref="JsonException">It is not a record of this type.</exception>
    public static T Read<T>(string path)
    {
        using var blobs = BlobFolder.Beside(path);
        blobs.Hold();
        return JsonSerializer.Deserialize<T>(BlobReferences.Expand(File.ReadAllBytes(path), blobs.Get).Span, Options)
            ?? throw new JsonException($"'{path}' holds null.");
    }

    /// <summary>
    /// The record that an earlier build left at <paramref name="path"/>; null if there is none, or one that is of another version or
    /// lacks a blob.
    /// </summary>
    public static T? ReadPrevious<T>(string path)
        where T : class
    {
        try
        {
            return File.Exists(path) ? Read<T>(path) : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    /// <summary>Writes <paramref name="record"/>, unless the file holds exactly this already.</summary>
    /// <returns>True if the file was written.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool Write<T>(string path, T record)
    {
        using var blobs = BlobFolder.Beside(path);
        var isWritten = AtomicFile.WriteIfDifferent(
            path, BlobReferences.Extract(JsonSerializer.SerializeToUtf8Bytes(record, Compact), blobs.Put).Span);
        Fault.Reached(Boundary.StageFileWritten);
        return isWritten;
    }

    /// <summary>The record in <paramref name="content"/>.</summary>
    /// <exception cref="JsonException">It is not a record of this type.</exception>
    internal static T Parse<T>(byte[] content) =>
        JsonSerializer.Deserialize<T>(content, Options) ?? throw new JsonException("It holds null.");

    /// <summary>The record as text, whole and indented: what hashes are computed from, and what the journal and Stage 4 keep.</summary>
    internal static string Text<T>(T record) => JsonSerializer.Serialize(record, Options);

    /// <summary>The record as text with the names of properties as in a task list.</summary>
    internal static string NamedText<T>(T record) => JsonSerializer.Serialize(record, Named);

    /// <summary>The record that <see cref="Text"/> wrote; null if another version did.</summary>
    internal static T? Parse<T>(string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the value of <paramref name="element"/>, independent of its document.</summary>
    internal static JsonValue ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => JsonValue.FromString(element.GetString()!),
        JsonValueKind.Number => JsonValue.FromNumberText(element.GetRawText()),
        JsonValueKind.True => JsonValue.FromBoolean(true),
        JsonValueKind.False => JsonValue.FromBoolean(false),
        JsonValueKind.Array => JsonValue.FromItems([.. element.EnumerateArray().Select(ToValue)]),
        JsonValueKind.Object =>
            JsonValue.FromMembers([.. element.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, ToValue(m.Value)))]),
        _ => JsonValue.Null,
    };

    private sealed class JsonValueConverter : JsonConverter<JsonValue>
    {
        public override bool HandleNull => true;

        public override JsonValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return ToValue(document.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, JsonValue value, JsonSerializerOptions options)
        {
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                // Not validated: that has a limit of its own, of 64 levels.
                writer.WriteRawValue(CanonicalJson.WriteInOrder(value), skipInputValidation: true);
            }
        }
    }

    /// <summary>A package is written and read by Menace.Model, so that there is one reader of the format.</summary>
    private sealed class TaskPackageConverter : JsonConverter<TaskPackage>
    {
        public override TaskPackage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            try
            {
                return TaskPackageJson.Read(document.RootElement.GetRawText());
            }
            catch (FormatException exception)
            {
                throw new JsonException(exception.Message, exception);
            }
        }

        public override void Write(Utf8JsonWriter writer, TaskPackage value, JsonSerializerOptions options) =>
            writer.WriteRawValue(TaskPackageJson.Write(value), skipInputValidation: true);
    }
}
