using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Planning;

/// <summary>The databases of the planner: the candidates, and the decisions.</summary>
internal sealed class PlannerKnowledge
{
    private const int LongestReason = 4000;

    private readonly KnowledgeStore _bots;
    private readonly KnowledgeStore _models;
    private readonly KnowledgeStore _decisions;

    /// <summary>Uses the databases of <paramref name="folder"/>.</summary>
    public PlannerKnowledge(KnowledgeFolder folder)
        : this(folder.Open(KnowledgeFolder.Bots), folder.Open(KnowledgeFolder.Models), folder.Open(KnowledgeFolder.Enhancements))
    {
    }

    private PlannerKnowledge(KnowledgeStore bots, KnowledgeStore models, KnowledgeStore decisions) =>
        (_bots, _models, _decisions) = (bots, models, decisions);

    /// <summary>Uses two files, and the bots of <paramref name="context"/> or those beside the first file.</summary>
    /// <exception cref="ArgumentException">A name is blank.</exception>
    public static PlannerKnowledge Open(string models, string decisions, ContextBuilder? context)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(models);
        ArgumentException.ThrowIfNullOrWhiteSpace(decisions);
        var path = KnowledgeFolder.PathOf(models);
        return new(
            context?.Bots ?? new(Path.Combine(Path.GetDirectoryName(path)!, KnowledgeFolder.Bots)), new(path),
            new(KnowledgeFolder.PathOf(decisions)));
    }

    /// <summary>The known bots, and warnings about databases that were left out or replaced.</summary>
    public (IReadOnlyList<KnownBot> Bots, IReadOnlyList<PipelineDiagnostic> Warnings) Candidates()
    {
        List<PipelineDiagnostic> warnings = [];
        var bots = Read(_bots, warnings);
        var known = bots.Select(bot => bot.Repository).ToHashSet(StringComparer.Ordinal);
        IEnumerable<KnownBot> models = Read(_models, warnings).Where(bot => !known.Contains(bot.Repository)).Select(bot =>
            bot with { Origin = bot.Origin == KnownOrigin.Trusted ? KnownOrigin.Trusted : KnownOrigin.Untrusted });
        return ([.. bots, .. models], warnings);
    }

    /// <summary>Keeps the decisions of a plan: one entry for each task of a project, with its earlier decisions as revisions.</summary>
    /// <returns>Warnings about a database that was left out or replaced.</returns>
    public IReadOnlyList<PipelineDiagnostic> Keep(string project, ExecutionPlan plan)
    {
        List<PipelineDiagnostic> warnings = [];
        var folder = Path.GetFullPath(project);
        Try(_decisions, warnings, () => _decisions.Put([.. plan.Verdicts.Select(verdict => Write(folder, verdict))]));
        return warnings;
    }

    private static IReadOnlyList<KnownBot> Read(KnowledgeStore store, List<PipelineDiagnostic> warnings)
    {
        IReadOnlyList<KnownBot> bots = [];
        Try(store, warnings, () => bots = new BotsDb(store).List());
        return bots;
    }

    private static void Try(KnowledgeStore store, List<PipelineDiagnostic> warnings, Action use)
    {
        try
        {
            use();
        }
        catch (KnowledgeException exception)
        {
            warnings.Add(new(Rules.PlannedWithout, [exception.Message.TrimEnd('.')]));
        }

        warnings.AddRange(store.TakeReplaced().Select(KnowledgeFindings.Of));
    }

    private static KnowledgeEntry Write(string project, PlanVerdict verdict)
    {
        var candidate = verdict.Candidate ?? verdict.Nearest;
        return new()
        {
            Key = ContentDigest.Of($"{project}\n{verdict.Task}"),
            Title = verdict.Task,
            Body = Shortened(verdict.Reason),
            Tags = [verdict.Action.ToString().ToLowerInvariant()],
            Content = KnowledgeJson.Object(
                ("project", project),
                ("verdict", verdict.Action.ToString().ToLowerInvariant()),
                ("candidate", candidate is null ? null : JsonValue.FromString($"{candidate.Name}@{candidate.Commit}")),
                ("repository", KnowledgeJson.TextOrNull(candidate?.Repository ?? "")),
                ("score", verdict.Score.ToString("F1", CultureInfo.InvariantCulture)),
                ("proof", verdict.Proof is { } proof ? JsonValue.FromString(Shortened(PlanReport.ProofText(proof))) : null)),
        };
    }

    /// <summary>Redacted before it is cut: half a secret is not recognised.</summary>
    private static string Shortened(string text) => KnowledgeJson.Redact(text) is { Length: > LongestReason } redacted
        ? redacted[..LongestReason] + "…" : KnowledgeJson.Redact(text);
}
