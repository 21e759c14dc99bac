using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Checks the task list before the compiler, which opens any file: on a pipe it would wait for the other end until
/// that closes, and on a device read for ever. A missing file is reported by the first stage.
/// </summary>
public sealed class CheckTasksFile : Microsoft.Build.Utilities.Task
{
    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The task list.</summary>
    [Required]
    public string TasksFile { get; set; } = "";

    /// <summary>Gets or sets the address of the published rule pages; empty: findings have no links.</summary>
    public string HelpLinkBase { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var path = Path.GetFullPath(TasksFile, ProjectDirectory);
        if (!SourceFile.IsPipeOrDevice(path))
        {
            return true;
        }

        var log = new DiagnosticLog(
            Log, new BuildOutput(BuildEngine, nameof(CheckTasksFile), isTerminal: false), path, ProjectDirectory, "", HelpLinkBase);
        log.Report(new PipelineDiagnostic(Rules.TasksFileUnreadable, [TasksFile, SourceFile.NotRegular]));
        return false;
    }
}
