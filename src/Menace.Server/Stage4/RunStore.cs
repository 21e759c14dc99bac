using Menace.Pipeline.Storage;

namespace Menace.Server.Stage4;

/// <summary>
/// WorkflowDb for a server: its synchronous transactions on threads of the pool, one writer of this process at a time (a thousand that
/// wait for SQLite's lock would sleep and starve each other), and a signal when something was written.
/// </summary>
internal sealed class RunStore(WorkflowDb database) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1);
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next change by this process. Take it before reading, so that no change is missed.</summary>
    public Task NextChange => Volatile.Read(ref _change).Task;

    public Task<T> ReadAsync<T>(Func<WorkflowDb, T> read) => Task.Run(() => read(database));

    public async Task<T> WriteAsync<T>(Func<WorkflowDb, T> write, Func<T, bool>? isChange = null)
    {
        await _writing.WaitAsync();
        T result;
        try
        {
            result = await Task.Run(() => write(database));
        }
        finally
        {
            _writing.Release();
        }

        if (isChange?.Invoke(result) ?? true)
        {
            Interlocked.Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();
}
