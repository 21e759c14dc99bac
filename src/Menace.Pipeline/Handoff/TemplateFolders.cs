using System.IO.Enumeration;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Handoff;

/// <summary>The folders of the templates that the tasks of a list use, those that these extend included.</summary>
internal static class TemplateFolders
{
    /// <summary>
    /// Absolute paths of the folders and files that the result of <see cref="ReadAsync"/> depends on, for a later build that compares them.
    /// </summary>
    public static IReadOnlyList<string> SourcesOf(TaskPackage package, string folder)
    {
        List<string> sources = [];
        foreach (var root in NamesOf(package, folder).Select(name => PathOf(folder, name)))
        {
            sources.Add(root);
            if (Directory.Exists(root))
            {
                sources.AddRange(Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories));
            }
        }

        return [.. sources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Adds the files of the templates to <paramref name="files"/>, by their paths beside tasks.json.</summary>
    /// <param name="package">The tasks.</param>
    /// <param name="folder">Absolute path of the folder of the list.</param>
    /// <param name="files">The files.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PipelineException">A template is invalid, or a link leads out of the folder.</exception>
    public static async Task ReadAsync(
        TaskPackage package, string folder, Dictionary<string, FileContent> files, CancellationToken cancellationToken)
    {
        var real = RealPath.Of(folder);
        List<PipelineDiagnostic> findings = [];
        foreach (var name in NamesOf(package, folder))
        {
            var root = PathOf(folder, name);
            foreach (var place in Directory.Exists(root) ? FilesIn(root) : [])
            {
                var path = TaskTemplates.FolderOf(name) + Path.GetRelativePath(root, place).Replace('\\', '/');
                if (RealPath.Of(place) is var target && !RealPath.IsInside(target, real))
                {
                    findings.Add(TemplateReader.Finding(path, 0, 0, $"a link leads out of the folder of tasks.json, to '{target}'"));
                    continue;
                }

                var bytes = await SourceFile.ReadAsync(place, FileContent.LargestBytes, cancellationToken);
                files[path] = new(bytes, !OperatingSystem.IsWindows() && File.GetUnixFileMode(place).HasFlag(UnixFileMode.UserExecute));
            }
        }

        findings.AddRange(TemplateSet.Read(files).Findings);
        if (findings.Count > 0)
        {
            throw new PipelineException(PipelineStage.Handoff, findings);
        }
    }

    /// <summary>The templates that tasks name, and those that these extend, each once.</summary>
    public static IReadOnlyList<string> NamesOf(TaskPackage package, Func<string, string?> definitionText)
    {
        var definitions = new Dictionary<string, TemplateDefinition?>(StringComparer.Ordinal);
        return
        [
            .. package.Tasks.Select(TaskTemplates.OfProject).OfType<string>().Distinct()
                .SelectMany(name => TemplateSet.ExtendedBy(name, DefinitionOf).Prepend(name))
                .Where(name => IsName(name) && !TaskTemplates.BuiltIn.Contains(name)).Distinct(StringComparer.Ordinal),
        ];

        TemplateDefinition? DefinitionOf(string name) => definitions.TryGetValue(name, out var known) ? known
            : definitions[name] = IsName(name) && definitionText(name) is { } text ? TemplateReader.Read(name, text).Definition : null;
    }

    private static IReadOnlyList<string> NamesOf(TaskPackage package, string folder) => NamesOf(package, name =>
    {
        var path = Path.Combine(PathOf(folder, name), TemplateDefinition.FileName);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    });

    /// <summary>The files below a folder, without following links to folders.</summary>
    private static string[] FilesIn(string root) =>
    [
        .. new FileSystemEnumerable<string>(
            root, (ref entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        }.Order(StringComparer.Ordinal),
    ];

    private static bool IsName(string name) => name.Length > 0 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\\');

    private static string PathOf(string folder, string name) => Path.Combine(folder, TaskTemplates.FolderOf(name).TrimEnd('/'));
}
