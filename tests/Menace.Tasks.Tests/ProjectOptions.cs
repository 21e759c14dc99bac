namespace Menace.Tasks.Tests;

/// <summary>Sets properties of a project, as the targets do before the tasks run.</summary>
internal static class ProjectOptions
{
    /// <summary>The options file of the folder <paramref name="stages"/>, with the properties that a project always has and <paramref name="others"/>.</summary>
    public static void Write(string stages, params (string Name, string Value)[] others)
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

        OptionsFile.Write(stages, "sdk/", values);
    }
}
