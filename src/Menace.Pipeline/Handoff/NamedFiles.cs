using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Handoff;

/// <summary>The files that the tasks of a list name, read once when the package is handed off.</summary>
internal static class NamedFiles
{
    /// <summary>Every file, by its path as written.</summary>
    /// <param name="file">The list.</param>
    /// <param name="locate">The place of a path as written.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PipelineException">Code or tests are no text.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static async Task<Dictionary<string, FileContent>> ReadAsync(TaskFile file, Func<string, string> locate, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, FileContent>(StringComparer.Ordinal);
        foreach (var path in file.ReferencedFiles.Distinct(StringComparer.Ordinal))
        {
            var place = locate(path);
            var bytes = await SourceFile.ReadAsync(place, FileContent.LargestBytes, cancellationToken);
            files.Add(path, new(bytes, !OperatingSystem.IsWindows() && File.GetUnixFileMode(place).HasFlag(UnixFileMode.UserExecute)));
        }

        CheckTexts(file.Package, files);
        return files;
    }

    /// <summary>Code and tests are text: a byte that is none is an error, not a replaced character.</summary>
    /// <exception cref="PipelineException">A file is no UTF-8, or larger than a file of a repository may be.</exception>
    private static void CheckTexts(TaskPackage package, Dictionary<string, FileContent> files)
    {
        PipelineDiagnostic[] findings =
        [
            .. package.Tasks.SelectMany(task => task.Metadata.TestsFiles.Select(path => (Task: task, Path: path, Property: "metadata.tests_file"))
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
            return new(Rules.UnsupportedCode, [bot, $"the file '{path}' is larger than {FileContent.LargestBytes / 1024 / 1024} MiB"]) { Bot = bot, Anchor = new(property) };
        }

        if (Utf8Text.TryDecode(content.Bytes.ToArray(), out var text, out var problem))
        {
            return null;
        }

        var place = new LineMap(text).PositionOf(text.Length);
        return new(Rules.NotUtf8, [$"The file '{path}', line {place.Line + 1}, column {place.Column + 1},", problem!]) { Bot = bot, Anchor = new(property) };
    }
}
