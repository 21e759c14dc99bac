using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Coding.Chat;
using Menace.Pipeline.Coding.Repair;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Development;
using Menace.Pipeline.Development.Previews;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Logging;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Planning;
using Menace.Pipeline.Remote;
using Menace.Pipeline.Reporting.Explanations;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline;

/// <summary>
/// Turns a list of planned bots into tested git repositories: hand off, optimise, develop, verify. A build calls
/// the stages one by one; <see cref="RunAsync(IReadOnlyList{TaskInfo}, CancellationToken)"/> calls the same methods in the same order.
/// </summary>
public sealed class ImplementationPipeline
{
    private readonly BotDevConfig _config;
    private readonly ITaskHandoffBot _handoff;
    private readonly LocalStages _local;
    private readonly RemoteStages _remote;
    private readonly WorkflowDb _database;
    private readonly ErrorSinks _sinks;
    private readonly StageGuard _guard;
    private readonly IIpoBot? _planner;
    private readonly ICompletionSource? _researcher;
    private readonly ResearchAggregatorBot? _research;
    private readonly FindingDelivery? _findings;
    private readonly BuildPreviewer _previewer;
    private readonly BuildExplainer _explainer;
    private readonly ForwardedResearch? _forwarded;
    private readonly CompletionLoop _beforeSending;

    /// <summary>A pipeline; every part that is not given is the default one for <paramref name="config"/>.</summary>
    /// <param name="handoff">Records and hands off the package.</param>
    /// <param name="optimiser">Completes the tasks.</param>
    /// <param name="developer">Writes the repositories.</param>
    /// <param name="verifier">Sets up and tests them.</param>
    /// <param name="config">The settings; default: <see cref="BotDevConfig.FromEnvironment"/>.</param>
    /// <param name="errorSinks">
    /// Receive every finding; default: <see cref="BotLogFiles"/> in the folder <c>logs</c> of the state folder.
    /// </param>
    /// <param name="events">Publishes every change of a workflow.</param>
    /// <param name="ipo">Looks for bots that exist already; default: <see cref="IpoBot"/> with the knowledge of the settings.</param>
    /// <param name="researcher">
    /// Looks up what the plan does not have; default: <see cref="ResearchAggregatorBot"/> with the topics of the settings, or none without
    /// any.
    /// </param>
    /// <param name="coder">
    /// Writes the code of tasks that have examples; default: that of <paramref name="developer"/> if it has one, else
    /// <see cref="SelfCodingEngine"/>. What it writes is used only if it passes the examples, and they notice changes of it.
    /// </param>
    public ImplementationPipeline(
        ITaskHandoffBot? handoff = null,
        IImplementationOptimiserBot? optimiser = null,
        IBotDevelopmentBot? developer = null,
        IBotVerifier? verifier = null,
        BotDevConfig? config = null,
        IReadOnlyList<IErrorSink>? errorSinks = null,
        EventBus? events = null,
        IIpoBot? ipo = null,
        ICompletionSource? researcher = null,
        ICodeGenerator? coder = null)
        : this(config, null, handoff, optimiser, developer, verifier, errorSinks, events, ipo, researcher, coder)
    {
    }

