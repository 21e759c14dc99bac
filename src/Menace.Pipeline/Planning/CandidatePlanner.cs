using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Planning;

/// <summary>
/// Decides for each task whether a bot that exists is reused, suggested or forked, or whether the task is built anew (docs/planner.md).
/// </summary>
internal sealed class CandidatePlanner(BotDevConfig config, LanguageTable languages, IProcessRunner runner)
{
    /// <summary>Candidates whose functions are run for one task.</summary>
    private const int MostProofs = 8;

    /// <summary>Candidates that are kept for one task beside those that have one of its functions.</summary>
    private const int MostRanked = 500;

    /// <summary>Plans <paramref name="tasks"/>.</summary>
    /// <param name="tasks">The task list.</param>
    /// <param name="blueprints">Markdown pages about the bots; they are read as text and never followed.</param>
    /// <param name="candidates">The bots that exist, in any order. Those of this project are left out.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>One verdict per task, in the order of the list, and the graph of the bots.</returns>
    /// <exception cref="IOException">The state folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of the plan runs any more.</exception>
    public async Task<ExecutionPlan> PlanAsync(
        IReadOnlyList<TaskInfo> tasks, IReadOnlyList<BlueprintPage> blueprints, IReadOnlyList<KnownBot> candidates,
        CancellationToken cancellationToken)
    {
        var blueprint = Blueprint.Read(tasks, blueprints, cancellationToken);
        KnownBot[] foreign = [.. candidates.Where(candidate => !IsOwn(candidate))];
        var ranking = new CandidateRanking(foreign);
        var reader = new CandidateReader(languages);
        List<PlanDraft> drafts = [];
        foreach (var task in tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var question = new TaskQuestion(task);
            drafts.Add(new PlanDraft(
                question, [.. ranking.Rank(question).Where((ranked, place) => place < MostRanked || ranked.Named.Count > 0)]));
        }

        if (foreign.Length == 0)
        {
            return new ExecutionPlan([.. drafts.Select(VerdictWriter.Write)]) { Blueprint = blueprint };
        }

        await reader.ReadAsync(drafts.SelectMany(Provable).Select(ranked => ranked.Bot), cancellationToken);
        await using var prover = await ReuseProver.BeginAsync(config, languages, runner);
        await ProveAsync(drafts, reader, prover, cancellationToken);
        PlanDraft[] open = [.. drafts.Where(draft => draft.Claims.All(claim => claim.Action < PlanAction.Suggested))];
        var renamed = await new RenamedFunctions(reader, prover).FindAsync(
            [.. open.Select(draft => (draft.Question, draft.Ranked))], cancellationToken);
        for (var i = 0; i < open.Length; i++)
        {
            open[i].Renamed = renamed[i];
        }

        return new ExecutionPlan([.. drafts.Select(VerdictWriter.Write)]) { Blueprint = blueprint, Candidates = foreign.Length };
    }

    /// <summary>The languages side by side, the candidates of each one after the other.</summary>
    private static async Task ProveAsync(
        IReadOnlyList<PlanDraft> drafts, CandidateReader reader, ReuseProver prover, CancellationToken cancellationToken)
    {
        (PlanDraft Draft, RankedCandidate Ranked)[] open =
            [.. drafts.SelectMany(draft => Provable(draft).Select(ranked => (draft, ranked)))];
        var claims = new Claim[open.Length];
        await Task.WhenAll(Enumerable.Range(0, open.Length).GroupBy(i => open[i].Ranked.Bot.Language).Select(group => Task.Run(
            async () =>
            {
                foreach (var i in group)
                {
                    var (draft, ranked) = open[i];
                    claims[i] = new Claim(
                        draft.Question, ranked, await prover.ProveAsync(reader[ranked.Bot], draft.Question, cancellationToken));
                }
            },
            cancellationToken)));
        foreach (var (one, claim) in open.Zip(claims))
        {
            one.Draft.Claims.Add(claim);
        }
    }

    /// <summary>The candidates that have a function of the task under its name, those with the most of them first.</summary>
    private static IEnumerable<RankedCandidate> Provable(PlanDraft draft) => draft.Ranked
        .Where(ranked => ranked.Named.Count > 0 && Claim.IsAllowed(draft.Question.Task, ranked.Bot))
        .OrderByDescending(ranked => ranked.Named.Count)
        .Take(MostProofs);

    /// <summary>True also for a path that leads nowhere.</summary>
    private bool IsOwn(KnownBot candidate)
    {
        try
        {
            return candidate.Repository.Length > 0
                && RealPath.IsInside(RealPath.Of(candidate.Repository), RealPath.Of(config.RepositoryBasePath));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            return true;
        }
    }
}

/// <summary>A task on its way to a verdict.</summary>
/// <param name="question">The task.</param>
/// <param name="ranked">All candidates, the best first.</param>
internal sealed class PlanDraft(TaskQuestion question, IReadOnlyList<RankedCandidate> ranked)
{
    /// <summary>The task.</summary>
    public TaskQuestion Question => question;

    /// <summary>All candidates, the best first.</summary>
    public IReadOnlyList<RankedCandidate> Ranked => ranked;

    /// <summary>Gets the claims of those that have one of its functions.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>Gets or sets the candidate that has its functions under other names, or null.</summary>
    public RenamedClaim? Renamed { get; set; }
}
