using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Development;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Optimisation;
using Menace.Pipeline.Processes;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline;

/// <summary>
/// Turns a list of planned bots into tested git repositories: hand off, optimise, develop, verify (seed, "Overview"). A build calls
/// the stages one by one; <see cref="RunAsync"/> calls the same methods in the same order.
/// </summary>
public sealed class ImplementationPipeline
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(30);

    private readonly BotDevConfig _config;
    private readonly ITaskHandoffBot _handoff;
    private readonly IImplementationOptimiserBot _optimiser;
    private readonly IBotDevelopmentBot _developer;
    private readonly IBotVerifier _verifier;
    private readonly WorkflowDb _database;

    /// <summary>A pipeline; every part that is not given is the default one for <paramref name="config"/>.</summary>
    /// <param name="handoff">Records and hands off the package.</param>
    /// <param name="optimiser">Completes the tasks.</param>
    /// <param name="developer">Writes the repositories.</param>
    /// <param name="verifier">Sets up and tests them.</param>
    /// <param name="config">The settings; default: the seed's environment variables.</param>
    public ImplementationPipeline(
        ITaskHandoffBot? handoff = null,
        IImplementationOptimiserBot? optimiser = null,
        IBotDevelopmentBot? developer = null,
        IBotVerifier? verifier = null,
        BotDevConfig? config = null)
    {
        _config = config ?? BotDevConfig.FromEnvironment();
        _database = new WorkflowDb(Path.Combine(_config.StatePath, "workflows.db"));
        _handoff = handoff ?? new TaskHandoffBot(_database);
        var runner = new ProcessRunner();
        var languages = LanguageTable.Create(_config, runner);
        _optimiser = optimiser ?? new ImplementationOptimiserBot(_config, languages);
        _developer = developer ?? new BotDevelopmentBot(_config, languages);
        _verifier = verifier ?? new BotVerifier(_config, languages, runner);
    }

    /// <summary>Runs every stage on <paramref name="tasks"/>.</summary>
    /// <returns>The repositories, all verified.</returns>
    /// <exception cref="PipelineException">
    /// A stage or a bot failed. Bots that did not fail are built and verified all the same; they are in the exception's partial result.
    /// </exception>
    public async Task<PipelineResult> RunAsync(IReadOnlyList<TaskInfo> tasks, CancellationToken cancellationToken = default)
    {
        var handoff = await HandoffAsync(_handoff.Compile(tasks), cancellationToken);
        if (handoff.Record is null)
        {
            throw new PipelineException(PipelineStage.Handoff, handoff.Diagnostics);
        }

        var optimised = await OptimiseAsync(handoff.Record, null, cancellationToken);
        var built = await DevelopAsync(optimised.Record, null, cancellationToken);
        var verified = await VerifyAsync(built.Record, null, cancellationToken);

        var result = new PipelineResult(optimised.Record.Package, built.Record.Repositories, verified.Record.Results)
        {
            Diagnostics = [.. handoff.Diagnostics, .. optimised.Diagnostics, .. built.Diagnostics, .. verified.Diagnostics],
        };
        PipelineStage? failed = !optimised.Succeeded ? PipelineStage.Optimise
            : !built.Succeeded ? PipelineStage.Develop
            : !verified.Succeeded ? PipelineStage.Verify
            : null;
        return failed is { } stage ? throw new PipelineException(stage, result.Diagnostics, result) : result;
    }

    /// <summary>Stage 1 for a package made in code: checks it by the rules of the format, then as for a file.</summary>
    /// <returns>The record; null where a finding is an error.</returns>
    public async Task<StageResult<HandoffRecord?>> HandoffAsync(TaskPackage package, CancellationToken cancellationToken = default)
    {
        var file = TaskFileReader.Read(TaskPackageJson.Write(package), new TaskFileOptions { FileExists = path => File.Exists(SourcePath(path)) });
        PipelineDiagnostic[] findings = [.. file.Findings.Select(finding => new PipelineDiagnostic(finding.Rule, finding.Arguments))];
        return file.HasErrors
            ? new(null, findings)
            : new((await HandoffAsync(file, cancellationToken)).Record, findings);
    }

    /// <summary>Stage 1: reads the files that the tasks name, records the package and hands it off.</summary>
    /// <param name="file">A task file that was read without errors; its findings are the caller's to report.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ArgumentException">The file has errors.</exception>
    public Task<StageResult<HandoffRecord>> HandoffAsync(TaskFile file, CancellationToken cancellationToken = default)
    {
        if (file.HasErrors)
        {
            throw new ArgumentException("The task file has errors.", nameof(file));
        }

        return LockedAsync(async () =>
        {
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var task in file.Package.Tasks)
            {
                foreach (var path in task.Metadata.TestsFiles.Concat(task.Metadata.CodeFile is { } code ? [code] : []).Where(path => !files.ContainsKey(path)))
                {
                    files.Add(path, await ReadAsync(task, path, cancellationToken));
                }
            }

            return new StageResult<HandoffRecord>(await _handoff.HandOffAsync(file.Package, files, cancellationToken), []);
        }, cancellationToken);
    }

    /// <summary>Stage 2: completes the tasks. The run is active from here on.</summary>
    /// <param name="handoff">The package.</param>
    /// <param name="previous">What an earlier run completed, or null.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    public Task<StageResult<OptimiseRecord>> OptimiseAsync(HandoffRecord handoff, OptimiseRecord? previous = null, CancellationToken cancellationToken = default) =>
        LockedAsync(async () =>
        {
            _database.UpdateRun(handoff.RunId, WorkflowStatus.Active);
            var result = await _optimiser.OptimiseAsync(handoff, previous, cancellationToken);
            Record(handoff.RunId, "optimise",
            [
                .. result.Record.Bots.Select(bot => (bot.Name, "completed", bot.Language.ToName())),
                .. result.Record.Failures.Select(failure => (failure.Bot, "failed", failure.Code)),
            ]);
            return FailRun(handoff.RunId, result);
        }, cancellationToken);

    /// <summary>Stage 3: writes the repositories.</summary>
    /// <param name="optimised">The bots.</param>
    /// <param name="previous">What an earlier run wrote, or null.</param>
    /// <param name="cancellationToken">Ends the work between two repositories.</param>
    public Task<StageResult<BuildRecord>> DevelopAsync(OptimiseRecord optimised, BuildRecord? previous = null, CancellationToken cancellationToken = default) =>
        LockedAsync(async () =>
        {
            var result = await _developer.DevelopAsync(optimised, previous, cancellationToken);
            Record(optimised.RunId, "develop",
            [
                .. result.Record.Repositories.Select(repository => (repository.Spec.Name, repository.Change.ToString().ToLowerInvariant(), repository.Commit)),
                .. result.Record.Failures.Select(failure => (failure.Bot, "failed", failure.Code)),
            ]);
            return FailRun(optimised.RunId, result);
        }, cancellationToken);

    /// <summary>Stage 4: sets up and tests the repositories, and ends the run as done or failed.</summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">What an earlier run found, or null.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    public Task<StageResult<VerifyRecord>> VerifyAsync(BuildRecord build, VerifyRecord? previous = null, CancellationToken cancellationToken = default) =>
        LockedAsync(async () =>
        {
            var result = await _verifier.VerifyAsync(build, previous, cancellationToken);
            Record(build.RunId, "verify",
                [.. result.Record.Results.Select(bot => (bot.Bot, bot.Outcome.ToString().ToLowerInvariant(), $"{bot.Passed} passed, {bot.Failed} failed, {bot.Skipped} skipped"))]);
            if (result.Succeeded && build.Failures.Count == 0 && result.Record.Results.All(bot => bot.Outcome == VerificationOutcome.Passed))
            {
                _database.UpdateRun(build.RunId, WorkflowStatus.Done);
            }

            return FailRun(build.RunId, result);
        }, cancellationToken);

    /// <summary>The text of a file that a task names; a byte that is no text is an error, not a replaced character.</summary>
    private async Task<string> ReadAsync(TaskInfo task, string path, CancellationToken cancellationToken)
    {
        var content = await SourceFile.ReadAsync(SourcePath(path), TaskFileLimits.Length, cancellationToken);
        if (Utf8Text.TryDecode(content, out var text, out var problem))
        {
            return text;
        }

        var place = new LineMap(text).PositionOf(text.Length);
        throw new PipelineException(PipelineStage.Handoff,
        [
            new PipelineDiagnostic(Rules.NotUtf8, [$"The file '{path}', line {place.Line + 1}, column {place.Column + 1},", problem!])
            {
                Bot = task.Name,
                Anchor = new(path == task.Metadata.CodeFile ? "metadata.code_file" : "metadata.tests_file"),
            },
        ]);
    }

    private string SourcePath(string path) => Path.Combine(Path.GetFullPath(_config.SourceDirectory), path);

    private void Record(long runId, string stage, IReadOnlyList<(string Bot, string Outcome, string Detail)> actions) =>
        _database.RecordActions(runId, stage, actions);

    private StageResult<T> FailRun<T>(long runId, StageResult<T> result)
    {
        if (!result.Succeeded)
        {
            _database.UpdateRun(runId, WorkflowStatus.Failed);
        }

        return result;
    }

    /// <summary>Runs a stage alone in the state folder, and gives the failures of the stores their code.</summary>
    private async Task<StageResult<T>> LockedAsync<T>(Func<Task<StageResult<T>>> stage, CancellationToken cancellationToken)
    {
        try
        {
            IgnoredFolder.Create(_config.StatePath);
            using var held = await StateLock.AcquireAsync(_config.StatePath, LockPatience, cancellationToken);
            return await stage();
        }
        catch (StateLockedException exception)
        {
            throw Failed(Rules.StateLocked, exception, exception.LockPath, $"{exception.Waited.TotalMinutes:0} minutes", exception.Holder);
        }
        catch (WorkflowDbException exception)
        {
            throw Failed(Rules.StoreFailed, exception, exception.Path, exception.Reason);
        }

        PipelineException Failed(RuleDescriptor rule, Exception exception, params IReadOnlyList<string> arguments) =>
            new(StageOf<T>(), [new PipelineDiagnostic(rule, arguments)], inner: exception);
    }

    private static PipelineStage StageOf<T>() =>
        typeof(T) == typeof(VerifyRecord) ? PipelineStage.Verify
        : typeof(T) == typeof(BuildRecord) ? PipelineStage.Develop
        : typeof(T) == typeof(OptimiseRecord) ? PipelineStage.Optimise
        : PipelineStage.Handoff;
}
