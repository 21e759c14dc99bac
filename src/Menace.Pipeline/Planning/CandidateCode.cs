using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Planning;

/// <summary>The code of a candidate, read and not run.</summary>
/// <param name="Bot">The candidate.</param>
/// <param name="Analysis">What reading found, or null.</param>
/// <param name="Unread">Why there is nothing, or null.</param>
internal sealed record CandidateCode(KnownBot Bot, CodeAnalysis? Analysis, string? Unread)
{
    /// <summary>Names of the functions that reading proved harmless, with all that they use.</summary>
    public IReadOnlyList<string> Harmless { get; } =
        [.. (Analysis?.Functions ?? []).Where(function => ObstacleOf(function) is null).Select(function => function.Name)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Why <paramref name="function"/> may not be called, or null if reading proved it harmless.</summary>
    public string? ObstacleTo(string function) => Unread
        ?? (Definitions(function) is { Count: > 0 } found ? found.Select(ObstacleOf).FirstOrDefault(reason => reason is not null)
            : "reading did not find its definition");

    /// <summary>False if no definition of <paramref name="function"/> takes so many arguments; true if that is not known.</summary>
    public bool Takes(string function, int arguments) =>
        Definitions(function) is not { Count: > 0 } found || LanguageTable.RowOf(Bot.Language).CallsAreCommands
        || found.Any(definition => definition.Parameters.Any(parameter => parameter.Name.StartsWith('*'))
            || (arguments <= definition.Parameters.Count && arguments >= definition.Parameters.Count(parameter => !parameter.IsOptional)));

    private List<FunctionSignature> Definitions(string function) =>
        [.. (Analysis?.Functions ?? []).Where(definition => definition.Name == function)];

    private static string? ObstacleOf(FunctionSignature function) =>
        function.IsType ? "it is a type"
        : function.Obstacle ?? (function.UsedDependencies is [var used, ..] ? $"it uses '{used}', another bot" : null);
}
