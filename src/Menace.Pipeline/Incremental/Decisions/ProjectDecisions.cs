using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental.Decisions;

/// <summary>
/// Why the stages of the last build that had something to do were open, <c>decisions.json</c> beside the manifest. Builds that have nothing
/// to do neither read nor write it.
/// </summary>
internal sealed record ProjectDecisions
{
    private const string FileName = "decisions.json";

    /// <summary>How many builds had something to do.</summary>
    public int Build { get; init; }

    /// <summary>By stage that was open at the beginning of the build, why.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IngredientChange>> Open { get; init; } =
        new Dictionary<string, IReadOnlyList<IngredientChange>>();

    /// <summary>The ingredients of the <see cref="ProjectKey"/>.</summary>
    public IReadOnlyDictionary<string, string> Project { get; init; } = new Dictionary<string, string>();

    /// <summary>The record in <paramref name="stageDirectory"/>; an empty one if there is none.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static ProjectDecisions Read(string stageDirectory) =>
        DecisionFile.Read(Path.Combine(stageDirectory, FileName), DecisionJson.Default.ProjectDecisions) ?? new();

    /// <summary>The record of a build that begins now, or would.</summary>
    /// <param name="stageDirectory">The folder of the stage files.</param>
    /// <param name="open">The stages that are open.</param>
    /// <param name="reasons">What <see cref="ProjectState.Open"/> found.</param>
    /// <param name="project">The ingredients of the project's key.</param>
    /// <param name="tested">Returns the ingredients of the <see cref="TestedState"/>; called only if it decides.</param>
    public static ProjectDecisions Next(
        string stageDirectory, IReadOnlyList<string> open, OpenReasons reasons, KeyIngredients project, Func<KeyIngredients> tested)
    {
        var before = Read(stageDirectory);
        var now = IngredientChange.All(project.Groups);
        var ofProject = reasons.IsOtherProject && before.Build > 0 ? IngredientChange.Between(before.Project, now) : [];
        var ofState = reasons.IsOtherState
            && StageDecisions.Read(stageDirectory, PipelineStage.Verify).Tested is { Count: > 0 } then
            ? IngredientChange.Between(then, IngredientChange.All(tested().Groups)) : [];
        return new()
        {
            Build = before.Build + 1,
            Project = now,
            Open = open.ToDictionary(stage => stage, ReasonsOf, StringComparer.Ordinal),
        };

        IReadOnlyList<IngredientChange> ReasonsOf(string stage) =>
        [
            .. ofProject, .. reasons.ByStage.GetValueOrDefault(stage, []),
            .. stage == nameof(PipelineStage.Verify) ? ofState : [],
        ];
    }

    /// <summary>Writes the record.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string stageDirectory) => AtomicFile.WritePrivate(
        Path.Combine(stageDirectory, FileName), JsonSerializer.SerializeToUtf8Bytes(this, DecisionJson.Default.ProjectDecisions));
}
