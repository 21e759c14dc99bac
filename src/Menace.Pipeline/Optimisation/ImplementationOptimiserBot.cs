using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Storage;

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

    /// <inheritdoc/>
    public async Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, CancellationToken cancellationToken = default)
    {
        var drafts = handoff.Package.Tasks.Select(task => new BotDraft(task, handoff.Files)).ToArray();
        FillCode(drafts, cancellationToken);
        await using var journal = StageJournal.Open(Journal, handoff.RunId, PipelineStage.Optimise);
        TakeOver(drafts, previous, journal);
        await ResolveLanguagesAsync(drafts, cancellationToken);
        await AnalyseAsync(drafts, journal, cancellationToken);
        foreach (var draft in drafts)
        {
            draft.ReportStub(_config.Stubs);
        }

        CheckDependencies(drafts);
        return new(
            new OptimiseRecord(
                handoff.RunId,
                handoff.Package with { Tasks = [.. drafts.Select(draft => draft.ToTask())] },
                Exercise.Decide([.. drafts.Where(draft => !draft.HasFailed).Select(draft => draft.ToSpec())], handoff.Package.Tasks),
                [.. drafts.Where(draft => draft.HasFailed).Select(draft => draft.ToFailure())])
            {
                Files = CopiedFiles(handoff),
                Keys = drafts.Where(draft => draft.Findings.Count == 0).ToDictionary(draft => draft.Task.Name, draft => draft.Key),
            },
            [.. drafts.SelectMany(draft => draft.Findings)]);
    }

    private static Dictionary<string, FileContent> CopiedFiles(HandoffRecord handoff) =>
        handoff.Package.Tasks.SelectMany(task => task.Metadata.Files.Values).Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, path => handoff.Files[path], StringComparer.Ordinal);

    private async Task ResolveLanguagesAsync(BotDraft[] drafts, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts)
        {
            draft.Language ??= draft.Task.Metadata.Language;
        }

        BotDraft[] open = [.. drafts.Where(draft => draft.Language is null)];
        try
        {
            var inferred = await new LanguageInference(_languages, _config.DefaultLanguage)
                .InferAsync([.. open.Select(draft => draft.ToSource())], cancellationToken);
            foreach (var (draft, (language, finding)) in open.Zip(inferred))
            {
                draft.Language = language;
                draft.Report(finding);
            }
        }
        catch (ToolMissingException exception)
        {
            foreach (var draft in open)
            {
                draft.Fail(Rules.ToolMissing, null, exception.Tool, exception.Looked, exception.Remedy);
            }
        }
    }

    private void FillCode(BotDraft[] drafts, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts.Where(draft => !draft.HasCode))
        {
            var language = draft.Task.Metadata.Language ?? _config.DefaultLanguage;
            draft.Language = language;
            if (TaskTemplates.OfProject(draft.Task) is { } template)
            {
                draft.Fill(template, cancellationToken);
            }
            else
            {
                draft.Fill(_languages[language]);
            }
        }
    }

    /// <summary>Reuses the analysis of the same code by an earlier run, or by this run before it was interrupted.</summary>
    private static void TakeOver(BotDraft[] drafts, OptimiseRecord? previous, StageJournal journal)
    {
        var known = previous?.Bots.ToDictionary(bot => bot.Name) ?? [];
        foreach (var draft in drafts)
        {
            if (previous?.Keys.GetValueOrDefault(draft.Task.Name) == draft.Key && known.TryGetValue(draft.Task.Name, out var bot))
            {
                draft.TakeOver(new(bot.Language, bot.Purpose, bot.Functions, bot.StubFunctions, bot.Proofs), isChecked: true);
            }
            else if (journal.Known<Completion>(draft.Task.Name, draft.Key) is { } completion)
            {
                draft.TakeOver(completion, isChecked: false);
            }
        }
    }

    /// <summary>
    /// The languages read side by side: one waits for processes while another computes. Each reads many bots at once, and what it found is
    /// kept then.
    /// </summary>
    private async Task AnalyseAsync(BotDraft[] drafts, StageJournal journal, CancellationToken cancellationToken)
    {
        var called = NewlyCalledFromOtherLanguages(drafts);
        var open = drafts.ToLookup(draft => !draft.HasFailed && (!draft.IsKnown || called.Contains(draft.Task.Name)));
        var surroundings = new DraftSurroundings(drafts);
        Complete(open[false], surroundings);
        await Task.WhenAll(open[true].GroupBy(draft => draft.Language!.Value).Select(async group =>
        {
            foreach (var some in group.Chunk(BotsAtOnce))
            {
                await AnalyseAsync(_languages[group.Key], some, cancellationToken);
                Complete(some, surroundings);
                Fault.Reached(Boundary.OptimiseRead);
                foreach (var draft in some.Where(draft => !draft.IsKnown && draft.Findings.Count == 0))
                {
                    journal.Finish(StageEvents.Of(draft.Task.Name, group.Key, draft.Key), draft.ToCompletion());
                }
            }
        }));
    }

    private void Complete(IEnumerable<BotDraft> drafts, DraftSurroundings surroundings)
    {
        foreach (var draft in drafts)
        {
            draft.Complete(() => surroundings.Of(draft));
            draft.CheckFiles();
            if (draft.Language is { } language)
            {
                draft.CheckPackages(_languages[language]);
            }
        }
    }

    private static async Task AnalyseAsync(ILanguage language, IReadOnlyList<BotDraft> drafts, CancellationToken cancellationToken)
    {
        try
        {
            var analyses = await language.AnalyseAsync([.. drafts.Select(draft => draft.ToSource())], cancellationToken);
            foreach (var (draft, analysis) in drafts.Zip(analyses))
            {
                draft.Analysis = analysis;
            }
        }
        catch (ToolMissingException exception)
        {
            foreach (var draft in drafts)
            {
                draft.Fail(Rules.ToolMissing, null, exception.Tool, exception.Looked, exception.Remedy);
            }
        }
    }

    /// <summary>
    /// Whether a bot can be called from another language shows in its code, even if its own completion is known. A caller that was cut off
    /// before that was asked asks now.
    /// </summary>
    private static HashSet<string> NewlyCalledFromOtherLanguages(BotDraft[] drafts)
    {
        var languages = drafts.ToDictionary(draft => draft.Task.Name, draft => draft.Language);
        return [.. drafts.Where(draft => !draft.IsChecked)
            .SelectMany(draft => draft.Task.Dependencies.Where(dependency => languages[dependency] != draft.Language))];
    }

    private static void CheckDependencies(BotDraft[] drafts)
    {
        var byName = drafts.ToDictionary(draft => draft.Task.Name);
        foreach (var name in DependencyOrder.TopologicalOrder([.. byName.Keys], name => byName[name].Task.Dependencies))
        {
            var draft = byName[name];
            foreach (var dependency in draft.Task.Dependencies.Select(dependency => byName[dependency]))
            {
                if (draft.HasFailed)
                {
                    break;
                }
                else if (dependency.HasFailed)
                {
                    draft.Fail(Rules.DependencyFailed, new("dependencies"), "built", dependency.Task.Name);
                }
                else if (dependency.Language != draft.Language
                    && dependency.Analysis is { } analysis
                    && BotCommand.Of(new EmitDependency(dependency.ToSpec(), analysis))
                        .ObstacleIn(draft.Language!.Value.Profile()) is { } obstacle)
                {
                    draft.Fail(Rules.DependencyNotCallable, new("dependencies"), draft.Language.Value.ToName(), dependency.Task.Name,
                        dependency.Language!.Value.ToName(), obstacle);
                }
            }
        }
    }
}
