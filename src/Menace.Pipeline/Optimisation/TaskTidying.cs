using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>Finds the parts of the code of tasks that say nothing, for the fix of a task list (docs/tidy.md).</summary>
internal sealed class TaskTidying(BotDevConfig config, LanguageTable languages)
{
    /// <summary>Reads the code that stands in <paramref name="tasks"/>, unless a task wants nothing suggested.</summary>
    public async Task<UntidyTasks> FindAsync(IEnumerable<TaskInfo> tasks, CancellationToken cancellationToken)
    {
        var found = new UntidyTasks();
        BotDraft[] drafts = [
            .. tasks.DistinctBy(task => task.Name)
                .Where(task => !string.IsNullOrWhiteSpace(task.Code) && (task.Metadata.Tidy ?? config.Tidy) == TidyMode.Suggest)
                .Select(task => new BotDraft(task, new Dictionary<string, FileContent>(), task.Code)
                {
                    Language = task.Metadata.Language,
                    TidyMode = TidyMode.Suggest,
                })];
        drafts = [.. drafts.Where(draft => draft.Language is not null), .. await InferAsync(drafts, found, cancellationToken)];
        foreach (var group in drafts.GroupBy(draft => draft.Language!.Value))
        {
            try
            {
                var analyses = await languages[group.Key].AnalyseAsync([.. group.Select(draft => draft.ToSource())], cancellationToken);
                foreach (var (draft, analysis) in group.Zip(analyses).Where(pair => pair.Second is { Errors.Count: 0, Tidy.Count: > 0 }))
                {
                    found.Edits[draft.Task.Name] = analysis.Tidy!;
                }
            }
            catch (ToolMissingException exception)
            {
                found.Unread.Add(exception.Message);
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<BotDraft>> InferAsync(
        IReadOnlyList<BotDraft> drafts, UntidyTasks found, CancellationToken cancellationToken)
    {
        BotDraft[] open = [.. drafts.Where(draft => draft.Language is null)];
        try
        {
            var inferred = await new LanguageInference(languages, config.DefaultLanguage)
                .InferAsync([.. open.Select(draft => draft.ToSource())], cancellationToken);
            return [
                .. open.Zip(inferred, (draft, answer) => draft with { Language = answer.Language })
                    .Where(draft => draft.Language is not null)];
        }
        catch (ToolMissingException exception)
        {
            found.Unread.Add(exception.Message);
            return [];
        }
    }
}

/// <summary>What was found in the code of tasks.</summary>
internal sealed class UntidyTasks
{
    /// <summary>By name of a task the parts of its code that say nothing.</summary>
    public Dictionary<string, IReadOnlyList<TidyEdit>> Edits { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the code of some tasks was not read.</summary>
    public List<string> Unread { get; } = [];
}
