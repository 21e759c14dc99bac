namespace Menace.Server.Hosting;

/// <summary>
/// A hosted service whose work in progress is awaited when the host stops. The time-out of the host bounds open requests only: work that is
/// left behind would use a database that is closed, or wait for its lease.
/// </summary>
internal abstract class AwaitedService : BackgroundService
{
    /// <inheritdoc/>
    public sealed override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(CancellationToken.None);
}
