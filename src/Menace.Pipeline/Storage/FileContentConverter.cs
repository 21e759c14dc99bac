using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Storage;

/// <summary>
/// A text file is its text; any other file is an object with its bytes as <c>base64</c> (or <c>text</c>), and <c>executable</c> where it
/// is. The bytes that are read are those that were written.
/// </summary>
internal sealed class FileContentConverter : JsonConverter<FileContent>
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override FileContent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return FileContent.FromText(reader.GetString()!);
        }

        byte[]? bytes = null;
        var isExecutable = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "text": bytes = Strict.GetBytes(reader.GetString()!); break;
                case "base64": bytes = reader.GetBytesFromBase64(); break;
                case "executable": isExecutable = reader.GetBoolean(); break;
                default: reader.Skip(); break;
            }
        }

        return new FileContent(bytes ?? throw new JsonException("A file has neither text nor base64."), isExecutable);
    }

    public override void Write(Utf8JsonWriter writer, FileContent value, JsonSerializerOptions options)
    {
        var isText = IsText(value.Bytes.Span);
        if (isText && !value.IsExecutable)
        {
            writer.WriteStringValue(value.Bytes.Span);
            return;
        }

        writer.WriteStartObject();
        if (isText)
        {
            writer.WriteString("text", value.Bytes.Span);
        }
        else
        {
            writer.WriteBase64String("base64", value.Bytes.Span);
        }

        if (value.IsExecutable)
        {
            writer.WriteBoolean("executable", true);
        }

        writer.WriteEndObject();
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
