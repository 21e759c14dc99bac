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

    /// <summary>The file of a template that writes code.</summary>
    public const string CodeFile = "main.scriban";

    /// <summary>Path beside tasks.json of the prompt for chat models, which is not a file of a template.</summary>
    internal const string PromptFile = Folder + "prompts/code.scriban";

    private const string Folder = "templates/";

    /// <summary>The templates that every language has.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Logging, Minimal];

    /// <summary>Path beside tasks.json of the file of <paramref name="template"/> that writes code.</summary>
    public static string PathOf(string template) => FolderOf(template) + CodeFile;

    /// <summary>Path beside tasks.json of the folder of <paramref name="template"/>, with '/' at its end.</summary>
    public static string FolderOf(string template) => Folder + template + "/";

    /// <summary>
    /// The templates among <paramref name="paths"/>, which are relative to the folder of tasks.json, with '/' as separator: the folders of
    /// templates/ with a file.
    /// </summary>
    public static IReadOnlyList<string> Among(IEnumerable<string> paths) =>
    [
        .. paths.Select(NameIn).OfType<string>().Distinct().OrderBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>The template whose file is at <paramref name="path"/>, or null.</summary>
    public static string? NameIn(string path) =>
        path != PromptFile && path.StartsWith(Folder, StringComparison.Ordinal) && path.IndexOf('/', Folder.Length) is > 0 and var end
            && end > Folder.Length && end + 1 < path.Length
            ? path.Substring(Folder.Length, end - Folder.Length) : null;

    /// <summary>The template of the project that <paramref name="task"/> names, or null.</summary>
    public static string? OfProject(TaskInfo task) =>
        task.Metadata.Template is { } template && !BuiltIn.Contains(template) ? template : null;
}
