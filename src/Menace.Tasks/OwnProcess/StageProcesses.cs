using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace Menace.Tasks.OwnProcess;

/// <summary>
/// The processes that run the stages of one build: most builds need one, those that give their node to other projects more. When the build
/// is over, they serve the next build of this MSBuild process, which ends them when it ends.
/// </summary>
internal sealed class StageProcesses : IDisposable
{
    private static readonly ConcurrentQueue<StageProcess> Waiting = new();

    private readonly ConcurrentQueue<StageProcess> _idle = new();
    private readonly ConcurrentDictionary<StageProcess, bool> _serving = new();

    /// <summary>Ids of those that were started or taken for this build, and that serve it.</summary>
    public IReadOnlyCollection<int> Ids => [.. _serving.Keys.Select(process => process.Id)];

    /// <summary>Those of the build of <paramref name="engine"/>.</summary>
    public static StageProcesses Of(IBuildEngine4 engine)
    {
        var key = typeof(StageProcesses).AssemblyQualifiedName;
        if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is not StageProcesses processes)
        {
            processes = new();
            engine.RegisterTaskObject(key, processes, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
        }

        return processes;
    }

    /// <summary>Runs <paramref name="task"/> in one of them.</summary>
    /// <param name="task">A task whose parameters are set.</param>
    /// <param name="dotnet">Path of <c>dotnet</c>.</param>
    /// <param name="cancellationToken">Ends the task.</param>
    /// <exception cref="StageProcessException">There is no process, or it ended before the task did.</exception>
    public bool Run(IStageTask task, string dotnet, CancellationToken cancellationToken)
    {
        var process = TakeFrom(_idle) ?? TakeFrom(Waiting) ?? StageProcess.Start(dotnet);
        _serving[process] = true;
        try
        {
            return process.Run(task, cancellationToken);
        }
        finally
        {
            Give(_idle, process);
        }
    }

    /// <summary>The build is over: one process waits for the next.</summary>
    public void Dispose()
    {
        while (TakeFrom(_idle) is { } process)
        {
            process.Forget();
            if (Waiting.IsEmpty)
            {
                Give(Waiting, process);
            }
            else
            {
                process.Dispose();
            }
        }
    }

    private static StageProcess? TakeFrom(ConcurrentQueue<StageProcess> processes)
    {
        while (processes.TryDequeue(out var process))
        {
            if (process.IsUsable)
            {
                return process;
            }

            process.Dispose();
        }

        return null;
    }

    private static void Give(ConcurrentQueue<StageProcess> processes, StageProcess process)
    {
        if (process.IsUsable)
        {
            processes.Enqueue(process);
        }
        else
        {
            process.Dispose();
        }
    }
}
