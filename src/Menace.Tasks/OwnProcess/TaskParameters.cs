using System.Collections;
using System.Reflection;
using Menace.Pipeline.Languages.CSharp;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks.OwnProcess;

/// <summary>The parameters of a task as values that travel, by the properties of its type: what MSBuild does for a task host.</summary>
internal static class TaskParameters
{
    /// <summary>The parameters of <paramref name="task"/> that MSBuild sets.</summary>
    public static Dictionary<string, TaskValue> Inputs(IStageTask task) =>
        Of(task, property => property.SetMethod is { IsPublic: true } && property.DeclaringType!.Assembly == typeof(IStageTask).Assembly);

    /// <summary>The parameters of <paramref name="task"/> that MSBuild reads.</summary>
    public static Dictionary<string, TaskValue> Outputs(IStageTask task) => Of(task, IsOutput);

    /// <summary>Sets parameters of <paramref name="task"/>, of both kinds.</summary>
    public static void Set(IStageTask task, Dictionary<string, TaskValue> values)
    {
        foreach (var (name, value) in values)
        {
            // A setter that is not public is visible in the type that has it.
            var property = task.GetType().GetProperty(name)!;
            property.DeclaringType!.GetProperty(name)!.SetValue(task, Value(property.PropertyType, value));
        }
    }

    private static bool IsOutput(PropertyInfo property) => property.IsDefined(typeof(OutputAttribute));

    private static Dictionary<string, TaskValue> Of(IStageTask task, Func<PropertyInfo, bool> isOne) =>
        task.GetType().GetProperties().Where(isOne).ToDictionary(property => property.Name, property => Value(property.GetValue(task)));

    private static TaskValue Value(object? value) => value switch
    {
        null => new(),
        string text => new(Text: text),
        bool flag => new(Flag: flag),
        string[] words => new(Words: words),
        ITaskItem[] items => new(Items: [.. items.Select(item => new TaskValueItem(item.ItemSpec, Metadata(item.CloneCustomMetadata())))]),
        _ => throw new NotSupportedException($"A parameter of type {value.GetType()} does not travel."),
    };

    private static Dictionary<string, string> Metadata(IDictionary metadata) =>
        metadata.Keys.Cast<string>().ToDictionary(name => name, name => (string?)metadata[name] ?? "");

    private static object? Value(Type type, TaskValue value) => value switch
    {
        { Text: { } text } => text,
        { Flag: { } flag } => flag,
        { Words: { } words } => words.ToArray(),
        { Items: { } items } => items.Select(Item).ToArray(),
        _ => type == typeof(bool) ? false : null,
    };

    private static ITaskItem Item(TaskValueItem item) => new TaskItem(
        MSBuildText.Escape(item.Spec), item.Metadata.ToDictionary(entry => entry.Key, entry => MSBuildText.Escape(entry.Value)));
}
