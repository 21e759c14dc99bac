using System.Text.Json;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Server.Hosting;

/// <summary>The JSON options of answers: those of <see cref="Stage4Json"/>.</summary>
internal static class ServiceJson
{
    public static JsonSerializerOptions Options => Stage4Json.Options;

    public static void Configure(JsonSerializerOptions options) => Stage4Json.Configure(options);
}