    internal ImplementationPipeline(
        BotDevConfig? config,
        LanguageTable? languages,
        ITaskHandoffBot? handoff = null,
        IImplementationOptimiserBot? optimiser = null,
        IBotDevelopmentBot? developer = null,
        IBotVerifier? verifier = null,
        IReadOnlyList<IErrorSink>? errorSinks = null,
        EventBus? events = null,
        IIpoBot? ipo = null,
        ICompletionSource? researcher = null,
        ICodeGenerator? coder = null)
    {
        _config = config ?? BotDevConfig.FromEnvironment();
        _database = new WorkflowDb(
            new SqliteProvider(Path.Combine(_config.StatePath, WorkflowDb.FileName)) { ReplacesBroken = true }, menaceId: _config.MenaceId,
            events: events);
        _handoff = handoff ?? new TaskHandoffBot(_database, _config.Handoff) { Settings = ProjectSettings.Of(_config) };
        var runner = new ProcessRunner();
        var table = languages ?? LanguageTable.Create(_config, runner);
        _planner = ipo ?? Planner(table, runner);
        _researcher = researcher ?? Researcher();
        _research = _researcher as ResearchAggregatorBot;
        _previewer = new BuildPreviewer(
            _config, optimiser ?? new ImplementationOptimiserBot(_config, table), new BotDevelopmentBot(_config, table))
        {
            LooksFurther = _planner is not null || _researcher is not null || _config.SelfCoding.IsEnabled,
            HasOwnDeveloper = developer is not null,
        };
        _explainer = new BuildExplainer(_config, table, _previewer);
        optimiser ??= new ImplementationOptimiserBot(_config, table) { Journal = _database };

        // Findings and pins belong to a run, which begins when the package is handed off.
        _beforeSending = new CompletionLoop(optimiser, null, _researcher, null, (_, _) => Task.CompletedTask);
        if (_research is { Settings.Stage3Url: not null } bot)
        {
            _findings = new FindingDelivery(_database, bot.Settings);
            _researcher = _forwarded = new ForwardedResearch(bot, _findings);
        }

        var usage = new ChatUsage(_config.Chat);
        CodeGenerators Generators() => new(coder ?? (developer as BotDevelopmentBot)?.Engine, _config, table, usage);
        var coded = !_config.SelfCoding.IsEnabled ? null
            : new CodedCompletion(_config, new ProvedCode(Generators, _config, table, runner));
        CompletionLoop completion = new(
            optimiser, _planner is null ? null : new PlannedCompletion(_config, _planner, table, runner), _researcher, coded,
            WritePinsAsync);
        _local = new LocalStages(
            _config,
            completion,
            developer ?? new BotDevelopmentBot(_config, table) { Journal = _database },
            verifier ?? new BotVerifier(_config, table, runner) { Journal = _database },
            _config is { RecordsKnowledge: true, KnowledgePath: { } knowledge }
                ? new KnowledgeRecorder(new KnowledgeFolder(knowledge), table) : null,
            _config is { RecordsKnowledge: true, BuildsForOneRun: false, KnowledgePath: { } measured }
                ? new DegradationCheck(_config, new KnowledgeFolder(measured), Generators, table, runner) : null);
        _remote = new RemoteStages(_config, table, runner, _database, _local, _researcher is null ? null : completion);
        _sinks = new ErrorSinks(errorSinks ?? [new BotLogFiles(Path.Combine(_config.StatePath, "logs"))]);
        _guard = new StageGuard(_config, _database, _sinks);
    }

    /// <summary>Runs every stage on <paramref name="tasks"/>.</summary>
    /// <returns>The repositories, all verified.</returns>
    /// <exception cref="PipelineException">
    /// A stage or a bot failed. Bots that did not fail are built and verified all the same; they are in the exception's partial result.
    /// </exception>
    public async Task<PipelineResult> RunAsync(IReadOnlyList<TaskInfo> tasks, CancellationToken cancellationToken = default)
    {
        var run = await RunAsync(_handoff.Compile(tasks), new LibraryHost(), cancellationToken);
        var result = new PipelineResult(run.Optimised.Record.Package, run.Built.Record.Repositories, run.Verified.Record.Results)
        {
            Diagnostics = [.. run.Findings.Select(finding => finding.Diagnostic)],
        };
        foreach (var (stage, _) in run.Findings.Where(finding => finding.Diagnostic.IsError).Take(1))
        {
            throw new PipelineException(stage, result.Diagnostics, result);
        }

        return result;
    }

    /// <summary>Runs every stage on <paramref name="package"/>, each by <paramref name="host"/>.</summary>
    /// <param name="package">The package.</param>
    /// <param name="host">Runs the stages.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <param name="completions">What the sender of the package completed; null: it is completed here.</param>
    /// <exception cref="PipelineException">A stage failed as a whole. Failures of bots are findings.</exception>
    internal async Task<StageSequence> RunAsync(
        TaskPackage package, IStageHost host, CancellationToken cancellationToken, PackageCompletions? completions = null)
    {
        var handoff = await host.RunAsync(PipelineStage.Handoff, () => HandoffAsync(package, completions, cancellationToken));
        if (handoff.Record is null)
        {
            throw new PipelineException(PipelineStage.Handoff, handoff.Diagnostics);
        }

        var optimised = await host.RunAsync(PipelineStage.Optimise, () => OptimiseAsync(handoff.Record, null, cancellationToken));
        var built = await host.RunAsync(PipelineStage.Develop, () => DevelopAsync(optimised.Record, null, cancellationToken));
        await host.DevelopedAsync(built.Record);
        var verified = await host.RunAsync(
            PipelineStage.Verify, () => VerifyAsync(built.Record, null, host.Verified, cancellationToken));
        return new(handoff, optimised, built, verified);
    }

