using System.Collections.Concurrent;

namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// Servers of one kind (<see cref="WarmServer"/>): one that forks a process for each job, or as many as there are jobs at once, each of
/// which runs one job at a time in itself. One that has ended is replaced by the next job.
/// </summary>
/// <param name="command">The program; of its <see cref="ProcessCommand.Environment"/> only what it is given is seen by it.</param>
/// <param name="forks">True if the program forks a process for each job.</param>
internal sealed class WarmServers(ProcessCommand command, bool forks) : IProgramStarter, IAsyncDisposable
{
    private readonly ConcurrentQueue<WarmServer> _idle = new();
    private readonly ConcurrentBag<WarmServer> _all = [];
    private readonly Lock _starting = new();
    private int _number;

    /// <inheritdoc/>
    public async Task<IRunningProgram> StartAsync(
        ProcessCommand job, IReadOnlyDictionary<string, string> environment, ProcessMarker marker, CancellationToken cancellationToken)
    {
        var server = Take();
        var program = await server.StartAsync(job, environment, marker, cancellationToken);
        return forks ? program : new Rented(program, () => _idle.Enqueue(server));
    }

    /// <summary>Asks a server that takes many jobs at once (<see cref="WarmServer.CallAsync"/>); one that ends is replaced once.</summary>
    /// <exception cref="WarmServerException">The second server ended too before it answered.</exception>
    public async Task<ServerAnswer> CallAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await Take().CallAsync(arguments, cancellationToken);
        }
        catch (WarmServerException)
        {
            return await Take().CallAsync(arguments, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_all.TryTake(out var server))
        {
            await server.DisposeAsync();
        }
    }

    private WarmServer Take()
    {
        lock (_starting)
        {
            while (forks ? _idle.TryPeek(out var idle) : _idle.TryDequeue(out idle))
            {
                if (idle.IsUsable)
                {
                    return idle;
                }

                if (forks)
                {
                    _idle.TryDequeue(out _);
                }
            }

            var environment = command.Inherited ?? throw new InvalidOperationException("The command of a server names what it inherits.");
            var server = WarmServer.Start(
                command with { OutputFile = FormattableString.Invariant($"{command.OutputFile}.{Interlocked.Increment(ref _number)}") },
                environment, forks);
            _all.Add(server);
            if (forks)
            {
                _idle.Enqueue(server);
            }

            return server;
        }
    }

    /// <summary>A job whose server is free again when the job is over.</summary>
    private sealed class Rented(IRunningProgram program, Action giveBack) : IRunningProgram
    {
        public int Id => program.Id;

        public ProcessMarker Marker => program.Marker;

        public bool IsJob => program.IsJob;

        public Stream? Output => program.Output;

        public Stream? Error => program.Error;

        public Task<int> Exit => program.Exit;

        public Task SendInputAsync(string? input, CancellationToken cancellationToken) => program.SendInputAsync(input, cancellationToken);

        public void Kill() => program.Kill();

        public void Dispose()
        {
            program.Dispose();
            if (program.Exit.IsCompleted)
            {
                giveBack();
            }
        }
    }
}
