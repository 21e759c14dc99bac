using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>Fills what a task leaves out from the file's defaults, key by key, as <see cref="TaskFields"/> says.</summary>
internal static class TaskDefaults
{
    public static TaskInfo Apply(TaskSource own, TaskSource? defaults)
    {
        var task = own.Given.Values with { Name = own.Name ?? "", Metadata = own.Metadata.Values };
        return defaults is null
            ? task
            : own.Given.Fill(own, defaults.Given) with { Name = task.Name, Metadata = Metadata(own, defaults) };
    }

    private static TaskMetadata Metadata(TaskSource own, TaskSource defaults)
    {
        var metadata = own.Metadata.Fill(own, defaults.Metadata);
        var extra = defaults.Metadata.Values.Extra;
        return extra.Count == 0 ? metadata : metadata with { Extra = FieldTypes.Merge(metadata.Extra, extra) };
    }
}
