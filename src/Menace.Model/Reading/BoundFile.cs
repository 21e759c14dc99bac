using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>The file as tasks, before the checks of their contents.</summary>
/// <param name="Package">The tasks that could be read.</param>
/// <param name="Tasks">Every object of the list, also those without a readable name.</param>
/// <param name="Defaults">The object <c>defaults</c>, or null.</param>
/// <param name="NamesComplete">False if a task's name could not be read, so that a dependency may well mean that task.</param>
internal sealed record BoundFile(TaskPackage Package, IReadOnlyList<TaskSource> Tasks, TaskSource? Defaults, bool NamesComplete)
{
    /// <summary>The number of the first task of each name.</summary>
    public Dictionary<string, int> Numbers { get; } = NumbersOf(Tasks);

    /// <summary>Every path that a task names, each once.</summary>
    public IReadOnlyList<string> ReferencedFiles => field ??= FilesOf(Package);

    private static Dictionary<string, int> NumbersOf(IReadOnlyList<TaskSource> tasks)
    {
        var numbers = new Dictionary<string, int>(tasks.Count, StringComparer.Ordinal);
        for (var i = 0; i < tasks.Count; i++)
        {
            if (tasks[i].Name is { } name && !numbers.ContainsKey(name))
            {
                numbers.Add(name, i);
            }
        }

        return numbers;
    }

    private static List<string> FilesOf(TaskPackage package)
    {
        var files = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in package.Tasks)
        {
            var metadata = task.Metadata;
            IEnumerable<string> named = [
                .. metadata.CodeFile is { } code ? [code]
                : Array.Empty<string>(), .. metadata.TestsFiles, .. metadata.Files.Values];
            files.AddRange(named.Where(seen.Add));
        }

        return files;
    }
}
