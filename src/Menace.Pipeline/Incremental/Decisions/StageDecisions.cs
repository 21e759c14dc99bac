using System.Text.Json;
using System.Text.Json.Serialization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental.Decisions;

/// <summary>
/// What a stage decided when it ran last, <c>decisions.&lt;stage&gt;.json</c> beside the manifest: of each bot the ingredients of its key,
/// and how they differ from those of the decision before. Only explanations read it.
/// </summary>
internal sealed record StageDecisions
{
    /// <summary>The number of the build (<see cref="ProjectDecisions.Build"/>).</summary>
    public int Build { get; init; }

    /// <summary>Why the stage ran.</summary>
    public IReadOnlyList<IngredientChange> Reasons { get; init; } = [];

    /// <summary>The decisions by bot.</summary>
    public IReadOnlyDictionary<string, RecordedDecision> Bots { get; init; } = new Dictionary<string, RecordedDecision>();

    /// <summary>The ingredients of the <see cref="TestedState"/>; empty for stages that do not depend on it.</summary>
    public IReadOnlyDictionary<string, string> Tested { get; init; } = new Dictionary<string, string>();

    /// <summary>Groups of ingredients by id; what several bots have in common is there once.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Groups { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The decisions of <paramref name="stage"/>; without any if it never ran.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static StageDecisions Read(string stageDirectory, PipelineStage stage) =>
        DecisionFile.Read(PathOf(stageDirectory, stage), DecisionJson.Default.StageDecisions) ?? new();

    /// <summary>Records the decisions of a stage that has run.</summary>
    /// <param name="stageDirectory">The folder of the stage files.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="decisions">What it decided.</param>
    /// <param name="tested">The ingredients of the state that was tested, or null.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Record(
        string stageDirectory, PipelineStage stage, IReadOnlyList<BotDecision> decisions, KeyIngredients? tested)
    {
        var project = ProjectDecisions.Read(stageDirectory);
        var next = Read(stageDirectory, stage).After(decisions) with
        {
            Build = project.Build,
            Reasons = project.Open.GetValueOrDefault(stage.ToString())
                ?? (stage == PipelineStage.Handoff ? [] : [new(KeyIngredients.NameOf(ProjectState.FileOf(stage - 1)))]),
            Tested = tested is null ? new Dictionary<string, string>() : IngredientChange.All(tested.Groups),
        };
        AtomicFile.WritePrivate(
            PathOf(stageDirectory, stage), JsonSerializer.SerializeToUtf8Bytes(next, DecisionJson.Default.StageDecisions));
    }

    /// <summary>The ingredients of a recorded key.</summary>
    public IReadOnlyDictionary<string, string> IngredientsOf(IReadOnlyList<string> groups) =>
        IngredientChange.All(groups.Select(id => Groups.GetValueOrDefault(id)).OfType<IReadOnlyDictionary<string, string>>());

    /// <summary>These decisions, followed by <paramref name="decisions"/>.</summary>
    internal StageDecisions After(IReadOnlyList<BotDecision> decisions)
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> groups = new(StringComparer.Ordinal);
        Dictionary<IReadOnlyDictionary<string, string>, string> ids = new(ReferenceEqualityComparer.Instance);
        return new()
        {
            Bots = decisions.ToDictionary(decision => decision.Bot, Recorded, StringComparer.Ordinal),
            Groups = groups,
        };

        RecordedDecision Recorded(BotDecision decision)
        {
            var before = Bots.GetValueOrDefault(decision.Bot);
            var isSame = before is not null && before.Key == decision.Key;
            var now = isSame ? Kept(before!.Groups) : Put(decision.Ingredients());
            var store = decision.OfStore is { } looked ? Put(looked) : Kept(before?.Store ?? []);
            var changes = before is null || isSame ? [] : IngredientChange.Between(IngredientsOf(before.Groups), Of(now));
            if (changes.Count == 0 && decision.OfStore is not null && before is { Store.Count: > 0 })
            {
                changes = IngredientChange.Between(IngredientsOf(before.Store), Of(store));
            }

            return new(decision.Action, decision.Key)
            {
                Because = decision.Because,
                IsFirst = before is null,
                Groups = now,
                Store = store,
                Changes = changes,
            };
        }

        Dictionary<string, string> Of(IReadOnlyList<string> known) => IngredientChange.All(known.Select(id => groups[id]));

        IReadOnlyList<string> Kept(IReadOnlyList<string> known)
        {
            string[] kept = [.. known.Where(Groups.ContainsKey)];
            foreach (var id in kept)
            {
                groups[id] = Groups[id];
            }

            return kept;
        }

        IReadOnlyList<string> Put(IEnumerable<IReadOnlyDictionary<string, string>> ingredients) => [.. ingredients.Select(group =>
        {
            if (!ids.TryGetValue(group, out var id))
            {
                ids[group] = id = IdOf(group);
                groups[id] = group;
            }

            return id;
        })];
    }

    private static string IdOf(IReadOnlyDictionary<string, string> group)
    {
        using var hash = new HashBuilder();
        foreach (var (name, digest) in group.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            hash.Add(name).Add(digest);
        }

        return hash.ToHex()[..12];
    }

    private static string PathOf(string stageDirectory, PipelineStage stage) =>
        Path.Combine(stageDirectory, $"decisions.{stage.ToString().ToLowerInvariant()}.json");
}

/// <summary>What a stage did for a bot.</summary>
/// <param name="Action">A word for it.</param>
/// <param name="Key">The key that it decided by.</param>
internal sealed record RecordedDecision(string Action, string Key)
{
    /// <summary>Why, if an ingredient is not the reason; else empty.</summary>
    public string Because { get; init; } = "";

    /// <summary>True if no decision about the bot was recorded before.</summary>
    public bool IsFirst { get; init; }

    /// <summary>How the ingredients differ from those of the decision before.</summary>
    public IReadOnlyList<IngredientChange> Changes { get; init; } = [];

    /// <summary>Ids of the ingredients of the key.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Ids of the ingredients of the last key by which a verdict of another build was looked for.</summary>
    public IReadOnlyList<string> Store { get; init; } = [];
}

/// <summary>Reads and writes without reflection, as the manifest is.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StageDecisions))]
[JsonSerializable(typeof(ProjectDecisions))]
internal sealed partial class DecisionJson : JsonSerializerContext;
