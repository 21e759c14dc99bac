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
    /// The file that NuGet writes beside the content of a package. A package has no modes: what NuGet extracts on Linux is executable for
    /// its owner, all of it.
    /// </summary>
    private const string PackageMark = ".nupkg.metadata";

    /// <summary>
    /// The folders whose folders are templates: <c>templates</c> in <paramref name="folder"/>, and <paramref name="others"/>.
    /// </summary>
    public static IEnumerable<string> RootsOf(string folder, IReadOnlyList<string> others) =>
        others.Select(other => Path.GetFullPath(other, Path.GetFullPath(folder))).Prepend(Path.Combine(folder, "templates"));

    /// <summary>
    /// Absolute paths of the folders and files that the files of templates depend on, for a later build that compares them.
    /// </summary>
    public static IReadOnlyList<string> SourcesOf(TaskPackage package, BotDevConfig config)
    {
        List<string> sources = [];
        foreach (var place in NamesOf(package, config).SelectMany(name => PlacesOf(config, name)))
        {
            sources.Add(place);
            if (Directory.Exists(place))
            {
                sources.AddRange(EntriesBelow(place, isWanted: (_, _) => true));
            }
        }

        return [.. sources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Adds the files of the templates to <paramref name="files"/>, as if all templates were in <c>templates/</c> beside tasks.json.
    /// </summary>
    /// <param name="package">The tasks.</param>
    /// <param name="config">The settings.</param>
    /// <param name="files">The files.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PipelineException">A template is invalid, or a link leads out of its folder.</exception>
    public static async Task ReadAsync(
        TaskPackage package, BotDevConfig config, Dictionary<string, FileContent> files, CancellationToken cancellationToken)
    {
        List<PipelineDiagnostic> findings = [];
        foreach (var name in NamesOf(package, config))
        {
            string[] places = [.. PlacesOf(config, name).Where(Directory.Exists)];
            if (places.Length > 1)
            {
                findings.Add(TemplateReader.Finding(TaskTemplates.FolderOf(name).TrimEnd('/'), 0, 0,
                    $"two templates have this name, in '{places[0]}' and in '{places[1]}'. Rename one of them"));
            }

            foreach (var place in places.Take(1))
            {
                findings.AddRange(await ReadFolderAsync(config, name, place, files, cancellationToken));
            }
        }

        findings.AddRange(TemplateSet.Read(files).Findings);
        if (findings.Count > 0)
        {
            throw new PipelineException(PipelineStage.Handoff, findings);
        }
    }

    private static async Task<IReadOnlyList<PipelineDiagnostic>> ReadFolderAsync(
        BotDevConfig config, string name, string folder, Dictionary<string, FileContent> files, CancellationToken cancellationToken)
    {
        // Links may lead to other files of the project, or inside a folder that the project names, but nowhere else.
        var source = Path.GetFullPath(config.SourceDirectory);
        var root = Path.GetDirectoryName(folder)!;
        string[] allowed = root == Path.Combine(source, "templates") ? [RealPath.Of(source)] : [RealPath.Of(source), RealPath.Of(root)];
        var isPackage = File.Exists(Path.GetFullPath(Path.Combine(root, "../..", PackageMark)));
        List<PipelineDiagnostic> findings = [];
        foreach (var file in FilesIn(folder))
        {
            var path = TaskTemplates.FolderOf(name) + Path.GetRelativePath(folder, file).Replace('\\', '/');
            try
            {
                var bytes = ReasonAgainst(file, allowed) is { } reason ? throw new IOException(reason)
                    : await SourceFile.ReadAsync(file, FileContent.LargestBytes, cancellationToken);
                files[path] = bytes.Length <= FileContent.LargestBytes
                    ? new(bytes, isPackage ? bytes is [(byte)'#', (byte)'!', ..] : IsExecutable(file))
                    : throw new IOException($"the file has more than {FileContent.LargestBytes} bytes, too many for a repository");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                findings.Add(TemplateReader.Finding(path, 0, 0, exception.Message));
            }
        }

        return findings;
    }

    private static bool IsExecutable(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);

    /// <summary>Why the file or link at <paramref name="path"/> is no file of a template, or null.</summary>
    private static string? ReasonAgainst(string path, IEnumerable<string> allowed) =>
        RealPath.Of(path) is var target && !allowed.Any(place => RealPath.IsInside(target, place))
            ? $"a link leads out of the folder of tasks.json, to '{target}'"
        : Directory.Exists(path) ? $"a link leads to the folder '{target}'; only links to files are used. Copy the folder" : null;

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

    private static IReadOnlyList<string> NamesOf(TaskPackage package, BotDevConfig config) => NamesOf(package, name =>
        PlacesOf(config, name).Select(place => Path.Combine(place, TemplateDefinition.FileName)).FirstOrDefault(File.Exists) is { } path
            ? File.ReadAllText(path) : null);

    /// <summary>The files and links below a folder, without following links to folders: these can lead in a circle.</summary>
    private static IEnumerable<string> FilesIn(string root) =>
        EntriesBelow(root, isWanted: (isFolder, isLink) => !isFolder || isLink);

    private static IEnumerable<string> EntriesBelow(string root, Func<bool, bool, bool> isWanted) =>
        new FileSystemEnumerable<string>(
            root, (ref entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref entry) => isWanted(entry.IsDirectory, IsLink(ref entry)),
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        }.Order(StringComparer.Ordinal);

    private static bool IsLink(ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static bool IsName(string name) => name.Length > 0 && name is not ("." or "..") && !name.AsSpan().ContainsAny('/', '\\');

    private static IEnumerable<string> PlacesOf(BotDevConfig config, string name) =>
        RootsOf(Path.GetFullPath(config.SourceDirectory), config.TemplateFolders).Select(root => Path.Combine(root, name));
}
