using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>The base of the tasks that read the task list itself: its bytes, and the values that the project allows.</summary>
public abstract class TaskListTask : PipelineTask
{
    /// <summary>
    /// Names that <c>resources</c> may have; this and the next four are separated by semicolons, and empty if anything goes.
    /// </summary>
    public string KnownResources { get; set; } = "";

    /// <summary>The most that a task may ask of a resource: <c>cpu=4;memory=8Gi</c>.</summary>
    public string ResourceLimits { get; set; } = "";

    /// <summary>Gets or sets the allowed <c>metadata.capabilities</c>.</summary>
    public string KnownCapabilities { get; set; } = "";

    /// <summary>Gets or sets the allowed <c>metadata.level</c>: names, or a range such as <c>1..5</c>.</summary>
    public string Levels { get; set; } = "";

    /// <summary>Gets or sets the allowed <c>metadata.io</c>.</summary>
    public string KnownFormats { get; set; } = "";

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

    /// <summary>What the task list is compared with, or null if a property was reported.</summary>
    private protected TaskFileOptions? ReaderOptions(BotDevConfig config, DiagnosticLog diagnostics)
    {
        var options = TaskFileProperties.Apply(TaskFolder.Options(config.SourceDirectory), ValueOf, out var invalid);
        diagnostics.Report(invalid.Select(entry => new PipelineDiagnostic(Rules.InvalidProperty, [entry.Property, entry.Entry, entry.Allowed])));
        return invalid.Count == 0 ? options : null;
    }

    private string? ValueOf(string property) => property switch
    {
        TaskFileProperties.KnownResources => KnownResources,
        TaskFileProperties.ResourceLimits => ResourceLimits,
        TaskFileProperties.KnownCapabilities => KnownCapabilities,
        TaskFileProperties.Levels => Levels,
        TaskFileProperties.KnownFormats => KnownFormats,
        _ => null,
    };
}
