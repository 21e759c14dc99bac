#if NET
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Menace.Model.Tasks;

/// <summary>A language as its name in JSON: <c>"Python"</c>.</summary>
internal class BotLanguageConverter : JsonConverter<BotLanguage>
{
    /// <inheritdoc/>
    public override BotLanguage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } name
            ? new(name) : throw new JsonException("A language is a string, for example \"Python\".");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BotLanguage value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
#endif