    /// <summary>Stage 1 for a package made in code: checks it by the rules of the format, then as for a file.</summary>
    /// <returns>The record; null if a finding is an error.</returns>
    public Task<StageResult<HandoffRecord?>> HandoffAsync(TaskPackage package, CancellationToken cancellationToken = default) =>
        HandoffAsync(package, null, cancellationToken);

    private async Task<StageResult<HandoffRecord?>> HandoffAsync(
        TaskPackage package, PackageCompletions? completions, CancellationToken cancellationToken)
    {
        var file = TaskFileReader.Read(
            TaskPackageJson.Write(package), TaskFolder.Options(Path.GetFullPath(_config.SourceDirectory), _config.TemplateFolders));
        PipelineDiagnostic[] findings = [.. ToReport(file)];
        if (file.HasErrors)
        {
            return new(null, [.. findings, .. _sinks.Tell(PipelineStage.Handoff, [], findings)]);
        }

        var handed = await HandoffAsync(file, isWritten: false, completions, cancellationToken);
        return new(handed.Record, [.. findings, .. handed.Diagnostics]);
    }

    /// <summary>Stage 1: reads the files that the tasks name, records the package and hands it off.</summary>
    /// <param name="file">A task file that was read without errors; its findings are the caller's to report.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The file has errors.</exception>
    public Task<StageResult<HandoffRecord>> HandoffAsync(TaskFile file, CancellationToken cancellationToken = default) =>
        HandoffAsync(file, isWritten: true, null, cancellationToken);

    private Task<StageResult<HandoffRecord>> HandoffAsync(
        TaskFile file, bool isWritten, PackageCompletions? completions, CancellationToken cancellationToken)
    {
        if (file.HasErrors)
        {
            throw new ArgumentException("The task file has errors.", nameof(file));
        }

        if (RemoteStages.Obstacle(_config) is { } reason)
        {
            throw new PipelineException(PipelineStage.Handoff, [reason, .. _sinks.Tell(PipelineStage.Handoff, [], [reason])]);
        }

        return _guard.LockedAsync(async () =>
        {
            var completed = completions is null
                ? await ProjectCompletion.CompleteAsync(file, isWritten, _config, cancellationToken)
                : new(file.Package, completions.Fields, completions.Purposes, [], []) { Signatures = completions.Signatures };
            if (completed.Findings.Any(finding => finding.IsError))
            {
                throw new PipelineException(PipelineStage.Handoff, completed.Findings);
            }

            var files = await NamedFiles.ReadAsync(file, _config, cancellationToken);
            IReadOnlyList<CompletedField> found = [];
            if (_config.Handoff.Execute)
            {
                (completed, found) = await LookUpAsync(completed, files, cancellationToken);
                await SentHistories.AddAsync(files, completed.Completed, _config, cancellationToken);
            }

            var record = completed.AddTo(await _handoff.HandOffAsync(
                completed.Package, files, new(completed.Completed, completed.Purposes) { Signatures = completed.Signatures },
                cancellationToken)) with
            {
                IsWholeList = isWritten && completed.HasAllPages,
                IsCompletedElsewhere = completions is not null,
                HasHistories = completions is null
                    || completions.Histories.All(path => File.Exists(Path.Combine(_config.SourceDirectory, path))),
            };
            List<PipelineDiagnostic> findings = [.. completed.Findings, .. _forwarded?.Record() ?? [], .. OutboxFindings(record.Earlier)];
            if (found.Count > 0)
            {
                await WritePinsAsync(record, found);
            }

            if (record.FallbackReason is { } fallback)
            {
                findings.Add(new(Rules.FellBack, [fallback]));
            }

            return new StageResult<HandoffRecord>(record, findings) { FellBack = record.FallbackReason is not null };
        }, cancellationToken, ToReport(file));
    }

