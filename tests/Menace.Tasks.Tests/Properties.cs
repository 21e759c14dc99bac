using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks.Tests;

/// <summary>Passes properties of a project to a task, as the targets do.</summary>
internal static class Properties
{
    /// <summary>The properties that a project always has, and <paramref name="others"/>.</summary>
    public static ITaskItem[] Of(params IEnumerable<(string Name, string Value)> others)
    {
        Dictionary<string, string> values = new()
        {
            ["MenaceTasksFile"] = "tasks.json",
            ["MenaceRepositoryBase"] = "dev_repos",
            ["MenaceStateDirectory"] = ".menace",
        };
        foreach (var (name, value) in others)
        {
            values[name] = value;
        }

        return [.. values.Select(option => new TaskItem(option.Key, new Dictionary<string, string> { ["Value"] = option.Value.Replace("%", "%25", StringComparison.Ordinal) }))];
    }
}
