using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>Removes what is old when a service starts, and from then on again and again. What fails is tried the next time.</summary>
internal sealed partial class RetentionSchedule(Retention retention, TimeSpan keep, TimeSpan every, Stage4Telemetry telemetry, ILogger logger) : IAsyncDisposable
{
    private readonly BackgroundWork _background = new();

    /// <summary>Begins.</summary>
    public void Start() => _background.Start(WorkAsync);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _background.DisposeAsync();

    private async Task WorkAsync()
    {
        while (!_background.IsStopping)
        {
            try
            {
                var pruned = await retention.RunAsync(keep, isDryRun: false, _background.Stopping);
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
            catch (OperationCanceledException) when (_background.IsStopping)
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

            await _background.PauseAsync(every);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Pruned {Pruned}, unused for {Keep}")]
    private static partial void LogPruned(ILogger logger, Pruned pruned, TimeSpan keep);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pruning failed and will be retried: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure while pruning")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
