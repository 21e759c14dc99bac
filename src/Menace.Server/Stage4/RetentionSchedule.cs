using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>Removes old runs when a service starts, and then at regular intervals. A failed pruning is retried the next time.</summary>
internal sealed partial class RetentionSchedule(
    Retention retention, WorkSettings settings, Stage4Telemetry telemetry, ILogger<RetentionSchedule> logger)
    : AwaitedService
{
    /// <summary>Begins, unless everything is kept, or the state folder belongs to another database.</summary>
    /// <exception cref="CodedException">The state folder cannot be used.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Keep is null)
        {
            return;
        }

        var other = StateFolder.Use(settings.StateFolder, () => StateOwner.Claim(settings.StateFolder, settings.Database));
        if (other is not null)
        {
            LogKept(logger, settings.StateFolder, other, StateOwner.FileName);
            return;
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var keep = settings.Keep!.Value;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pruned = await retention.RunAsync(keep, isDryRun: false, stoppingToken);
                telemetry.Pruned(pruned.Runs, pruned.Bytes);
                if (pruned is not { Runs: 0, Folders: 0, Contents: 0 })
                {
                    LogPruned(logger, pruned, keep);
                }

                foreach (var failure in pruned.Failures)
                {
                    LogFailed(logger, failure);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is WorkflowDbException or IOException or UnauthorizedAccessException)
            {
                LogFailed(logger, exception.Message);
            }
            catch (Exception exception)
            {
                // A disk that fills up later is worse than a line in the log now.
                LogUnexpected(logger, exception);
            }

            await Task.Delay(settings.PruneEvery, settings.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Pruning is disabled: {Folder} was used with the database {Other} before. " +
        "If that database has moved, delete the file '{File}' in the folder")]
    private static partial void LogKept(ILogger logger, string folder, string other, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pruned {Pruned}, unused for {Keep}")]
    private static partial void LogPruned(ILogger logger, Pruned pruned, TimeSpan keep);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pruning failed and will be retried: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure while pruning")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
