using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Prints the closing line of a build in which a stage ran: what the last stage counted or, if it was skipped as up to date, what it left
/// for that case. A task, because the terminal logger drops the messages of MSBuild's own.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReportBuild : Microsoft.Build.Utilities.Task
{
    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>The properties: the identity is the name; metadata Value.</summary>
    [Required]
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>The counts of <see cref="VerifyStage"/>; empty if it did not run to its end.</summary>
    public string Summary { get; set; } = "";

    /// <summary>Codes of the warnings and errors of all stages.</summary>
    public string[] Findings { get; set; } = [];

    /// <summary>Codes of the errors among them.</summary>
    public string[] Failures { get; set; } = [];

    /// <summary>True if a stage failed so that the others were not reached.</summary>
    public bool Stopped { get; set; }

    /// <summary>Folder of the rule pages in the package.</summary>
    public string RulesDirectory { get; set; } = "";

    /// <summary><c>1</c> if the terminal logger is on.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        var options = new ProjectOptions(Options);
        var output = new BuildOutput(BuildEngine, nameof(ReportBuild), TerminalLogger == "1");
        try
        {
            var isStopped = Stopped
                || Enum.GetValues<PipelineStage>().Any(stage => !File.Exists(Path.Combine(StageDirectory, ProjectState.FileOf(stage))));
            var counts = isStopped ? Stop() : Summary.Length > 0 ? Summary : ProjectState.Read(StageDirectory).Closing;
            var line = new ClosingLine(ProjectDirectory, StageDirectory, options) { RulesDirectory = RulesDirectory }
                .Of(counts, Findings.Length > 0);
            if (line.Length > 0)
            {
                output.Line(line);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            new DiagnosticLog(Log, output, "", ProjectDirectory, StageDirectory, options["MenaceHelpLinkBase"])
                .Report(new PipelineDiagnostic(Rules.StageFileFailed, [nameof(ReportBuild), exception.Message]));
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>A summary of an earlier build would be taken for that of this one.</summary>
    private string Stop()
    {
        File.Delete(Path.Combine(StageDirectory, SummaryFile.Name));
        return Failures.Length == 0 ? "" : $"stopped by {string.Join(", ", Failures.Distinct())}";
    }
}
