using Menace.Model.Reading;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Completion;

/// <summary>What the tasks of a list say themselves, defaults of the list included.</summary>
/// <param name="file">The list.</param>
/// <param name="isWritten">
/// True if a person wrote the list: then <c>"schedule": "once"</c> is a statement. False for a package made in code, which holds every
/// field.
/// </param>
internal sealed class GivenValues(TaskFile file, bool isWritten)
{
    private readonly Dictionary<string, TaskSource> _sources = Sources(file);

    /// <summary>True if the task gives the field.</summary>
    public bool Has(TaskInfo task, string field) => TaskValues.Of(task, field) is not null
        || (isWritten && (IsGiven(_sources.GetValueOrDefault(task.Name), field) || IsGiven(file.Defaults, field)));

    private static bool IsGiven(TaskSource? source, string field) => source is not null && (field.Contains('.', StringComparison.Ordinal)
        ? source.Metadata.Has(field[(field.IndexOf('.', StringComparison.Ordinal) + 1)..]) : source.Given.Has(field));

    private static Dictionary<string, TaskSource> Sources(TaskFile file)
    {
        Dictionary<string, TaskSource> sources = new(StringComparer.Ordinal);
        foreach (var source in file.Tasks.Where(source => source.Name is not null))
        {
            sources.TryAdd(source.Name!, source);
        }

        return sources;
    }
}
