using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Infers what a task leaves out from its code: the language, the purpose, the functions; and writes the code of a task that has
/// none from its language's template.
/// </summary>
public sealed class ImplementationOptimiserBot : IImplementationOptimiserBot
{
    /// <summary>A parser that is another process is started once for so many.</summary>
    private const int BotsAtOnce = 100;

    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly List<TaskPackage> _history = [];

    /// <summary>Uses the settings <paramref name="config"/>.</summary>
    public ImplementationOptimiserBot(BotDevConfig config)
        : this(config, LanguageTable.Create(config, new ProcessRunner()))
    {
    }

    internal ImplementationOptimiserBot(BotDevConfig config, LanguageTable languages)
    {
        _config = config;
        _languages = languages;
    }

    /// <summary>Records completed bots immediately, so that an interrupted run continues after them, or null.</summary>
    internal WorkflowDb? Journal { get; init; }

    /// <summary>The packages that <see cref="ProcessAsync"/> was called with, oldest first.</summary>
    public IReadOnlyList<TaskPackage> History => _history;

    /// <summary>
    /// Says how the code of each task would be without what it does not need, whatever <c>MenaceTidy</c> and <c>metadata.tidy</c> want.
    /// Nothing is changed.
    /// </summary>
    /// <param name="package">The package.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    /// <returns>One advice per task, in the order of the tasks.</returns>
    public async Task<IReadOnlyList<ImplementationAdvice>> ProcessAsync(TaskPackage package, CancellationToken cancellationToken = default)
    {
        _history.Add(package);
        var suggesting = package.Tasks.Select(task => task with { Metadata = task.Metadata with { Tidy = TidyMode.Suggest } });
        var untidy = await new TaskTidying(_config, _languages).FindAsync(suggesting, cancellationToken);
        return
        [
            .. package.Tasks.Select(task => new ImplementationAdvice(
                task.Name, untidy.Edits.TryGetValue(task.Name, out var edits) ? TidyEdit.Apply(task.Code, edits) : task.Code)),
        ];
    }

