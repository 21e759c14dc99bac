using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Incremental.Decisions;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Compares the manifest of the project with the disk, once in each build, and says which stages have to run. Without any this is the only
/// task of Menace in the build: it also reports misspelt properties and repositories without a task, and prints the closing line. It uses
/// absolute paths only, so that <c>-mt</c> need not run it in another process, which would drop that line.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class CheckUpToDate : Microsoft.Build.Utilities.Task, IIncrementalTask
{
    private DiagnosticLog? _diagnostics;

    /// <summary>Absolute path of the project's folder.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>The project.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Absolute folder of the stage files.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>The properties: the identity is the name; metadata Value.</summary>
    [Required]
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>True if the analyzer reports the warnings of the task list.</summary>
    public bool AnalyzerRan { get; set; }

    /// <summary>Folder of the rule pages in the package.</summary>
    public string RulesDirectory { get; set; } = "";

    /// <summary><c>1</c> if the terminal logger is on.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <inheritdoc/>
    public bool FailIfNotIncremental { get; set; }

    /// <summary>Names of the stages that have to run, separated by semicolons; empty if the project is up to date.</summary>
    [Output]
    public string Open { get; private set; } = "";

    /// <summary>The repositories that the develop stage left in an earlier build: see <see cref="RepositoryItems"/>.</summary>
    [Output]
    public ITaskItem[] Repositories { get; private set; } = [];

    /// <summary>Codes of the warnings and errors that were reported.</summary>
    [Output]
    public string[] Findings => [.. _diagnostics?.Codes ?? []];

    /// <summary>Codes of the errors among them.</summary>
    [Output]
    public string[] Failures => [.. _diagnostics?.ErrorCodes ?? []];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var options = new ProjectOptions(Options);
        var output = new BuildOutput(BuildEngine, nameof(CheckUpToDate), TerminalLogger == "1");
        _diagnostics = new DiagnosticLog(Log, output, Path.GetFullPath(options["MenaceTasksFile"], ProjectDirectory), ProjectDirectory,
            StageDirectory, options["MenaceHelpLinkBase"]);
        try
        {
            PropertyCheck.Run(ProjectFile, (BuildEngine as IBuildEngine6)?.GetGlobalProperties().Keys ?? [], _diagnostics);
            Compare(options, output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Report(new PipelineDiagnostic(Rules.StageFileFailed, [nameof(CheckUpToDate), exception.Message]));
        }
#pragma warning disable CA1031 // The edge of the product, as in PipelineTask.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _diagnostics.Report(new PipelineDiagnostic(Rules.InternalError, [nameof(CheckUpToDate), exception.Message]));
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    private void Compare(ProjectOptions options, BuildOutput output)
    {
        var manifest = SeenFile.Now(ProjectState.FileName, StageDirectory);
        var (state, key) = (ProjectState.Read(StageDirectory), options.Key(ProjectDirectory));
        var reasons = new OpenReasons(Path.GetFullPath(ProjectDirectory));
        var open = options.Open(state, key, ProjectDirectory, StageDirectory, AnalyzerRan, reasons);
        if (open.Count > 0 && FailIfNotIncremental)
        {
            _diagnostics!.Report(new PipelineDiagnostic(Rules.NotUpToDate, [string.Join(", ", open)]));
            return;
        }

        // What another build has recorded meanwhile is true: its stages ran before those of this one.
        if (open.Count > 0 && manifest.IsUnchanged(StageDirectory))
        {
            options.Next(ProjectDirectory, StageDirectory, state, open, reasons).Write(StageDirectory);

            // Written before a stage runs: what a build does that is killed is done again.
            (state.Project == key ? state.Without(open) : new ProjectState { Project = key, Version = state.Version })
                .Write(StageDirectory);
        }

        Open = string.Join(';', open);
        if (open.Contains(nameof(PipelineStage.Develop)))
        {
            return;
        }

        Repositories = RepositoryItems.Of(state.Repositories);
        var folder = options["MenaceRepositoryBase"];
        string[] orphans = [.. state.Orphans.Where(
            name => Path.Exists(Path.Combine(Path.GetFullPath(folder, ProjectDirectory), name, ".git")))];
        _diagnostics!.Report(RepositoryStates.Finding(orphans, folder));
        if (open.Count > 0 || new TaskSettings(options, ProjectDirectory, _diagnostics).ToConfig(withHandoff: true) is null)
        {
            return;
        }

        if (new ClosingLine(ProjectDirectory, StageDirectory, options) { RulesDirectory = RulesDirectory }
                .Of(state.Closing, Findings.Length > 0) is { Length: > 0 } line)
        {
            output.Line(line);
        }
    }
}