    /// <summary>What research has for a package that a Stage 4 builds: it gets the values, and no settings of research.</summary>
    private async Task<(CompletedProject Project, IReadOnlyList<CompletedField> Found)> LookUpAsync(
        CompletedProject project, IReadOnlyDictionary<string, FileContent> files, CancellationToken cancellationToken)
    {
        if (_researcher is null)
        {
            return (project, []);
        }

        var state = await _beforeSending.LookUpAsync(
            new HandoffRecord(0, project.Package, "", files)
            {
                Completed = project.Completed,
                Purposes = project.Purposes,
                Questions = project.Questions,
                Looked = project.Looked,
            },
            cancellationToken);
        return (
            project with
            {
                Package = state.Handoff.Package,
                Completed = state.Handoff.Completed,
                Purposes = state.Handoff.Purposes,
                Looked = state.Handoff.Looked,
                Findings = [.. project.Findings, .. state.Findings],
            },
            state.Found);
    }

    /// <summary>Not that something will be inferred, which the next stage does, nor what a rule says that is off.</summary>
    private static IEnumerable<PipelineDiagnostic> ToReport(TaskFile file) => file.Findings
        .Where(finding => finding.Rule.IsEnabledByDefault
            && (finding.Rule.Severity != RuleSeverity.Information || finding.Rule == Rules.MoreProblems))
        .Select(finding => new PipelineDiagnostic(finding.Rule, finding.Arguments));

    /// <summary>
    /// Stage 2: completes the tasks, or waits for the Stage 4 that does (<see cref="WaitAsync"/>). The run is active from here on.
    /// </summary>
    /// <param name="handoff">The package.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    public Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous = null, CancellationToken cancellationToken = default) =>
        WaitAsync(handoff, previous, null, cancellationToken);

    /// <summary>
    /// Stage 2, which reports its progress. While it waits for a Stage 4, other builds may use the state folder. Cancelling the token
    /// cancels the run there as well.
    /// </summary>
    /// <param name="handoff">The package.</param>
    /// <param name="previous">The record of an earlier run, or null: used if this process has to build.</param>
    /// <param name="tell">Takes lines on how it goes, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PipelineException">There is no result.</exception>
    public async Task<StageResult<OptimiseRecord>> WaitAsync(
        HandoffRecord handoff, OptimiseRecord? previous = null, Action<string>? tell = null, CancellationToken cancellationToken = default)
    {
        var optimise = await BeginOptimiseAsync(handoff, previous, tell ?? (_ => { }), null, cancellationToken);
        return await optimise();
    }

