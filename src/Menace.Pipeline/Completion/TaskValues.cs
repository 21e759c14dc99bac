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
    public static TaskInfo With(TaskInfo task, IReadOnlyList<CompletedField> fields) =>
        Write(task, fields.Select(field => (field.Field, (JsonValue?)field.Value)));

    /// <summary><paramref name="task"/> as if it did not give <paramref name="fields"/>.</summary>
    public static TaskInfo Without(TaskInfo task, IEnumerable<string> fields) =>
        Write(task, fields.Select(field => (field, (JsonValue?)null)));

    private static TaskInfo Write(TaskInfo task, IEnumerable<(string Field, JsonValue? Value)> fields)
    {
        var metadata = Members(TaskFields.Metadata.Write(task.Metadata));
        foreach (var (key, value) in task.Metadata.Extra)
        {
            metadata.TryAdd(key, value);
        }

        var members = Members(TaskFields.Task.Write(task));
        foreach (var (field, value) in fields.Where(one => IsField(one.Field)))
        {
            var isMetadata = field.StartsWith(MetadataPrefix, StringComparison.Ordinal);
            var (target, name) = isMetadata ? (metadata, field[MetadataPrefix.Length..]) : (members, field);
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value;
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