    /// <inheritdoc/>
    public Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, CancellationToken cancellationToken = default) =>
        OptimiseAsync(handoff, previous, null, cancellationToken);

    Task<StageResult<OptimiseRecord>> IImplementationOptimiserBot.OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        OptimiseAsync(handoff, previous, progress, cancellationToken);

    private async Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, IStageProgress? progress, CancellationToken cancellationToken)
    {
        var templates = TemplateSet.Read(handoff.Files);
        IReadOnlyList<BotDraft> drafts = [.. handoff.Package.Tasks.Select(task => DraftCode.Fill(
            BotDraft.Of(task, handoff, _config.Tidy), templates, _languages, _config.DefaultLanguage, cancellationToken))];
        var filled = drafts;
        await using var journal = StageJournal.Open(Journal, handoff.RunId, PipelineStage.Optimise);
        drafts = TakeOver(drafts, previous, journal);
        var known = drafts.Where(draft => draft.IsKnown).Select(draft => draft.Task.Name).ToHashSet(StringComparer.Ordinal);
        drafts = await ResolveLanguagesAsync(drafts, cancellationToken);
        drafts = await AnalyseAsync(drafts, journal, progress, cancellationToken);
        drafts = CheckDependencies([.. drafts.Select(draft =>
            draft.With(DraftChecks.Stub(draft, _config.Stubs), DraftTemplate.CheckLanguage(draft, templates)))]);

        var silent = drafts.Where(draft => draft.Findings.Count == 0).ToDictionary(draft => draft.Task.Name);
        return new(
            new OptimiseRecord(
                handoff.RunId,
                handoff.Package with { Tasks = [.. drafts.Select(draft => draft.ToTask())] },
                Exercise.Decide([.. drafts.Where(draft => !draft.HasFailed)]),
                [.. drafts.Where(draft => draft.HasFailed).Select(draft => draft.ToFailure())])
            {
                Files = CopiedFiles(handoff, drafts),
                Keys = silent.ToDictionary(draft => draft.Key, draft => draft.Value.Key),
                Proofs = silent.ToDictionary(draft => draft.Key, draft => draft.Value.Proofs),
                Untidy = silent.Where(draft => draft.Value is { Tidy.Count: > 0, CodeOfTask: null })
                    .ToDictionary(draft => draft.Key, draft => draft.Value.Tidy),
            },
            [.. drafts.SelectMany(draft => draft.Findings.Concat(DraftTidying.Suggestions(draft)))])
        {
            Decisions = [.. filled.Zip(drafts, (draft, completed) => Decision(draft, completed, known))],
        };
    }

    private static BotDecision Decision(BotDraft draft, BotDraft completed, HashSet<string> known) => new(
        draft.Task.Name,
        completed.HasFailed ? BotDecision.Fail : known.Contains(draft.Task.Name) ? BotDecision.Reuse : "read",
        draft.Key)
    {
        Because = completed.HasFailed ? completed.Findings.First(finding => finding.IsError).Rule.Id : "",
        Ingredients = () => DraftCode.IngredientsOf(draft),
    };

    private static Dictionary<string, FileContent> CopiedFiles(HandoffRecord handoff, IEnumerable<BotDraft> drafts) =>
        handoff.Package.Tasks.SelectMany(task => task.Metadata.Files.Values)
            .Concat(drafts.SelectMany(draft => draft.Template?.Files.Values ?? []).Select(file => file.Source))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, path => handoff.Files[path], StringComparer.Ordinal);

    private async Task<IReadOnlyList<BotDraft>> ResolveLanguagesAsync(IReadOnlyList<BotDraft> drafts, CancellationToken cancellationToken)
    {
        drafts = [.. drafts.Select(draft => draft with { Language = draft.Language ?? draft.Task.Metadata.Language })];
        BotDraft[] open = [.. drafts.Where(draft => draft.Language is null)];
        IEnumerable<BotDraft> resolved;
        try
        {
            var inferred = await new LanguageInference(_languages, _config.DefaultLanguage)
                .InferAsync([.. open.Select(draft => draft.ToSource())], cancellationToken);
            resolved = open.Zip(inferred, (draft, found) => (draft with { Language = found.Language }).With(found.Finding));
        }
        catch (ToolMissingException exception)
        {
            resolved = open.Select(draft => Fail(draft, exception));
        }

        return Merge(drafts, resolved);
    }

    /// <summary>Reuses the analysis of the same code by an earlier run, or by this run before it was interrupted.</summary>
    private static IReadOnlyList<BotDraft> TakeOver(IReadOnlyList<BotDraft> drafts, OptimiseRecord? previous, StageJournal journal)
    {
        var known = previous?.Bots.ToDictionary(bot => bot.Name) ?? [];
        return [.. drafts.Select(draft => TakeOver(draft, draft.Task.Name))];

        BotDraft TakeOver(BotDraft draft, string name) =>
            previous?.Keys.GetValueOrDefault(name) == draft.Key && known.TryGetValue(name, out var bot)
                && previous.Proofs.TryGetValue(name, out var proofs)
                ? DraftCode.TakeOver(draft, Completion.Of(bot, proofs, previous.Untidy.GetValueOrDefault(name) ?? []), isChecked: true)
            : journal.Known<Completion>(name, draft.Key) is { } completion ? DraftCode.TakeOver(draft, completion, isChecked: false)
            : draft;
    }

    /// <summary>
    /// The languages read side by side: one waits for processes while another computes. Each reads many bots at once, and what it found is
    /// kept then.
    /// </summary>
    private async Task<IReadOnlyList<BotDraft>> AnalyseAsync(
        IReadOnlyList<BotDraft> drafts, StageJournal journal, IStageProgress? progress, CancellationToken cancellationToken)
    {
        var called = NewlyCalledFromOtherLanguages(drafts);
        var open = drafts.ToLookup(draft => !draft.HasFailed && (!draft.IsKnown || called.Contains(draft.Task.Name)));
        progress?.Begin(open[true].Count());
        var surroundings = new DraftSurroundings(drafts);
        var groups = await Task.WhenAll(open[true].GroupBy(draft => draft.Language!.Value).Select(async group =>
        {
            List<BotDraft> done = [];
            foreach (var some in group.Chunk(BotsAtOnce))
            {
                var analysed = await AnalyseAsync(_languages[group.Key], some, cancellationToken);
                surroundings.Learn(analysed);
                BotDraft[] completed = [.. analysed.Select(draft => Complete(draft, surroundings))];
                Fault.Reached(Boundary.OptimiseRead);
                foreach (var draft in completed.Where(draft => !draft.IsKnown && draft.Findings.Count == 0))
                {
                    journal.Finish(StageEvents.Of(draft.Task.Name, group.Key, draft.Key), draft.ToCompletion());
                }

                foreach (var draft in completed)
                {
                    progress?.Done(draft.Task.Name, draft.Findings.FirstOrDefault(finding => finding.IsError));
                }

                done.AddRange(completed);
            }

            return done;
        }));
        return Merge(drafts, [.. open[false].Select(draft => Complete(draft, surroundings)), .. groups.SelectMany(group => group)]);
    }

    private BotDraft Complete(BotDraft draft, DraftSurroundings surroundings)
    {
        draft = DraftCompletion.Complete(draft, () => surroundings.Of(draft));
        draft = draft.With(DraftChecks.Files(draft));
        return draft.Language is { } language ? draft.With(DraftChecks.Packages(draft, _languages[language])) : draft;
    }

    private static async Task<IReadOnlyList<BotDraft>> AnalyseAsync(
        ILanguage language, IReadOnlyList<BotDraft> drafts, CancellationToken cancellationToken)
    {
        try
        {
            var analyses = await language.AnalyseAsync([.. drafts.Select(draft => draft.ToSource())], cancellationToken);
            drafts = [.. drafts.Zip(analyses, (draft, analysis) => draft with { Analysis = analysis })];
            return await DraftTidying.TidyAsync(drafts, language, cancellationToken);
        }
        catch (ToolMissingException exception)
        {
            return [.. drafts.Select(draft => Fail(draft, exception))];
        }
    }

    private static BotDraft Fail(BotDraft draft, ToolMissingException exception) =>
        draft.Fail(Rules.ToolMissing, null, exception.Tool, exception.Looked, exception.Remedy);

    /// <summary>The drafts in their order, those that were changed as they are now.</summary>
    private static IReadOnlyList<BotDraft> Merge(IReadOnlyList<BotDraft> drafts, IEnumerable<BotDraft> changed)
    {
        var byName = changed.ToDictionary(draft => draft.Task.Name);
        return [.. drafts.Select(draft => byName.GetValueOrDefault(draft.Task.Name, draft))];
    }

    /// <summary>
    /// Whether a bot can be called from another language shows in its code, even if its own completion is known. A caller that was cut off
    /// before that was asked asks now.
    /// </summary>
    private static HashSet<string> NewlyCalledFromOtherLanguages(IReadOnlyList<BotDraft> drafts)
    {
        var languages = drafts.ToDictionary(draft => draft.Task.Name, draft => draft.Language);
        return [.. drafts.Where(draft => !draft.IsChecked)
            .SelectMany(draft => draft.Task.Dependencies.Where(dependency => languages[dependency] != draft.Language))];
    }

    private static IReadOnlyList<BotDraft> CheckDependencies(IReadOnlyList<BotDraft> drafts)
    {
        var byName = drafts.ToDictionary(draft => draft.Task.Name);
        foreach (var name in DependencyOrder.TopologicalOrder([.. byName.Keys], name => byName[name].Task.Dependencies))
        {
            byName[name] = byName[name].Task.Dependencies.Aggregate(
                byName[name], (draft, dependency) => draft.With(DraftChecks.Dependency(draft, byName[dependency])));
        }

        return [.. drafts.Select(draft => byName[draft.Task.Name])];
    }
}
