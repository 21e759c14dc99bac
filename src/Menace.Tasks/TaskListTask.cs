using Menace.Model.Diagnostics;
using Menace.Model.Reading;
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