    /// <summary>Waits for results of other machines; completes at once if this process runs the stage.</summary>
    /// <returns>The rest of the stage.</returns>
    internal async Task<Func<Task<StageResult<OptimiseRecord>>>> BeginOptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, Action<string> tell, IStageProgress? progress, CancellationToken cancellationToken)
    {
        var optimise = await RunnerOf(handoff.Remote).BeginOptimiseAsync(handoff, previous, tell, progress, cancellationToken);
        return () => _guard.RecordedAsync(
            handoff.RunId,
            () =>
            {
                _database.UpdateRun(handoff.RunId, WorkflowStatus.Active);
                return FinishAsync(handoff, optimise, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Says of each bot where it has its values from, and pins those that the next build must find again.</summary>
    private async Task<StageResult<OptimiseRecord>> FinishAsync(
        HandoffRecord handoff, Func<Task<StageResult<OptimiseRecord>>> optimise, CancellationToken cancellationToken)
    {
        var result = await optimise();
        if (result.Record is { Remote.Target.RunId: var run, Completed: var found }
            && found.Select(field => FieldMerge.Mistake(field.Bot, field.Field, field.Value)).FirstOrDefault(one => one is not null)
                is { } mistake)
        {
            throw new PipelineException(
                PipelineStage.Optimise, [new(Rules.RemoteBroken, [$"{run}", $"a value that it completed {mistake}"])]);
        }

        await WritePinsAsync(handoff, result.Record.Completed);

        var forwarded = _findings is null || handoff.IsCompletedElsewhere ? [] : await _findings.SendAsync(cancellationToken);
        return result with
        {
            Record = BotSources.Of(handoff, result.Record, _config),
            Diagnostics = [.. result.Diagnostics, .. forwarded],
        };
    }

    private IpoBot? Planner(LanguageTable languages, IProcessRunner runner) => _config.KnowledgePath is { } folder
        ? new(new PlannerKnowledge(new KnowledgeFolder(folder)), _config, languages, runner) : null;

    private ResearchAggregatorBot? Researcher() => _config.Research.Topics.Count == 0 ? null : new(
        _config.Research.Topics, _config.KnowledgePath is { } folder ? new(new KnowledgeFolder(folder)) : null, null, _config.Research,
        null, _database);

    /// <summary>
    /// The file may have changed since the handoff: what it holds now stays, unless this run found something else. The sender of a
    /// package has its pins.
    /// </summary>
    private async Task WritePinsAsync(HandoffRecord handoff, IReadOnlyList<CompletedField> found)
    {
        if (handoff.IsCompletedElsewhere)
        {
            return;
        }

        var path = CompletionPins.PathOf(_config);
        var pins = (await CompletionPins.ReadAsync(path, CancellationToken.None)).After(handoff, found);
        pins.Write(path);
        if (handoff.IsWholeList)
        {
            PlannedCompletion.RemoveUnused(_config, pins.Fields);
        }
    }

    /// <summary>Stage 3: writes the repositories, or fetches those that Stage 4 wrote.</summary>
    /// <param name="optimised">The bots.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="cancellationToken">Ends the work between two repositories.</param>
    public Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous = null, CancellationToken cancellationToken = default) =>
        DevelopAsync(optimised, previous, null, cancellationToken);

    /// <summary>Stage 3, which reports how far it is.</summary>
    internal Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        _guard.RecordedAsync(
            optimised.RunId, () => RunnerOf(optimised.Remote?.Target).DevelopAsync(optimised, previous, progress, cancellationToken),
            cancellationToken);

    /// <summary>
    /// Stage 4: sets up and tests the repositories, or returns the verdicts of a Stage 4 elsewhere, and ends the run as done or failed.
    /// </summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    public Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous = null, CancellationToken cancellationToken = default) =>
        VerifyAsync(build, previous, _ => { }, cancellationToken);

    /// <summary>Stage 4, which reports bots while others are still tested.</summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="verified">Takes each verdict as it comes, from several threads at once; the record may differ, because a bot can be
    /// tested twice.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    public Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken = default) =>
        _guard.RecordedAsync(
            build.RunId, () => RunnerOf(build.Remote?.Target).VerifyAsync(build, previous, verified, cancellationToken), cancellationToken,
            isDone: record => build.Failures.Count == 0 && record.Results.All(bot => bot.IsGreen));

    /// <inheritdoc cref="IStageRunner.AsTested"/>
    internal IReadOnlySet<string> AsTested(BuildRecord build, IReadOnlyList<VerificationResult> verdicts) =>
        RunnerOf(build.Remote?.Target).AsTested(build, verdicts);

    /// <summary>Compares all tasks of a package with the known bots, and completes nothing.</summary>
    /// <param name="handoff">The package.</param>
    /// <param name="blueprints">Pages for the graph of the bots.</param>
    /// <param name="cancellationToken">Ends what runs for it.</param>
    /// <returns>The plan; null if the project has no knowledge.</returns>
    internal Task<StageResult<ExecutionPlan?>> PlanAsync(
        HandoffRecord handoff, IReadOnlyList<BlueprintPage> blueprints, CancellationToken cancellationToken) =>
        _guard.LockedAsync<ExecutionPlan?>(
            async () =>
            {
                var plan = _planner is null ? null
                    : await _planner.GeneratePlanAsync(handoff.Package.Tasks, blueprints, cancellationToken);
                return new(plan, plan?.Warnings ?? []);
            },
            cancellationToken);

    /// <summary>What a build would look up, as lines; nothing is asked. A purpose is only if the code has none.</summary>
    internal IReadOnlyList<string> PlanResearch(HandoffRecord handoff) => _research?.Plan([.. handoff.Package.Tasks.Select(task =>
        new OpenTask(task, FieldMerge.HasCode(task)
            ? task.Metadata.Purpose is null && !handoff.Purposes.ContainsKey(task.Name) ? [FieldMerge.Purpose] : []
            : ["code"])).Where(open => open.Fields.Count > 0)]) ?? [];

    /// <summary>A line for each bot whose pin names another original than the planner would choose now.</summary>
    internal Task<StageResult<HandoffRecord>> FindNewerAsync(HandoffRecord handoff, CancellationToken cancellationToken) =>
        _guard.LockedAsync<HandoffRecord>(
            async () => new(handoff, _planner is null ? [] : await NewerChoices.FindAsync(handoff, _planner, cancellationToken)),
            cancellationToken);

    /// <summary>Gives the remote repositories what was verified (<see cref="RemotePush"/>).</summary>
    internal Task<StageResult<PushRecord>> PushAsync(
        IReadOnlyList<KnownRepository> repositories, IReadOnlyList<VerificationResult> verdicts, CancellationToken cancellationToken) =>
        _guard.LockedAsync(
            () => new RemotePush(_config, new ProcessRunner()).RunAsync(repositories, verdicts, cancellationToken), cancellationToken);

    /// <summary>
    /// What a build would do. Nothing is recorded, pinned or asked, and no lock is taken: a build that runs meanwhile may be seen half
    /// done.
    /// </summary>
    /// <param name="file">A task file that was read without errors.</param>
    /// <param name="last">The records of the last build.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    /// <exception cref="PipelineException">A build would fail as a whole.</exception>
    internal Task<BuildPreview> PreviewAsync(TaskFile file, LastBuild last, CancellationToken cancellationToken) =>
        _previewer.RunAsync(file, last, cancellationToken);

    /// <summary>Why bots were done again by the last build, and would be by one now; as <see cref="PreviewAsync"/>, nothing else.</summary>
    /// <param name="file">A task file that was read without errors.</param>
    /// <param name="last">The records of the last build.</param>
    /// <param name="decisions">What was decided, and which stages are open.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    /// <exception cref="PipelineException">A build would fail as a whole.</exception>
    internal Task<BuildExplanation> ExplainAsync(
        TaskFile file, LastBuild last, LastDecisions decisions, CancellationToken cancellationToken) =>
        _explainer.RunAsync(file, last, decisions, cancellationToken);

    /// <summary>
    /// Removes the repositories without a task, if each contains nothing but the one commit that the list produced last. What holds
    /// anything that Menace did not generate is never removed.
    /// </summary>
    /// <param name="tasks">Names of the tasks in the list.</param>
    /// <param name="all">Also repositories that have a task, and histories of several generated commits.</param>
    /// <param name="cancellationToken">Ends the work between two repositories.</param>
    /// <returns>The removed repositories; every kept folder is a warning with the reason.</returns>
    public Task<StageResult<CleanRecord>> CleanRepositoriesAsync(
        IEnumerable<string> tasks, bool all = false, CancellationToken cancellationToken = default) =>
        _guard.LockedAsync(() => Task.FromResult(
            new RepositoryCleaner(_config, tasks.ToHashSet(StringComparer.Ordinal), all).Clean(cancellationToken)), cancellationToken);

    /// <summary>The one choice between the runners of the stages: the handoff made it, and each record carries it on.</summary>
    private IStageRunner RunnerOf(RemoteTarget? remote) => remote is null ? _local : _remote;

    private static IEnumerable<PipelineDiagnostic> OutboxFindings(FlushResult? earlier)
    {
        if (earlier is { Waiting: > 0 })
        {
            yield return new(Rules.OutboxNotEmpty, [earlier.Waiting.ToString(CultureInfo.InvariantCulture), earlier.Reason!]);
        }

        if (earlier is { Refused: > 0 })
        {
            yield return new(Rules.EarlierRefused, [earlier.Refused.ToString(CultureInfo.InvariantCulture), earlier.RefusedReason!]);
        }
    }

    /// <summary>Runs the stages and keeps nothing.</summary>
    private sealed class LibraryHost : IStageHost;
}
