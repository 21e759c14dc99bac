using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Storage;

/// <summary>A language as its name in stage files: <c>"Python"</c>.</summary>
internal sealed class BotLanguageConverter : JsonConverter<BotLanguage>
{
    /// <inheritdoc/>
    public override BotLanguage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BotLanguages.Parse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null)
        ?? throw new JsonException($"A language is one of {string.Join(", ", BotLanguages.Names)}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, BotLanguage value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Name);
}
