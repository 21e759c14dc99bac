using System.Collections.Concurrent;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Storage;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>Builds and verifies a package: <see cref="PackageExecutor.RunAsync"/>.</summary>
internal delegate Task<RunOutcome> ExecutePackage(
    long runId, string content, Func<IReadOnlyList<JournalEntry>, Task> record, CancellationToken cancellationToken);

/// <summary>
/// Builds and verifies a package by the pipeline that a build runs, in a folder of the run's own. Each stage leaves its record there, so
/// that an interrupted run continues after the last completed stage.
/// </summary>
/// <param name="root">The folder that holds one folder per run.</param>
/// <param name="contents">Where files come from and repositories go to.</param>
/// <param name="runner">Runs git.</param>
/// <param name="settings">Concurrency, time-outs and tools of the pipeline; its folders are replaced.</param>
internal sealed class PackageExecutor(string root, ContentFolder contents, IProcessRunner runner, BotDevConfig settings)
{
    private static readonly TimeSpan BundleTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Runs every stage that has not ended yet.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="content">The package as it is kept.</param>
    /// <param name="record">Receives progress.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    public async Task<RunOutcome> RunAsync(
        long runId, string content, Func<IReadOnlyList<JournalEntry>, Task> record, CancellationToken cancellationToken)
    {
        var folder = RunFolders.PathOf(root, runId);
        var (package, text) = PackageText.ReadStored(content);
        var config = text.Settings.ApplyTo(settings) with
        {
            Documentation = [],

            // Whether a branch gets what was built is decided where it is fetched.
            CommitRed = true,
            BuildsForOneRun = true,
            SourceDirectory = Path.Combine(folder, "source"),
            RepositoryBase = Path.Combine(folder, "repositories"),
            StateDirectory = Path.Combine(folder, "state"),
        };
        await WriteSourcesAsync(config.SourceDirectory, text.Files, cancellationToken);
        var stages = new Stages(this, folder, record, cancellationToken);
        try
        {
            var run = await new ImplementationPipeline(config: config).RunAsync(
                package, stages, cancellationToken, text.Completions);
            DiagnosticRecord[] findings = [.. run.Findings.Select(finding => DiagnosticRecord.Of(finding.Diagnostic, finding.Stage))];
            var (built, verified) = (run.Built.Record, run.Verified.Record);
            var sent = text.Completions.Fields.Select(field => (field.Bot, field.Field)).ToHashSet();
            CompletedField[] found = [.. run.Optimised.Record.Completed.Where(field => !sent.Contains((field.Bot, field.Field)))];
            return Summary.Of(package, findings, built, verified, stages.Bundles) with
            {
                Records = await StoreAsync(
                    new(Portable(built, run.Optimised.Record.Package) with { Completed = found }, verified), cancellationToken),
                Histories = found.Length == 0 ? null : await StoreHistoriesAsync(config.SourceDirectory, found, cancellationToken),
            };
        }
        catch (PipelineException exception) when (!IsOfTheMachine(exception))
        {
            DiagnosticRecord[] findings =
                [.. exception.Diagnostics.Select(diagnostic => DiagnosticRecord.Of(diagnostic, exception.Stage))];
            return Summary.Of(package, findings, null, null, new Dictionary<string, RepositoryBundle>());
        }
    }

    /// <summary>True if another machine, or a later time, may do better: the state or the database, not the package.</summary>
    public static bool IsOfTheMachine(PipelineException exception) =>
        exception.Diagnostics.Any(diagnostic => diagnostic.IsError
            && (diagnostic.Rule == Rules.StateLocked || diagnostic.Rule == Rules.StateUnwritable || diagnostic.Rule == Rules.StoreFailed
                || diagnostic.Rule == Rules.RepositoryBaseUnwritable));

    private async Task WriteSourcesAsync(string folder, IReadOnlyDictionary<string, PackageFile> files, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var (path, file) in files)
        {
            // The rules of tasks.json refuse such paths; this is the second lock on the same door.
            var target = Path.GetFullPath(path, folder);
            if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                throw new IOException($"the file '{path}' is outside the package");
            }

            var content = await contents.ReadAsync(file.Digest, cancellationToken)
                ?? throw new IOException($"the file '{path}' ({file.Digest}) is missing from the content store");
            AtomicFile.Write(target, content, file.IsExecutable);
        }
    }

    private async Task<string> StoreAsync(RemoteRecords records, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(StageFile.Text(records));
        var digest = ContentDigest.Of(bytes);
        await contents.PutAsync(digest, new MemoryStream(bytes), long.MaxValue, cancellationToken);
        return digest;
    }

    /// <summary>Stores the histories of the bots whose code was <paramref name="found"/> here.</summary>
    private async Task<Dictionary<string, string>> StoreHistoriesAsync(
        string folder, IReadOnlyList<CompletedField> found, CancellationToken cancellationToken)
    {
        Dictionary<string, string> digests = new(StringComparer.Ordinal);
        foreach (var lineage in found.Select(field => BotLineage.Of(field, BotLineage.PackageFolder)).OfType<BotLineage>())
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(folder, lineage.Bundle), cancellationToken);
            var digest = ContentDigest.Of(bytes);
            await contents.PutAsync(digest, new MemoryStream(bytes), long.MaxValue, cancellationToken);
            digests[lineage.Bundle] = digest;
        }

        return digests;
    }

    /// <summary>Absolute paths are meaningless on other machines.</summary>
    private static RemoteBuild Portable(BuildRecord built, TaskPackage package) => new(
        built.RunId,
        package,
        [.. built.Repositories.Select(repository => repository with
        {
            Path = repository.Spec.Name,
            MainFile = Path.GetRelativePath(repository.Path, repository.MainFile),
        })],
        built.Failures)
    {
        Orphans = built.Orphans,
        BeganUndated = built.BeganUndated,
    };

    /// <summary>Every repository as one file that git clones from.</summary>
    private async Task<Dictionary<string, RepositoryBundle>> BundleAsync(
        IReadOnlyList<BotRepository> repositories, CancellationToken cancellationToken)
    {
        Dictionary<string, RepositoryBundle> bundles = new(StringComparer.Ordinal);
        foreach (var repository in repositories)
        {
            var path = contents.NewPath();

            // One thread: with more, git's choice of deltas, and so the digest, differs from time to time.
            var command = new ProcessCommand(
                "git", ["-c", "pack.threads=1", "bundle", "create", "--quiet", path, "HEAD", "refs/heads/main"], repository.Path)
            {
                Environment = new Dictionary<string, string?> { ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_CONFIG_GLOBAL"] = "/dev/null" },
            };
            var result = await runner.RunAsync(command, BundleTimeout, cancellationToken);
            if (result.ExitCode != 0)
            {
                throw new IOException($"git could not bundle the repository of bot '{repository.Spec.Name}': {result.Error.Trim()}");
            }

            var (digest, size) = await contents.TakeAsync(path, cancellationToken);
            bundles.Add(repository.Spec.Name, new(digest, size, ContentEndpoints.PathOf(digest)));
        }

        return bundles;
    }

    private async Task<bool> AreStoredAsync(IEnumerable<RepositoryBundle> bundles, CancellationToken cancellationToken)
    {
        foreach (var bundle in bundles)
        {
            if (!await contents.RefreshAsync(bundle.Digest, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The stages of one run, each with its record in a file.</summary>
    private sealed class Stages(
        PackageExecutor executor, string folder, Func<IReadOnlyList<JournalEntry>, Task> record, CancellationToken cancellationToken)
        : IStageHost
    {
        private readonly ConcurrentDictionary<(string Stage, string Bot), (string Outcome, Task Telling)> _told = new();

        /// <summary>The bundle of each repository, by its bot.</summary>
        public IReadOnlyDictionary<string, RepositoryBundle> Bundles { get; private set; } = new Dictionary<string, RepositoryBundle>();

        /// <summary>Reports a bot before its stage has ended.</summary>
        public void Verified(VerificationResult verdict)
        {
            Stage4Telemetry.Bot(verdict);
            var entry = StageJournal.ToEntry(StageEvents.Of(verdict));
            _told[(entry.Stage, entry.Bot)] = (entry.Outcome, record([entry]));
        }

        /// <summary>
        /// Bundles the repositories once, before any test runs, which could change them. Again only if a run continues so late that the
        /// bundles were pruned, because nothing referred to them yet.
        /// </summary>
        public async Task DevelopedAsync(BuildRecord build) => Bundles = await KeepAsync(
            "bundles", () => executor.BundleAsync(build.Repositories, cancellationToken),
            kept => executor.AreStoredAsync(kept.Values, cancellationToken));

        /// <summary>Returns the result of <paramref name="make"/>, cached while it <paramref name="isUsable"/>.</summary>
        private async Task<T> KeepAsync<T>(string name, Func<Task<T>> make, Func<T, Task<bool>> isUsable)
            where T : class
        {
            var path = Path.Combine(folder, name + ".json");
            if (StageFile.ReadPrevious<T>(path) is { } kept && await isUsable(kept))
            {
                return kept;
            }

            var made = await make();
            StageFile.Write(path, made);
            return made;
        }

        public async Task<StageResult<T>> RunAsync<T>(PipelineStage stage, Func<Task<StageResult<T>>> run)
        {
            var path = Path.Combine(folder, stage.ToWord() + ".json");
            if (StageFile.ReadPrevious<Ended<T>>(path) is { } ended)
            {
                return new(ended.Record, [.. ended.Findings.Select(finding => finding.ToDiagnostic())]);
            }

            using var activity = Stage4Telemetry.Stage(stage.ToWord());
            await record([new(stage.ToWord(), "", "started", "")]);
            var result = await run();
            await Task.WhenAll(_told.Values.Select(told => told.Telling));
            var outcomes = StageEvents.Of(result.Record).Where(done => done.Stage == stage).Select(StageJournal.ToEntry)
                .Where(entry => !_told.TryGetValue((entry.Stage, entry.Bot), out var told) || told.Outcome != entry.Outcome);
            await record([.. outcomes, new(stage.ToWord(), "", result.Succeeded ? "ended" : "failed", "")]);
            StageFile.Write(path, new Ended<T>(
                result.Record, [.. result.Diagnostics.Select(diagnostic => DiagnosticRecord.Of(diagnostic))]));
            return result;
        }
    }

    /// <summary>A stage that has ended.</summary>
    private sealed record Ended<T>(T Record, IReadOnlyList<DiagnosticRecord> Findings);

    /// <summary>Returns the outcome of each bot from the records of the stages.</summary>
    private static class Summary
    {
        public static RunOutcome Of(
            TaskPackage package, IReadOnlyList<DiagnosticRecord> findings, BuildRecord? built, VerifyRecord? verified,
            IReadOnlyDictionary<string, RepositoryBundle> bundles)
        {
            var repositories = built?.Repositories.ToDictionary(repository => repository.Spec.Name) ?? [];
            var verdicts = verified?.Results.ToDictionary(result => result.Bot) ?? [];
            BotOutcome[] bots = [.. package.Tasks.Select(
                task => Bot(task, findings, repositories.GetValueOrDefault(task.Name), verdicts.GetValueOrDefault(task.Name),
                bundles.GetValueOrDefault(task.Name)))];
            var outcome = verified is null || bots.Any(bot => bot.Repository is null)
                || findings.Any(finding => finding.IsError && finding.Bot is null) ? ActionOutcome.BuildFailed
                : bots.Any(bot => bot.Codes.Contains(Rules.TimedOut.Id)) ? ActionOutcome.Timeout
                : bots.All(bot => verdicts.GetValueOrDefault(bot.Name) is { IsGreen: true }) ? ActionOutcome.Passed
                : ActionOutcome.TestFailed;
            return new(outcome, bots, findings);
        }

        private static BotOutcome Bot(
            TaskInfo task, IReadOnlyList<DiagnosticRecord> findings, BotRepository? repository, VerificationResult? verdict,
            RepositoryBundle? bundle) =>
            new(task.Name, verdict is null ? "failed" : verdict.Outcome.ToWord(), verdict is not null ? "verify" : repository is not null
                ? "develop" : "optimise")
            {
                Codes = [.. findings.Where(finding => finding.IsError && finding.Bot == task.Name).Select(finding => finding.Id)
                    .Distinct()],
                Language = repository?.Spec.Language.ToName(),
                Commit = repository?.Commit,
                Tree = repository?.Tree,
                Repository = bundle,
                Tests = verdict is null ? null : new(verdict.Passed, verdict.Failed, verdict.Skipped),
                Seconds = Math.Round(verdict?.Seconds ?? 0, 3),
            };
    }
}
