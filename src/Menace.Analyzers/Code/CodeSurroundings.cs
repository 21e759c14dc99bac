using Menace.Model.Tasks;

namespace Menace.Analyzers.Code;

/// <summary>What a bot's code may name besides itself and the framework: the bots that it calls, and theirs.</summary>
internal sealed class CodeSurroundings
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private bool _isComplete = true;
    private bool _hasCSharp;

    /// <param name="task">The bot.</param>
    /// <param name="tasks">Every bot of the file, by name.</param>
    /// <param name="readings">The code that was read.</param>
    public CodeSurroundings(TaskInfo task, IReadOnlyDictionary<string, TaskInfo> tasks, IReadOnlyDictionary<TaskInfo, CodeReading> readings)
    {
        Name(task);
        _names.UnionWith(task.Metadata.Functions);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(task.Dependencies);
        while (open.Count > 0)
        {
            var name = open.Dequeue();
            if (!seen.Add(name) || !tasks.TryGetValue(name, out var dependency))
            {
                continue;
            }

            Name(dependency);
            Types(dependency, readings);
            foreach (var next in dependency.Dependencies)
            {
                open.Enqueue(next);
            }
        }
    }

    /// <summary>False where a bot that the code calls may be what makes it right.</summary>
    public bool IsCertain(CodeProblem problem) => problem.UnknownName is { } name
        ? _isComplete && !_names.Contains(name) && !_types.Contains(name)
        : !problem.Nearby.Any(_names.Contains) && !problem.Nearby.Any(_types.Contains) && !(_hasCSharp && problem.Error.Id == "CS1061");

    /// <summary>A bot whose name is that of a well-known type is reached with "Bot" behind it.</summary>
    private void Name(TaskInfo task)
    {
        _names.Add(task.Identifier);
        _names.Add(task.Identifier + "Bot");
    }

    /// <summary>A bot in C# shows its types to those that call it; one without code here may show any.</summary>
    private void Types(TaskInfo dependency, IReadOnlyDictionary<TaskInfo, CodeReading> readings)
    {
        if (dependency.Metadata.Language is BotLanguage.Python or BotLanguage.Shell)
        {
            return;
        }

        _hasCSharp = true;
        if (readings.TryGetValue(dependency, out var reading) && reading.Declared is { } declared)
        {
            _types.UnionWith(declared);
        }
        else
        {
            _isComplete = false;
        }
    }
}
