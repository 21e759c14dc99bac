using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Planning;

/// <summary>
/// Plans with the bots of the knowledge as candidates, and keeps its decisions there. A database that cannot be used is a warning of the
/// plan, which is made without it.
/// </summary>
public sealed class IpoBot : IIpoBot
{
    private readonly BotDevConfig _config;
    private readonly CandidatePlanner _planner;
    private readonly PlannerKnowledge _knowledge;

    /// <summary>
    /// Uses two databases. A name without a folder is in the folder that the variable <c>MenaceKnowledge</c> names, by default
    /// <c>.menace/knowledge</c>; anything else is a path. Missing databases are empty.
    /// </summary>
    /// <param name="modelsDb">Candidates that no build of yours made.</param>
    /// <param name="enhancementsDb">Receives the decisions of every plan.</param>
    /// <param name="contextBuilder">Its bots are candidates; null: those of <c>bots.db</c> beside <paramref name="modelsDb"/>.</param>
    /// <param name="config">The settings; null: <see cref="BotDevConfig.FromEnvironment"/>.</param>
    /// <exception cref="ArgumentException">A name is blank.</exception>
    public IpoBot(
        string modelsDb = KnowledgeFolder.Models, string enhancementsDb = KnowledgeFolder.Enhancements,
        ContextBuilder? contextBuilder = null, BotDevConfig? config = null)
        : this(PlannerKnowledge.Open(modelsDb, enhancementsDb, contextBuilder), config ?? BotDevConfig.FromEnvironment())
    {
    }

    internal IpoBot(BotDevConfig config)
        : this(new KnowledgeFolder(Path.Combine(config.StatePath, "knowledge")), config)
    {
    }

    internal IpoBot(KnowledgeFolder folder, BotDevConfig config)
        : this(new PlannerKnowledge(folder), config)
    {
    }

    internal IpoBot(BotDevConfig config, LanguageTable languages, IProcessRunner runner)
        : this(new PlannerKnowledge(new KnowledgeFolder(Path.Combine(config.StatePath, "knowledge"))), config, languages, runner)
    {
    }

    internal IpoBot(PlannerKnowledge knowledge, BotDevConfig config, LanguageTable languages, IProcessRunner runner) =>
        (_config, _planner, _knowledge) = (config, new CandidatePlanner(config, languages, runner), knowledge);

    private IpoBot(PlannerKnowledge knowledge, BotDevConfig config)
        : this(knowledge, config, new ProcessRunner())
    {
    }

    private IpoBot(PlannerKnowledge knowledge, BotDevConfig config, ProcessRunner runner)
        : this(knowledge, config, LanguageTable.Create(config, runner), runner)
    {
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The state folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of the plan runs any more.</exception>
    public async Task<ExecutionPlan> GeneratePlanAsync(
        IReadOnlyList<TaskInfo> tasks, IReadOnlyList<BlueprintPage> blueprints, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentNullException.ThrowIfNull(blueprints);
        var (candidates, warnings) = _knowledge.Candidates();
        var plan = await _planner.PlanAsync(tasks, blueprints, candidates, cancellationToken);
        return plan with { Warnings = [.. warnings, .. _knowledge.Keep(_config.SourceDirectory, plan)] };
    }

    /// <summary>Plans with <paramref name="candidates"/> instead of those of the knowledge, and keeps nothing.</summary>
    internal Task<ExecutionPlan> GeneratePlanAsync(
        IReadOnlyList<TaskInfo> tasks, IReadOnlyList<BlueprintPage> blueprints, IReadOnlyList<KnownBot> candidates,
        CancellationToken cancellationToken = default) =>
        _planner.PlanAsync(tasks, blueprints, candidates, cancellationToken);
}
