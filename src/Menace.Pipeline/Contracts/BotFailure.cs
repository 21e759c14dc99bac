using System.Text.Json.Serialization;

namespace Menace.Pipeline.Contracts;

/// <summary>A bot that did not get through a stage. Later stages leave it out and fail what depends on it.</summary>
/// <param name="Bot">Its name.</param>
/// <param name="Code">The code of the first error about it.</param>
public sealed record BotFailure(string Bot, string Code)
{
    /// <summary>
    /// Gets the fields that nothing gave, as tasks.json names them: <c>metadata.purpose</c>. No file holds them.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<string> Missing { get; init; } = [];
}
