using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>
/// How the records of this folder are JSON: camelCase members, enumerations in snake_case, nothing that is null. Client and server write
/// and read
/// them here. Members that a version does not know are ignored, so that versions understand each other.
/// </summary>
internal static class Stage4Json
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static void Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    public static string Write<T>(T record) => JsonSerializer.Serialize(record, Options);

    /// <summary>The record in <paramref name="text"/>.</summary>
    /// <exception cref="JsonException">It is not a record of this type.</exception>
    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("It is null.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }
}
