using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>Fields of tasks by their names, <c>schedule</c> or <c>metadata.purpose</c>, as tasks.json writes them.</summary>
internal static class TaskValues
{
    private const string MetadataPrefix = TaskFields.MetadataKey + ".";

    private static readonly TaskInfo Empty = new() { Name = "" };

    /// <summary>True if tasks.json has such a field.</summary>
    public static bool IsField(string field) => field.StartsWith(MetadataPrefix, StringComparison.Ordinal)
        ? TaskFields.Metadata.Holds(field[MetadataPrefix.Length..]) : TaskFields.Task.Holds(field);

    /// <summary>The value of a field, or null if it is as in a task that says nothing.</summary>
    public static JsonValue? Of(TaskInfo task, string field) =>
        Written(task, field) is { } value && !value.Equals(Written(Empty, field)) ? value : null;

    /// <summary><paramref name="task"/> with <paramref name="fields"/> in place of its own.</summary>
    /// <exception cref="FormatException">A value does not have the type of its field.</exception>
    public static TaskInfo With(TaskInfo task, IReadOnlyList<CompletedField> fields)
    {
        var metadata = Members(TaskFields.Metadata.Write(task.Metadata));
        foreach (var (key, value) in task.Metadata.Extra)
        {
            metadata.TryAdd(key, value);
        }

        var members = Members(TaskFields.Task.Write(task));
        foreach (var field in fields.Where(field => IsField(field.Field)))
        {
            if (field.Field.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            {
                metadata[field.Field[MetadataPrefix.Length..]] = field.Value;
            }
            else
            {
                members[field.Field] = field.Value;
            }
        }

        members[TaskFields.MetadataKey] = JsonValue.FromMembers([.. metadata]);
        var package = JsonValue.FromMembers(
            [new("tasks", JsonValue.FromItems([JsonValue.FromMembers([.. members])])), new("version", TaskPackage.CurrentVersion)]);
        return TaskPackageJson.Read(CanonicalJson.Write(package)).Tasks[0];
    }

    private static JsonValue? Written(TaskInfo task, string field)
    {
        var isMetadata = field.StartsWith(MetadataPrefix, StringComparison.Ordinal);
        var name = isMetadata ? field[MetadataPrefix.Length..] : field;
        return (isMetadata ? TaskFields.Metadata.Write(task.Metadata) : TaskFields.Task.Write(task))
            .FirstOrDefault(member => member.Key == name).Value;
    }

    private static Dictionary<string, JsonValue> Members(IEnumerable<KeyValuePair<string, JsonValue>> members) =>
        members.ToDictionary(member => member.Key, member => member.Value, StringComparer.Ordinal);
}
