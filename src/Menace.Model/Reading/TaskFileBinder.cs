using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>Turns the values of the file into tasks and reports what has the wrong shape (MENACE11xx).</summary>
/// <param name="text">The file.</param>
/// <param name="findings">Where mistakes go.</param>
/// <param name="sliced">The tasks that are read separately from the file, if any.</param>
internal sealed class TaskFileBinder(string text, FindingList findings, SlicedTasks? sliced = null)
{
    private static readonly string[] RootProperties = [
        "$schema", "version", "title", "description", "defaults", "tasks", Suppressions.Property];

    private readonly List<TaskSource> _tasks = [];
    private bool _namesComplete = true;
    private TaskSource? _defaults;

    public BoundFile Bind(JsonNode? root, bool structureUncertain)
    {
        var package = root is null ? new([]) : BindRoot(root);
        _namesComplete &= !structureUncertain;
        if (_defaults is { } shared && (long)shared.Node.Span.Length * _tasks.Count > TaskFileLimits.Length)
        {
            findings.Add(
                RuleTable.TooLarge, shared.Node.Head,
                "its defaults have " + Count(shared.Node.Span.Length) + " characters and are repeated for " + Count(_tasks.Count)
                    + " tasks", Count(TaskFileLimits.Length) + " characters");
            _defaults = null;
        }

        foreach (var source in _tasks.Where(t => !t.IsChecked))
        {
            source.Task = TaskDefaults.Apply(source, _defaults);
        }

        return new(package with { Tasks = _tasks.Where(t => t.Name is not null).Select(t => t.Task).ToList() }, _tasks, _defaults,
            _namesComplete);
    }

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private TaskPackage BindRoot(JsonNode root)
    {
        var package = new TaskPackage([]);
        switch (root.Kind)
        {
            case JsonKind.Array:
                BindTasks(root);
                return package;
            case JsonKind.Object:
                return BindRootObject(root, package);
            default:
                if (!root.IsBroken)
                {
                    findings.Add(RuleTable.InvalidRoot, root.Span, Display.Of(root));
                }

                return package;
        }
    }

    private TaskPackage BindRootObject(JsonNode root, TaskPackage package)
    {
        var shape = new ShapeReader(findings, "The file", silent: false);
        if (root.Find("tasks") is not { } tasks)
        {
            if (!root.IsBroken)
            {
                var found = root.Find("name") is null ? "an object without 'tasks'" : "a single task; put it in [ ]";
                findings.Add(RuleTable.InvalidRoot, root.Head, found);
            }

            return package;
        }

        foreach (var member in root.Members)
        {
            var value = member.Value;
            switch (member.Name)
            {
                case "$schema":
                    shape.String(value, member.Name);
                    break;
                case "version":
                    package = package with { Version = BindVersion(value, shape) };
                    break;
                case "title":
                    package = package with { Title = shape.String(value, member.Name) ?? "" };
                    break;
                case "description":
                    package = package with { Description = shape.String(value, member.Name) ?? "" };
                    break;
                case "defaults":
                    BindDefaults(value, shape);
                    break;
                case Suppressions.Property:
                    shape.Strings(value, member.Name);
                    break;
                case "tasks":
                    break;
                default:
                    shape.Unknown(member, "", RootProperties);
                    break;
            }
        }

        if (tasks.Value.Kind == JsonKind.Array)
        {
            BindTasks(tasks.Value);
        }
        else
        {
            shape.WrongType(tasks.Value, "tasks", "an array of tasks");
            _namesComplete = false;
        }

        return package;
    }

    private static int BindVersion(JsonNode value, ShapeReader shape)
    {
        if (value.Kind == JsonKind.Number && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            if (version != TaskPackage.CurrentVersion)
            {
                shape.WrongType(value, "version", "1, the version of this format");
            }

            return version;
        }

        shape.WrongType(value, "version", "1, the version of this format");
        return TaskPackage.CurrentVersion;
    }

    private void BindDefaults(JsonNode value, ShapeReader shape)
    {
        if (value.Kind != JsonKind.Object)
        {
            shape.WrongType(value, "defaults", "an object with properties of a task");
            return;
        }

        _defaults = new(value, -1, text, findings);
        new TaskBinder(_defaults, new(findings, _defaults.Label, value.IsBroken)).Bind(isDefaults: true);
    }

    private void BindTasks(JsonNode list)
    {
        if (list.Items.Count == 0 && !list.IsBroken)
        {
            findings.Add(RuleTable.NoTasks, list.Span);
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            var node = list.Items[i];
            if (node.Kind == JsonKind.Object)
            {
                BindTask(node, i);
            }
            else
            {
                new ShapeReader(findings, "The file", silent: false)
                    .WrongType(node, ShapeReader.Element("tasks", i), "an object that describes a task");
                _namesComplete &= !node.IsBroken;
            }
        }
    }

    private void BindTask(JsonNode node, int index)
    {
        var source = node is SlicedNode apart ? sliced!.SourceOf(apart, index) : new(node, index, text, findings);
        if (!source.IsChecked)
        {
            new TaskBinder(source, new(source.Findings, source.Label, node.IsBroken)).Bind(isDefaults: false);
        }

        _namesComplete &= source.NameNode is not null;
        _tasks.Add(source);
    }
}
