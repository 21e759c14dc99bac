using Menace.Pipeline.Storage;
using Menace.Server.Telemetry;

namespace Menace.Server.Stage4;

/// <summary>Removes what is old when a service starts, and from then on again and again. What fails is tried the next time.</summary>
internal sealed partial class RetentionSchedule(Retention retention, TimeSpan keep, TimeSpan every, Stage4Telemetry telemetry, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _working = Task.CompletedTask;

    /// <summary>Begins.</summary>
    public void Start() => _working = Task.Run(WorkAsync);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _working;
        _stopping.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var pruned = await retention.RunAsync(keep, isDryRun: false, _stopping.Token);
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
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
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

            await Task.WhenAny(Task.Delay(every, _stopping.Token));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Pruned}, which nobody had needed for {Keep}")]
    private static partial void LogPruned(ILogger logger, Pruned pruned, TimeSpan keep);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Something old could not be removed, the next time it is tried again: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure while old runs were removed")]
    private static partial void LogUnexpected(ILogger logger, Exception exception);
}
