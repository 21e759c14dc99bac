using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;

namespace Menace.Model.TaskFiles;

/// <summary>
/// The canonical JSON of a package, what is recorded, hashed and handed off. <see cref="TaskFileReader"/> reads it back
/// to an equal package.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskPackageJson
{
    /// <summary>The canonical text: sorted keys, no white space, metadata only with the keys that are set.</summary>
    public static string Write(TaskPackage package)
    {
        List<KeyValuePair<string, JsonValue>> root =
            [new("tasks", JsonValue.FromItems([.. package.Tasks.Select(OfTask)])), new("version", package.Version)];
        KeyValuePair<string, JsonValue>[] texts = [new("title", package.Title), new("description", package.Description)];
        root.AddRange(texts.Where(text => text.Value.Text.Length > 0));
        return CanonicalJson.Write(JsonValue.FromMembers(root));
    }

    /// <summary>Reads back what <see cref="Write(TaskPackage)"/> wrote, without checking it again.</summary>
    /// <exception cref="FormatException">The text is not the JSON of a package.</exception>
    public static TaskPackage Read(string json)
    {
        var findings = new FindingList();
        var reader = new JsonTreeReader(json, findings) { MaximumValues = int.MaxValue };
        var bound = new TaskFileBinder(json, findings).Bind(reader.Read(), reader.StructureUncertain);
        return findings.HasErrors
            ? throw new FormatException(findings.ToSorted(() => new(json)).First(f => f.Rule.Severity == RuleSeverity.Error).Message)
            : bound.Package;
    }

    /// <summary>The canonical text of one task, as it stands in the text of its package.</summary>
    public static string Write(TaskInfo task) => CanonicalJson.Write(OfTask(task));

    private static JsonValue OfTask(TaskInfo task) =>
        JsonValue.FromMembers([.. TaskFields.Task.Write(task), new(TaskFields.MetadataKey, OfMetadata(task.Metadata))]);

    /// <summary>A key that the format knows is the property's, whatever <see cref="TaskMetadata.Extra"/> says.</summary>
    private static JsonValue OfMetadata(TaskMetadata metadata) =>
        JsonValue.FromMembers(
            [.. TaskFields.Metadata.Write(metadata), .. metadata.Extra.Where(extra => !TaskFields.Metadata.Holds(extra.Key))]);
}
