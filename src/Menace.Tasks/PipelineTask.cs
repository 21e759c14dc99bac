using System.Diagnostics;
using Menace.Model.Diagnostics;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Reporting;
using Menace.Tasks.OwnProcess;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>The base of the tasks of all stages: settings in, coded and located diagnostics out, the manifest, cancellation.</summary>
#pragma warning disable CA1001 // MSBuild disposes no task, and a token source without a timer holds nothing.
public abstract class PipelineTask : Microsoft.Build.Utilities.Task, IStageTask
#pragma warning restore CA1001
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _cancellation = new();
    private DiagnosticLog? _diagnostics;
    private ProjectOptions? _options;

    /// <summary>Absolute path of the project's folder; every other path is relative to it.</summary>
    [Required]
    public string ProjectDirectory { get; set; } = "";

    /// <summary>Folder of the stage files, with a separator at its end.</summary>
    [Required]
    public string StageDirectory { get; set; } = "";

    /// <summary>The properties of the project: the identity is the name; metadata Value.</summary>
    [Required]
    public ITaskItem[] Options { get; set; } = [];

    /// <summary>True if the analyzer has reported the warnings of the task list already.</summary>
    public bool AnalyzerRan { get; set; }

    /// <summary><c>1</c> if the terminal logger is on.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <summary>True to run in a process of its own, if one can be started (<see cref="StageProcess"/>).</summary>
    public bool InOwnProcess { get; set; }

    /// <summary>Codes of the warnings and errors that were reported, each once.</summary>
    [Output]
    public string[] Findings { get; private set; } = [];

    /// <summary>Codes of the errors among them.</summary>
    [Output]
    public string[] Failures { get; private set; } = [];

    /// <summary>True if the file that the stage leaves for the next one is another than before.</summary>
    [Output]
    public bool Changed { get; private protected set; }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        _diagnostics = new DiagnosticLog(
            Log, Output, Absolute(TasksFile), Path.GetFullPath(ProjectDirectory), Absolute(StageDirectory),
            Properties["MenaceHelpLinkBase"]);
        var succeeded = InOwnProcess && BuildEngine is IBuildEngine4 engine && StageProcess.Dotnet is { } dotnet
            ? ExecuteThere(engine, dotnet) : ExecuteHere();
        Findings = [.. Findings.Union(_diagnostics.Codes)];
        Failures = [.. Failures.Union(_diagnostics.ErrorCodes)];
        return succeeded;
    }

    private bool ExecuteThere(IBuildEngine4 engine, string dotnet)
    {
        try
        {
            return StageProcesses.Of(engine).Run(this, dotnet, _cancellation.Token);
        }
        catch (StageProcessException exception)
        {
            if (!_cancellation.IsCancellationRequested)
            {
                Abandon([new PipelineDiagnostic(Rules.StageProcessEnded, [GetType().Name, exception.Message])]);
                WriteQualityReport();
            }

            return false;
        }
    }

    private bool ExecuteHere()
    {
        try
        {
            if (new TaskSettings(Properties, ProjectDirectory, _diagnostics!).ToConfig(withHandoff: this is HandoffStage) is { } config)
            {
                Run(config);
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // MSBuild reports the cancellation itself.
            return false;
        }
        catch (PipelineException exception)
        {
            Abandon(exception.Diagnostics);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Abandon([new PipelineDiagnostic(Rules.StageFileFailed, [GetType().Name, exception.Message])]);
        }
#pragma warning disable CA1031 // The edge of the product: whatever was not foreseen still gets a code, and the log its details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Abandon([new PipelineDiagnostic(Rules.InternalError, [GetType().Name, exception.Message])]);
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        WriteQualityReport();
        return !Log.HasLoggedErrors;
    }

    /// <summary>The properties of the project.</summary>
    internal ProjectOptions Properties => _options ??= new(Options);

    /// <summary>The task list, as the property names it.</summary>
    private protected string TasksFile => Properties["MenaceTasksFile"];

    /// <summary>Prints lines for people.</summary>
    private protected BuildOutput Output => new(BuildEngine, GetType().Name, TerminalLogger == "1");

    /// <inheritdoc cref="IStageTask.OutlivesBuild"/>
    private protected virtual bool OutlivesBuild => false;

    bool IStageTask.OutlivesBuild => OutlivesBuild;

    /// <summary>The stage, or null for a task that is none.</summary>
    private protected virtual PipelineStage? Stage => null;

    /// <summary>Names of files that the stage leaves besides that for the next stage.</summary>
    private protected virtual IReadOnlyList<string> SideFiles => [];

    /// <summary>What the stage adds to the manifest of the project at its end.</summary>
    private protected Func<ProjectState, ProjectState> Record { get; set; } = state => state;

    /// <summary>What the stage did for each bot, for explanations.</summary>
    private protected IReadOnlyList<BotDecision> Decisions { get; set; } = [];

    /// <summary>The ingredients of the state that the stage tested, or null.</summary>
    private protected KeyIngredients? Tested { get; set; }

    /// <summary>The stage.</summary>
    /// <returns>True if it need not run again until an input changes.</returns>
    private protected abstract System.Threading.Tasks.Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken);

    /// <summary>
    /// Gets whether there was no warning and no error: a stage with one runs again in the next build to repeat it, without repeating its
    /// work.
    /// </summary>
    private protected static bool IsSilent(IEnumerable<PipelineDiagnostic> diagnostics) =>
        !diagnostics.Any(diagnostic => diagnostic.Rule.Severity is RuleSeverity.Warning or RuleSeverity.Error);

    /// <summary>
    /// The pipeline of this build: one for all of its stages if the host keeps objects for a build, so that what one stage has read
    /// of the code the next need not read again.
    /// </summary>
    private protected ImplementationPipeline Pipeline(BotDevConfig config)
    {
        if (BuildEngine is not IBuildEngine4 engine)
        {
            return ExtensionAssembly.PipelineOf(config);
        }

        var key = (typeof(ImplementationPipeline).AssemblyQualifiedName, config);
        if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is not ImplementationPipeline pipeline)
        {
            pipeline = ExtensionAssembly.PipelineOf(config);
            engine.RegisterTaskObject(key, pipeline, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: true);
        }

        return pipeline;
    }

    /// <summary>Runs a part of the stage that reports how far it is, and prints that.</summary>
    /// <param name="verb">What it does to bots.</param>
    /// <param name="run">Runs it.</param>
    private protected async Task<T> WithProgressAsync<T>(string verb, Func<IStageProgress, Task<T>> run)
    {
        var progress = new StageProgress(verb, Output.Line, isOnServer: IsOnServer);
        await using (Ticking(progress.Tick))
        {
            var result = await run(progress);
            progress.End();
            return result;
        }
    }

    /// <summary>True on a build server, whose log is read afterwards.</summary>
    private protected static bool IsOnServer => new BuildServer(Environment.GetEnvironmentVariable).IsAny;

    /// <summary>Calls <paramref name="tick"/> a few times a second until it is disposed of.</summary>
    private protected static Timer Ticking(Action tick) => new(_ => tick(), null, TickInterval, TickInterval);

    /// <summary>Prints how much the stage did, if that was much and took long (<see cref="StageLine"/>).</summary>
    private protected void Tell(int count, string noun, string verb, Stopwatch clock)
    {
        if (StageLine.Of(count, noun, verb, clock.Elapsed) is { } line)
        {
            Output.Line(line);
        }
    }

    /// <summary>Absolute path of a stage file.</summary>
    private protected string StagePath(string fileName) => Path.Combine(Absolute(StageDirectory), fileName);

    /// <summary>Absolute path of the file that a stage leaves.</summary>
    private protected string StagePath(PipelineStage stage) => StagePath(ProjectState.FileOf(stage));

    /// <summary>Absolute path of <paramref name="path"/>.</summary>
    private protected string Absolute(string path) => Path.GetFullPath(path, Path.GetFullPath(ProjectDirectory));

    /// <summary>
    /// The stage as a whole failed: the next one must not use the file of an earlier build. After the last stage comes none, and what its
    /// file says about earlier tests stays true. A stage that only waited leaves the file to the build that it waited for.
    /// </summary>
    private void Abandon(IReadOnlyList<PipelineDiagnostic> diagnostics)
    {
        _diagnostics!.Report(diagnostics);
        if (Stage is { } stage and not PipelineStage.Verify && File.Exists(StagePath(stage))
            && !diagnostics.Any(finding => finding.Rule == Rules.StateLocked))
        {
            try
            {
                File.Delete(StagePath(stage));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The build has failed, and the stage is not done: the next build runs it again.
                _diagnostics.Report(new PipelineDiagnostic(Rules.StageFileFailed, [GetType().Name, exception.Message]));
            }
        }
    }

    private void WriteQualityReport()
    {
        if (Stage is not { } stage || _diagnostics?.QualityEntries is not { } entries)
        {
            return;
        }

        try
        {
            CodeQualityReport.Write(Absolute(StageDirectory), stage, entries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _diagnostics.Report(new PipelineDiagnostic(Rules.StageFileFailed, [CodeQualityReport.Name, exception.Message]));
        }
    }

    private void Run(BotDevConfig config)
    {
        var folder = Directory.CreateDirectory(Absolute(StageDirectory)).FullName;
        if (Stage is not { } stage)
        {
            ExecuteAsync(config, _diagnostics!, _cancellation.Token).GetAwaiter().GetResult();
            return;
        }

        // What a stage reads, leaves and records of the repositories must be of one moment: another build of the project may run. The first
        // two stages may wait for a Stage 4, and touch no repository.
        using var whole = stage >= PipelineStage.Develop ? Lock(config) : null;
        var input = ProjectState.InputOf(stage, folder);
        var isDone = ExecuteAsync(config, _diagnostics!, _cancellation.Token).GetAwaiter().GetResult();
        using var end = whole is null ? Lock(config) : null;

        // Another build of the project, with other options, may have written the manifest meanwhile: then the rest of it is not true here.
        var (state, key) = (ProjectState.Read(folder), Properties.Key(ProjectDirectory));
        state = state.Project == key ? state : new() { Project = key, Version = state.Version };
        Record(state).With(stage, isDone, folder, input, SideFiles).Write(folder);
        StageDecisions.Record(folder, stage, Decisions, Tested);
    }

    private FileLock Lock(BotDevConfig config)
    {
        try
        {
            IgnoredFolder.Create(config.StatePath);
            return StateLock.AcquireAsync(config.StatePath, StateLock.Patience, _cancellation.Token, name: StateLock.Builds)
                .GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(
                Stage ?? default, [new(Rules.StateUnwritable, [config.StatePath, exception.Message])], inner: exception);
        }
        catch (StateLockedException exception)
        {
            throw new PipelineException(Stage ?? default, [new(Rules.StateLocked, exception.Arguments)], inner: exception);
        }
    }
}
