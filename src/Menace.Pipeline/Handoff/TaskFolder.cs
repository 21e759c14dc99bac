using Menace.Model.Reading;

namespace Menace.Pipeline.Handoff;

/// <summary>The folder of tasks.json, as its reader asks about it.</summary>
public static class TaskFolder
{
    /// <summary>Returns the files and templates in <paramref name="folder"/>.</summary>
    public static TaskFileOptions Options(string folder) => Options(folder, []);

    /// <summary>
    /// Returns the files in <paramref name="folder"/>, and its templates and those in <paramref name="templateFolders"/>.
    /// </summary>
    internal static TaskFileOptions Options(string folder, IReadOnlyList<string> templateFolders) => new()
    {
        FileExists = path => File.Exists(Path.Combine(folder, path)),
        FilesNear = path => FilesNear(folder, path),
        Templates =
        [
            .. TemplateFolders.RootsOf(folder, templateFolders).Select(root => new DirectoryInfo(root)).Where(root => root.Exists)
                .SelectMany(root => root.EnumerateDirectories())
                .Where(template => template.EnumerateFiles("*", SearchOption.AllDirectories).Any())
                .Select(template => template.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ],
    };

    private static IEnumerable<string> FilesNear(string folder, string path)
    {
        var beside = new DirectoryInfo(Path.Combine(folder, Path.GetDirectoryName(path) ?? ""));
        return beside.Exists ? beside.EnumerateFiles().Select(file => Path.GetRelativePath(folder, file.FullName).Replace('\\', '/')) : [];
    }
}
