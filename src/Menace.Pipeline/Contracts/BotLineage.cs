using System.Text.Json.Serialization;

namespace Menace.Pipeline.Contracts;

/// <summary>The bot whose history the repository of another one begins with (docs/planner.md).</summary>
/// <param name="Name">Name of the original.</param>
/// <param name="Kind">How the original is used.</param>
/// <param name="Commit">Id of the original's commit, 40 hexadecimal digits.</param>
/// <param name="Bundle">
/// Path of a git bundle that holds the commit with its history, relative to <see cref="BotDevConfig.SourceDirectory"/>, with <c>/</c>.
/// </param>
public sealed record BotLineage(string Name, LineageKind Kind, string Commit, string Bundle);

/// <summary>How a bot uses the one that it comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LineageKind>))]
public enum LineageKind
{
    /// <summary>The original does all of the task.</summary>
    Reuse,

    /// <summary>The original does a part of the task.</summary>
    Fork,
}
