using System.Globalization;
using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Remote;

/// <summary>
/// Lets Stage 4 build a package that was handed off, waits for it, and returns its results. A package that an interrupted build sent
/// before is found again by its digest.
/// </summary>
/// <param name="handoff">The package, with the Stage 4 that builds it.</param>
/// <param name="tell">Takes lines for people.</param>
/// <param name="clock">The time.</param>
internal sealed class RemoteExecution(HandoffRecord handoff, Action<string> tell, TimeProvider? clock = null)
{
    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    private HandoffSettings Settings => handoff.Remote!.Settings;

    /// <summary>A client for runs and contents: how long a silence may be says how long one answer may take.</summary>
    /// <exception cref="RemoteWaitException">The address cannot be used, or a variable is not set.</exception>
    public static Stage4Client Client(HandoffSettings settings)
    {
        try
        {
            return HandoffTransports.Client(settings with { Timeout = settings.IdleTimeout });
        }
        catch (HandoffException exception)
        {
            throw new RemoteWaitException(new(Rules.RemoteImpossible, [exception.Message]), exception);
        }
    }

    /// <summary>Waits for the run.</summary>
    /// <returns>The bots with the results of Stage 4.</returns>
    /// <exception cref="RemoteWaitException">There is no result.</exception>
    /// <exception cref="PipelineException">The package as a whole failed there.</exception>
    public async Task<StageResult<OptimiseRecord>> RunAsync(CancellationToken cancellationToken)
    {
        using var client = Client(Settings);
        var run = await AttachAsync(client, cancellationToken);
        tell(string.Create(CultureInfo.InvariantCulture,
            $"Menace: run {run} at {client.Address} builds {handoff.Package.Tasks.Count} " +
            $"{(handoff.Package.Tasks.Count == 1 ? "bot" : "bots")}"));
        try
        {
            var progress = new RemoteProgress(run, handoff.Package.Tasks.Count, tell, _clock);
            var ended = await new RemoteWait(client, run, Settings, progress, _clock).RunAsync(cancellationToken);
            return await ResultAsync(client, ended, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(client, run);
            throw;
        }
        catch (RemoteWaitException exception) when (exception.LeavesRun && Settings.OnClientLoss == ClientLoss.Cancel)
        {
            await CancelAsync(client, run);
            throw;
        }
    }

    /// <summary>
    /// The run of the package: the one that was named when it was handed off, or the one there is when it is sent once more.
    /// </summary>
    private async Task<long> AttachAsync(Stage4Client client, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A run that was cancelled gives its package free for another.
                return handoff.Remote!.RunId is { } known
                    && await client.GetRunAsync(known, cancellationToken) is { Run.Status: not ("cancelled" or "recorded") }
                    ? known
                    : await client.PostAsync(
                        new(handoff.PackageHash, PackageEnvelope.Write(
                            handoff.Package, handoff.Files, handoff.Settings,
                            new(handoff.Completed, handoff.Purposes) { Signatures = handoff.Signatures }), Execute: true),
                        cancellationToken)
                        ?? throw new HandoffException("it accepted the package, but returned no run") { IsRefusal = true };
            }
            catch (HandoffException exception) when (exception.IsRefusal || attempt >= Settings.Attempts)
            {
                throw new RemoteWaitException(
                    exception.IsRefusal ? new(Rules.PackageRefused, [client.Address.ToString(), exception.Message])
                        : new(Rules.Stage4OutOfReach, [client.Address.ToString(), exception.Message, "it"]),
                    exception)
                { IsOutOfReach = !exception.IsRefusal };
            }
            catch (HandoffException)
            {
                await Backoff.Constant(Settings.Backoff).WaitAsync(attempt, _clock, cancellationToken);
            }
        }
    }

    private async Task<StageResult<OptimiseRecord>> ResultAsync(Stage4Client client, RunDetails run, CancellationToken cancellationToken)
    {
        var number = run.Run.Id.ToString(CultureInfo.InvariantCulture);
        if (run.Run.Status == "cancelled")
        {
            throw new RemoteWaitException(new(Rules.RemoteCancelled, [number, run.Reason ?? "no reason is given"]));
        }

        if (run.Records is not { } digest)
        {
            PipelineDiagnostic[] findings = [.. run.Findings.Select(finding => finding.ToDiagnostic())];
            throw findings.Any(finding => finding.IsError)
                ? new PipelineException(PipelineStage.Optimise, findings)
                : new RemoteWaitException(
                    new(Rules.RemoteBroken,
                    [number, string.Join(": ", new[] { run.Outcome, run.Reason }.Where(text => !string.IsNullOrEmpty(text)))]));
        }

        var records = await new RemoteContents(client, _clock).GetAsync(digest, $"the records of run {number}", cancellationToken);
        return ToResult(run, Read(number, records));
    }

    private static RemoteRecords Read(string run, byte[] content)
    {
        try
        {
            return StageFile.Parse<RemoteRecords>(content);
        }
        catch (JsonException exception)
        {
            throw new RemoteWaitException(
                new(Rules.RemoteBroken, [run, "its records are those of another version: " + exception.Message]), exception);
        }
    }

    private StageResult<OptimiseRecord> ToResult(RunDetails run, RemoteRecords records)
    {
        var number = run.Run.Id.ToString(CultureInfo.InvariantCulture);
        var names = handoff.Package.Tasks.Select(task => task.Name).ToHashSet(StringComparer.Ordinal);
        var bundles = run.Bots.Where(bot => bot.Repository is not null)
            .ToDictionary(bot => bot.Name, bot => bot.Repository!.Digest, StringComparer.Ordinal);
        var build = records.Build;
        if (build.Repositories.FirstOrDefault(
            repository => !names.Contains(repository.Spec.Name) || !bundles.ContainsKey(repository.Spec.Name)) is { } foreign)
        {
            throw new RemoteWaitException(
                new(Rules.RemoteBroken,
                [number, $"it has a repository of '{foreign.Spec.Name}', which is not in the package or in the content store"]));
        }

        var target = handoff.Remote! with { RunId = run.Run.Id };
        var result = new RemoteResult(
            target,
            [.. build.Repositories.Select(
                made => new RemoteRepository(made.Spec.Name, made.MainFile, made.Commit, made.Tree, made.Input, bundles[made.Spec.Name]))],
            [.. records.Verify.Results.Where(verdict => names.Contains(verdict.Bot))
                .Select(verdict => verdict with { Key = "", IsReused = false })],
            run.Findings)
        {
            Histories = run.Histories ?? new Dictionary<string, string>(),
        };
        return new(
            new OptimiseRecord(handoff.RunId, build.Package, [.. build.Repositories.Select(made => made.Spec)],
                build.Failures)
            {
                Remote = result,
                Completed = [.. build.Completed.Where(field => names.Contains(field.Bot))
                    .Select(field => field with { Question = handoff.Questions.GetValueOrDefault(field.Bot, "") })],
            },
            [.. result.Of(PipelineStage.Handoff).Where(finding => finding.IsError),
                .. result.Of(PipelineStage.Optimise, PipelineStage.Develop)]);
    }

    private async Task CancelAsync(Stage4Client client, long run)
    {
        using var timeout = new CancellationTokenSource(CancelTimeout, _clock);
        try
        {
            await client.CancelRunAsync(run, timeout.Token);
            tell(string.Create(CultureInfo.InvariantCulture, $"Menace: run {run} is cancelled"));
        }
        catch (Exception exception) when (exception is HandoffException or OperationCanceledException)
        {
            tell(string.Create(CultureInfo.InvariantCulture, $"Menace: run {run} could not be cancelled: {exception.Message}"));
        }
    }
}

/// <summary>Gets blobs, and retries once.</summary>
/// <param name="client">Stage 4.</param>
/// <param name="clock">The time.</param>
internal sealed class RemoteContents(Stage4Client client, TimeProvider clock)
{
    private const int Attempts = 2;

    private static readonly Backoff Backoff = Backoff.Constant(TimeSpan.FromSeconds(1));

    /// <summary>The bytes, which have the digest.</summary>
    /// <exception cref="RemoteWaitException">Both attempts failed.</exception>
    public async Task<byte[]> GetAsync(string digest, string name, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reason = "its content store does not have " + digest;
            try
            {
                if (await client.GetContentAsync(digest, cancellationToken) is { } content)
                {
                    return content;
                }
            }
            catch (HandoffException exception)
            {
                reason = exception.Message;
            }

            if (attempt == Attempts)
            {
                throw new RemoteWaitException(new(Rules.ContentMissing, [name, reason]));
            }

            await Backoff.WaitAsync(attempt, clock, cancellationToken);
        }
    }
}
