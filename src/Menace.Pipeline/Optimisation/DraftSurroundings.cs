using System.Collections.Concurrent;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Optimisation;

/// <summary>The names that the code of each draft may use besides its own: the bots that it calls, and their dependencies.</summary>
internal sealed class DraftSurroundings(IReadOnlyList<BotDraft> drafts)
{
    private readonly Lazy<Dictionary<string, TaskInfo>> _tasks = new(() => drafts.ToDictionary(
        draft => draft.Task.Name, draft => draft.Task with { Metadata = draft.Task.Metadata with { Language = draft.Language } }));

    private readonly Dictionary<string, BotDraft> _drafts = drafts.ToDictionary(draft => draft.Task.Name);
    private readonly ConcurrentDictionary<string, CodeReading> _readings = new();

    /// <summary>Uses what was read of the code of <paramref name="analysed"/>, which then need not be parsed again.</summary>
    public void Learn(IEnumerable<BotDraft> analysed)
    {
        foreach (var draft in analysed)
        {
            if (draft.Analysis?.Reading is { } reading)
            {
                _readings.TryAdd(draft.Task.Name, reading);
            }
        }
    }

    /// <summary>The surroundings of the code of <paramref name="draft"/>.</summary>
    public CodeSurroundings Of(BotDraft draft) => new(draft.Task, _tasks.Value, ReadingOf);

    /// <summary>
    /// Returns the declarations of a bot for others. The code of a bot that an earlier run has read was not analysed now, so it is parsed
    /// here.
    /// </summary>
    private CodeReading ReadingOf(TaskInfo task) =>
        _readings.GetOrAdd(task.Name, name => CodeReading.Of(CSharpShape.Read(_drafts[name].Code)));
}
