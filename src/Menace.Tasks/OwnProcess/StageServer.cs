using System.Collections;
using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Menace.Tasks.OwnProcess;

/// <summary>
/// Runs the tasks of the stages for a build, one at a time, in a process of their own (docs/architecture.md, "The process of the stages").
/// It reads one order per line, and ends when its input ends: then the build is gone.
/// </summary>
internal sealed class StageServer(TextReader input, Stream output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<object, object> _objects = new();
    private readonly Lock _writing = new();
    private IStageTask? _running;
    private volatile bool _isCancelled;
    private volatile bool _isEnding;

    /// <summary>Serves until the input ends, or <paramref name="ending"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        var orders = Channel.CreateUnbounded<TaskOrder>();
        var running = Task.Run(async () =>
        {
            await foreach (var order in orders.Reader.ReadAllAsync())
            {
                Run(order);
            }
        }, CancellationToken.None);

        // What a task does not expect ends the process, and the build reports that.
        await await Task.WhenAny(running, ReadAsync(orders.Writer), Task.Delay(Timeout.Infinite, ending).ContinueWith(
            _ => _isEnding = true, TaskScheduler.Default));
        if (Volatile.Read(ref _running) is { OutlivesBuild: false } left)
        {
            left.Cancel();
            await Task.WhenAny(running, Task.Delay(Patience, CancellationToken.None));
        }

        // A run that a Stage 4 executes is not cancelled: the next build waits for it again.
    }

    private async Task ReadAsync(ChannelWriter<TaskOrder> orders)
    {
        while (await input.ReadLineAsync() is { } line)
        {
            var order = StageLines.Order(line);
            if (order.Run is { } run)
            {
                _isCancelled = false;
                await orders.WriteAsync(run);
            }

            if (order.Cancel)
            {
                _isCancelled = true;
                Interlocked.MemoryBarrier();
                Volatile.Read(ref _running)?.Cancel();
            }

            if (order.Forget)
            {
                _objects.Clear();
            }
        }

        orders.Complete();
    }

    private void Run(TaskOrder order)
    {
        UseSurroundings(order);
        var task = (IStageTask)Activator.CreateInstance(typeof(StageServer).Assembly.GetType(order.Task, throwOnError: true)!)!;
        TaskParameters.Set(task, order.Inputs);
        task.InOwnProcess = false;
        task.BuildEngine = new ForwardingEngine(order, _objects, Tell);
        Volatile.Write(ref _running, task);
        Interlocked.MemoryBarrier();
        if (_isCancelled)
        {
            task.Cancel();
        }

        var succeeded = task.Execute();
        Volatile.Write(ref _running, null);

        // A folder that a process is in cannot be removed everywhere.
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        if (!_isEnding)
        {
            Tell(new(Result: new(succeeded, TaskParameters.Outputs(task))));
        }
    }

    private static void UseSurroundings(TaskOrder order)
    {
        Directory.SetCurrentDirectory(order.Directory);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!order.Environment.ContainsKey((string)variable.Key))
            {
                Environment.SetEnvironmentVariable((string)variable.Key, null);
            }
        }

        foreach (var (name, value) in order.Environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private void Tell(StageAnswer answer)
    {
        var line = StageLines.Of(answer);
        try
        {
            lock (_writing)
            {
                output.Write(line);
                output.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The build is gone; the input ends as well.
        }
    }
}
