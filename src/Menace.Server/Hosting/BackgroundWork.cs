namespace Menace.Server.Hosting;

/// <summary>Work in the background that runs until it is stopped, and is awaited then.</summary>
internal sealed class BackgroundWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _working = Task.CompletedTask;

    /// <summary>Cancelled when it is to stop.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>True when it is to stop.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Begins.</summary>
    /// <param name="work">Returns soon after it was told to stop, and does not throw before.</param>
    /// <param name="times">How often it runs side by side.</param>
    public void Start(Func<Task> work, int times = 1) => _working = Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(work)));

    /// <summary>Ends when <paramref name="time"/> is over, <paramref name="sooner"/> has ended, or it is to stop.</summary>
    public Task PauseAsync(TimeSpan time, Task? sooner = null) => sooner is null
        ? Task.WhenAny(Task.Delay(time, Stopping))
        : Task.WhenAny(sooner, Task.Delay(time, Stopping));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _working;
        _stopping.Dispose();
    }
}
