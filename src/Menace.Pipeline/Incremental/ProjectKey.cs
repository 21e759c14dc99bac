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
    /// <param name="options">Names of the options that change results.</param>
    /// <param name="valueOf">The value of an option.</param>
    /// <param name="ingredients">Receives the ingredients, or null.</param>
    public static string Of(
        string projectDirectory, Type tasks, IEnumerable<string> options, Func<string, string> valueOf, KeyIngredients? ingredients = null)
    {
        using var key = new KeyBuilder(ingredients);
        key.Add("folder of the project", projectDirectory)
            .Add("build of Menace", tasks.Assembly.Location, tasks.Module.ModuleVersionId.ToString(),
                typeof(ProjectKey).Module.ModuleVersionId.ToString());
        foreach (var name in options.Order(StringComparer.Ordinal))
        {
            key.AddNamed(KeyIngredients.Property, name, valueOf(name));
        }

        return key.ToHex();
    }
}
