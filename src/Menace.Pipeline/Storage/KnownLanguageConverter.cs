using System.Text.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Storage;

/// <summary>A language in stage files: one of the table.</summary>
internal sealed class KnownLanguageConverter : BotLanguageConverter
{
    /// <inheritdoc/>
    public override BotLanguage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BotLanguages.Parse(base.Read(ref reader, typeToConvert, options).Name)
        ?? throw new JsonException($"A language is one of {string.Join(", ", BotLanguages.Names)}.");
}
