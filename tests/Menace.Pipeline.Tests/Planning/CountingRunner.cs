using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Planning;

/// <summary>Runs programs, and keeps what each was started with.</summary>
internal sealed class CountingRunner : IProcessRunner
{
    private readonly ProcessRunner _runner = new();

    public List<ProcessCommand> Started { get; } = [];

    public Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Started.Add(command);
        return _runner.RunAsync(command, timeout, cancellationToken);
    }
}
