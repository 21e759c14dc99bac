using Menace.Model.Languages;
using Menace.Model.Tasks;

namespace Menace.Code;

/// <summary>What a bot's code may name besides itself and the framework: the bots that it calls, and theirs.</summary>
internal sealed class CodeSurroundings
{
    /// <summary>
    /// Errors that an extension method would make right: no such member, no fitting overload, and no method where the language looks for
    /// one
    /// (<c>foreach</c>, <c>await</c>, queries, deconstruction).
    /// </summary>
    private static readonly HashSet<string> Extensible = new(StringComparer.Ordinal)
    {
        "CS0117", "CS0411", "CS1061", "CS1501", "CS1503", "CS1579", "CS1739", "CS1929", "CS1935", "CS1936", "CS1955", "CS4036", "CS7036",
        "CS8129", "CS8411",
    };

    /// <summary>Names of the bot itself: it may be called in its own code by them.</summary>
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _types = new(StringComparer.Ordinal);
    private bool _isComplete = true;
    private bool _mayExtend;
    private readonly bool _hasPackages;

    /// <param name="task">The bot.</param>
    /// <param name="tasks">Every bot of the file, by name.</param>
    /// <param name="readingOf">The reading of a bot's code, or null if there is none.</param>
    public CodeSurroundings(TaskInfo task, IReadOnlyDictionary<string, TaskInfo> tasks, Func<TaskInfo, CodeReading?> readingOf)
    {
        Name(_own, task);
        _own.UnionWith(task.Metadata.Functions);
        _hasPackages = task.Metadata.Packages.Count > 0;
        _mayExtend = _hasPackages;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(task.Dependencies);
        while (open.Count > 0)
        {
            var name = open.Dequeue();
            if (!seen.Add(name) || !tasks.TryGetValue(name, out var dependency))
            {
                continue;
            }

            Name(_names, dependency);
            Types(dependency, readingOf(dependency));
            foreach (var next in dependency.Dependencies)
            {
                open.Enqueue(next);
            }
        }
    }

    /// <summary>False if a bot or a package that the code uses may be what makes it right.</summary>
    public bool IsCertain(CodeProblem problem) => problem.UnknownName is { } name
        ? _isComplete && !_hasPackages && !_own.Contains(name) && !IsOfDependency(name)
        : !(problem.IsBesideUnknown && (_hasPackages || !_isComplete || problem.Nearby.Any(_own.Contains)))
            && !problem.Nearby.Any(IsOfDependency)
            && !(_mayExtend && Extensible.Contains(problem.Error.Id));

    private bool IsOfDependency(string name) => _names.Contains(name) || _types.Contains(name);

    /// <summary>A bot whose name is that of a well-known type is reached with "Bot" behind it.</summary>
    private static void Name(HashSet<string> names, TaskInfo task)
    {
        names.Add(task.Identifier);
        names.Add(task.Identifier + "Bot");
    }

    /// <summary>A bot in C# shows its types to those that call it; one without code here may show any.</summary>
    private void Types(TaskInfo dependency, CodeReading? reading)
    {
        if (dependency.Metadata.Language?.Profile().IsReadByRoslyn == false)
        {
            return;
        }

        _mayExtend |= reading is not { Extends: false };
        if (reading?.Declared is { } declared)
        {
            _types.UnionWith(declared);
        }
        else
        {
            _isComplete = false;
        }
    }
}
