using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>Code of a bot that is not built, read and not run.</summary>
/// <param name="Language">Its language.</param>
/// <param name="Analysis">What reading found, or null.</param>
/// <param name="Unread">Why there is nothing, or null.</param>
internal record ReadCode(BotLanguage Language, CodeAnalysis? Analysis, string? Unread)
{
    /// <summary>Characters of code that are read: what is larger is not one bot.</summary>
    private const int MostCode = 1 << 20;

    /// <summary>Names of the functions that reading proved harmless, with all that they use.</summary>
    public IReadOnlyList<string> Harmless { get; } =
        [.. (Analysis?.Functions ?? []).Where(function => ObstacleOf(function) is null).Select(function => function.Name)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>Why <paramref name="code"/> is not read, or null.</summary>
    public static string? Unreadable(string code) =>
        code.Length > MostCode ? "its code is larger than 1 MiB"
        : !Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(code)).Equals(code, StringComparison.Ordinal) ? "its code is not text"
        : null;

    /// <summary>Reads sources of one language, executing none of them.</summary>
    /// <returns>What was found in each, in their order.</returns>
    public static async Task<IReadOnlyList<ReadCode>> ReadAsync(
        ILanguage language, IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken)
    {
        IReadOnlyList<CodeAnalysis> analyses;
        try
        {
            analyses = await language.AnalyseAsync(sources, cancellationToken);
        }
        catch (ToolMissingException exception)
        {
            return [.. sources.Select(_ => new ReadCode(language.Id, null, NotRead(exception)) { IsOfMachine = true })];
        }

        return
        [
            .. analyses.Select(analysis => analysis.MissingTool is { } missing
                ? new ReadCode(language.Id, null, NotRead(missing)) { IsOfMachine = true }
                : analysis.Errors is [var error, ..] ? new(language.Id, null, $"its code does not parse: {error.Message}")
                : new ReadCode(language.Id, analysis, null)),
        ];
    }

    /// <summary>True if <see cref="Unread"/> says nothing about the code: a program is missing.</summary>
    public bool IsOfMachine { get; init; }

    /// <summary>Why <paramref name="function"/> may not be called, or null if reading proved it harmless.</summary>
    public string? ObstacleTo(string function) => Unread
        ?? (Definitions(function) is { Count: > 0 } found ? found.Select(ObstacleOf).FirstOrDefault(reason => reason is not null)
            : "reading did not find its definition");

    /// <summary>False if no definition of <paramref name="function"/> takes so many arguments; true if that is not known.</summary>
    public bool Takes(string function, int arguments) =>
        Definitions(function) is not { Count: > 0 } found || LanguageTable.RowOf(Language).CallsAreCommands
        || found.Any(definition => definition.Parameters.Any(parameter => parameter.Name.StartsWith('*'))
            || (arguments <= definition.Parameters.Count && arguments >= definition.Parameters.Count(parameter => !parameter.IsOptional)));

    /// <summary>The definitions of <paramref name="function"/>.</summary>
    public IReadOnlyList<FunctionSignature> Definitions(string function) =>
        [.. (Analysis?.Functions ?? []).Where(definition => definition.Name == function)];

    private static string NotRead(ToolMissingException exception) => $"its code was not read: {exception.Message}";

    private static string? ObstacleOf(FunctionSignature function) =>
        function.IsType ? "it is a type"
        : function.Obstacle ?? (function.UsedDependencies is [var used, ..] ? $"it uses '{used}', another bot" : null);
}
