using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Processes;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// Infers what a task leaves out from its code: the language, the purpose, the functions; and writes the code of a task that has
/// none from its language's template.
/// </summary>
public sealed class ImplementationOptimiserBot : IImplementationOptimiserBot
{
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

    /// <inheritdoc/>
    public async Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, CancellationToken cancellationToken = default)
    {
        var drafts = handoff.Package.Tasks.Select(task => new BotDraft(task, handoff.Files)).ToArray();
        FillCode(drafts, cancellationToken);
        TakeOver(drafts, previous);
        await ResolveLanguagesAsync(drafts, cancellationToken);
        await AnalyseAsync(drafts, cancellationToken);
        foreach (var draft in drafts)
        {
            draft.Complete();
            draft.CheckFiles();
            if (draft.Language is { } language)
            {
                draft.CheckPackages(_languages[language]);
            }
        }

        CheckDependencies(drafts);
        return new(
            new OptimiseRecord(
                handoff.RunId,
                handoff.Package with { Tasks = [.. drafts.Select(draft => draft.ToTask())] },
                [.. drafts.Where(draft => !draft.HasFailed).Select(draft => draft.ToSpec())],
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
            var inferred = await new LanguageInference(_languages, _config.DefaultLanguage).InferAsync([.. open.Select(draft => draft.ToSource())], cancellationToken);
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
                draft.Code = _languages[language].FillTemplate(draft.Task);
            }
        }
    }

    /// <summary>What an earlier run found by reading the same code is still so.</summary>
    private static void TakeOver(BotDraft[] drafts, OptimiseRecord? previous)
    {
        if (previous is null)
        {
            return;
        }

        var known = previous.Bots.ToDictionary(bot => bot.Name);
        foreach (var draft in drafts)
        {
            if (previous.Keys.TryGetValue(draft.Task.Name, out var key) && key == draft.Key && known.TryGetValue(draft.Task.Name, out var bot))
            {
                draft.TakeOver(bot);
            }
        }
    }

    /// <summary>The languages read side by side: one waits for processes while another computes.</summary>
    private async Task AnalyseAsync(BotDraft[] drafts, CancellationToken cancellationToken)
    {
        var called = NewlyCalledFromOtherLanguages(drafts);
        await Task.WhenAll(drafts
            .Where(draft => !draft.HasFailed && (!draft.IsKnown || called.Contains(draft.Task.Name)))
            .GroupBy(draft => draft.Language!.Value)
            .Select(group => AnalyseAsync(_languages[group.Key], [.. group], cancellationToken)));
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

    /// <summary>Whether a bot can be called from another language shows in its code, even where its own completion is known.</summary>
    private static HashSet<string> NewlyCalledFromOtherLanguages(BotDraft[] drafts)
    {
        var languages = drafts.ToDictionary(draft => draft.Task.Name, draft => draft.Language);
        return [.. drafts.Where(draft => !draft.IsKnown).SelectMany(draft => draft.Task.Dependencies.Where(dependency => languages[dependency] != draft.Language))];
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
                    && BotCommand.Of(new EmitDependency(dependency.ToSpec(), analysis)).ObstacleIn(draft.Language!.Value) is { } obstacle)
                {
                    draft.Fail(Rules.DependencyNotCallable, new("dependencies"), draft.Language.Value.ToName(), dependency.Task.Name, dependency.Language!.Value.ToName(), obstacle);
                }
            }
        }
    }
}
