namespace Menace.Model.Tasks;

/// <summary>The names that <c>metadata.template</c> can have.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskTemplates
{
    /// <summary>The default.</summary>
    public const string Logging = "logging";

    /// <summary>Takes any arguments and gives true.</summary>
    public const string Minimal = "minimal";

    private const string Folder = "templates/";
    private const string File = "/main.scriban";

    /// <summary>The templates that every language has.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Logging, Minimal];

    /// <summary>Path beside tasks.json of the file that makes the folder of <paramref name="template"/> a template.</summary>
    public static string PathOf(string template) => Folder + template + File;

    /// <summary>
    /// The templates among <paramref name="paths"/>, which are relative to the folder of tasks.json, with '/' as separator.
    /// </summary>
    public static IReadOnlyList<string> Among(IEnumerable<string> paths) =>
    [
        .. paths
            .Where(path => path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(File, StringComparison.Ordinal)
                && path.Length > Folder.Length + File.Length)
            .Select(path => path.Substring(Folder.Length, path.Length - Folder.Length - File.Length))
            .Where(name => name.IndexOf('/') < 0)
            .OrderBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>The template of the project that <paramref name="task"/> is filled from, or null.</summary>
    public static string? OfProject(TaskInfo task) =>
        task.Metadata is { Template: { } template, CodeFile: null } && !BuiltIn.Contains(template) && string.IsNullOrWhiteSpace(task.Code)
            ? template : null;
}
