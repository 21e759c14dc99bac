using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Handoff;

/// <summary>The files that the tasks of a list name, read once when the package is handed off.</summary>
internal static class NamedFiles
{
    /// <summary>Every file, by its path as written.</summary>
    /// <param name="file">The list.</param>
    /// <param name="config">The settings, with the folder of the list.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PipelineException">
    /// A link leads out of the folder, code or tests are not text, or a template is invalid.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static async Task<Dictionary<string, FileContent>> ReadAsync(
        TaskFile file, BotDevConfig config, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(config.SourceDirectory);
        CheckLinks(file.Package, folder);
        var files = new Dictionary<string, FileContent>(StringComparer.Ordinal);
        foreach (var path in file.ReferencedFiles.Distinct(StringComparer.Ordinal))
        {
            var place = Path.Combine(folder, path);
            var bytes = await SourceFile.ReadAsync(place, FileContent.LargestBytes, cancellationToken);
            files.Add(path, new(bytes, !OperatingSystem.IsWindows() && File.GetUnixFileMode(place).HasFlag(UnixFileMode.UserExecute)));
        }

        CheckTexts(file.Package, files);
        await TemplateFolders.ReadAsync(file.Package, config, files, cancellationToken);
        return files;
    }

    /// <summary>
    /// Checks that named files are in the folder of the list after links are followed, so that no other file gets into a repository.
    /// </summary>
    /// <exception cref="PipelineException">A path leads out of the folder.</exception>
    private static void CheckLinks(TaskPackage package, string folder)
    {
        var root = RealPath.Of(folder);
        PipelineDiagnostic[] findings =
        [
            .. package.Tasks.SelectMany(
                task => Named(task).Select(
                named => (Task: task, named.Property, named.Path, Target: RealPath.Of(Path.Combine(folder, named.Path)))))
                .Where(named => !RealPath.IsInside(named.Target, root))
                .Select(named => new PipelineDiagnostic(Rules.ForeignPath,
                    [$"Task '{named.Task.Name}'", named.Path, named.Property,
                        $"the folder of tasks.json (a link leads to '{named.Target}')"])
                { Bot = named.Task.Name, Anchor = new(named.Property) }),
        ];
        if (findings.Length > 0)
        {
            throw new PipelineException(PipelineStage.Handoff, findings);
        }
    }

    private static IEnumerable<(string Property, string Path)> Named(TaskInfo task) =>
    [
        .. task.Metadata.CodeFile is { } code ? [("metadata.code_file", code)] : Array.Empty<(string, string)>(),
        .. task.Metadata.TestsFiles.Select(path => ("metadata.tests_file", path)),
        .. task.Metadata.Files.Select(file => ($"metadata.files.{file.Key}", file.Value)),
    ];

    /// <summary>Code and tests are text: a byte that is none is an error, not a replaced character.</summary>
    /// <exception cref="PipelineException">A file is no UTF-8, or larger than a file of a repository may be.</exception>
    private static void CheckTexts(TaskPackage package, Dictionary<string, FileContent> files)
    {
        PipelineDiagnostic[] findings =
        [
            .. package.Tasks.SelectMany(
                task => task.Metadata.TestsFiles.Select(path => (Task: task, Path: path, Property: "metadata.tests_file"))
                    .Concat(task.Metadata.CodeFile is { } code ? [(task, code, "metadata.code_file")] : []))
                .Select(named => CheckText(named.Task.Name, named.Path, named.Property, files[named.Path])).OfType<PipelineDiagnostic>(),
        ];
        if (findings.Length > 0)
        {
            throw new PipelineException(PipelineStage.Handoff, findings);
        }
    }

    private static PipelineDiagnostic? CheckText(string bot, string path, string property, FileContent content)
    {
        if (content.Bytes.Length > FileContent.LargestBytes)
        {
            return new(Rules.UnsupportedCode,
                [bot, $"the file '{path}' is larger than {FileContent.LargestBytes / 1024 / 1024} MiB"])
            {
                Bot = bot,
                Anchor = new(property)
            };
        }

        if (Utf8Text.TryDecode(content.Bytes.ToArray(), out var text, out var problem))
        {
            return null;
        }

        var place = new LineMap(text).PositionOf(text.Length);
        return new(Rules.NotUtf8, [$"The file '{path}', line {place.Line + 1}, column {place.Column + 1},", problem!])
        {
            Bot = bot,
            Anchor = new(property)
        };
    }
}
