using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>The base of the tasks that read the task list itself: its bytes, and the values that the project allows.</summary>
public abstract class TaskListTask : PipelineTask
{
    /// <summary>The bytes of the task list, or null if it cannot be read, which is reported.</summary>
    private protected async Task<byte[]?> ReadTasksAsync(DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            return await SourceFile.ReadAsync(Absolute(TasksFile), TaskFileLimits.Length, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(new PipelineDiagnostic(Rules.TasksFileUnreadable, [TasksFile, exception.Message]));
            return null;
        }
    }

    /// <summary>The task list, or null if it cannot be read or has errors, which are reported.</summary>
    private protected async Task<TaskFile?> ReadListAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (ReaderOptions(config, diagnostics) is not { } options
            || await ReadTasksAsync(diagnostics, cancellationToken) is not { } content)
        {
            return null;
        }

        var file = TaskFileReader.Read(content, options);
        if (file.HasErrors)
        {
            diagnostics.Report(file, file.Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error));
            return null;
        }

        diagnostics.Use(PlaceFile.Of(file));
        return file;
    }

    /// <summary>Prints a report, and writes it into the folder of the stage files.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="write">Writes the report as UTF-8.</param>
    /// <returns>Absolute path of the file.</returns>
    private protected string Print(string name, Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        var path = StagePath(name);
        AtomicFile.Write(path, output.ToArray());
        foreach (var line in TerminalText.Of(Encoding.UTF8.GetString(output.ToArray())).TrimEnd('\n').Split('\n'))
        {
            Output.Print(line);
        }

        return path;
    }

    /// <summary>Returns the allowed values of the project, or null if a property is invalid.</summary>
    private protected TaskFileOptions? ReaderOptions(BotDevConfig config, DiagnosticLog diagnostics)
    {
        var options = TaskFileProperties.Apply(
            TaskFolder.Options(config.SourceDirectory, config.TemplateFolders), property => Properties[property], out var invalid);
        diagnostics.Report(invalid.Select(
            entry => new PipelineDiagnostic(Rules.InvalidProperty, [entry.Property, entry.Entry, entry.Allowed])));
        return invalid.Count == 0 ? options : null;
    }
}
