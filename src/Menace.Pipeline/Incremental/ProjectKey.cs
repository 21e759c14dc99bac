using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// What all stages of a project depend on: its folder (so that a copy does not trust what it was copied with), the assemblies that run the
/// stages (another version of Menace, or another build of this one), and the options that change results.
/// </summary>
internal static class ProjectKey
{
    /// <summary>The key, lower-case hexadecimal SHA-256.</summary>
    /// <param name="projectDirectory">Absolute folder of the project.</param>
    /// <param name="tasks">A type of the assembly with the MSBuild tasks.</param>
    /// <param name="options">The options that change results, by name.</param>
    public static string Of(string projectDirectory, Type tasks, IEnumerable<KeyValuePair<string, string>> options)
    {
        using var hash = new HashBuilder();
        hash.Add(projectDirectory).Add(tasks.Assembly.Location).Add(tasks.Module.ModuleVersionId.ToString())
            .Add(typeof(ProjectKey).Module.ModuleVersionId.ToString());
        foreach (var (name, value) in options.OrderBy(option => option.Key, StringComparer.Ordinal))
        {
            hash.Add(name).Add(value);
        }

        return hash.ToHex();
    }
}
