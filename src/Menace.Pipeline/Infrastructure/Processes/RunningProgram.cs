namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>A program that runs: a process of its own, or a job in a process that serves several.</summary>
internal interface IRunningProgram : IDisposable
{
    /// <summary>Id of its process, which leads a session.</summary>
    int Id { get; }

    /// <summary>What its process and all descendants carry.</summary>
    ProcessMarker Marker { get; }

    /// <summary>True if its process outlives it: a server that goes on with other jobs.</summary>
    bool IsJob { get; }

    /// <summary>Standard output (with standard error, if both go to one file), or null if it is not read here.</summary>
    Stream? Output { get; }

    /// <summary>Standard error, or null if it goes where the output goes.</summary>
    Stream? Error { get; }

    /// <summary>
    /// Ends with its exit code, 128 + signal if one killed it; or with a <see cref="WarmServerException"/> if the server that forked its
    /// process ended before it.
    /// </summary>
    Task<int> Exit { get; }

    /// <summary>Writes its standard input and closes it.</summary>
    Task SendInputAsync(string? input, CancellationToken cancellationToken);

    /// <summary>Ends its process, without what descends from it; nothing happens if it has ended.</summary>
    void Kill();
}

/// <summary>Starts programs in another way than by a process for each: as jobs of a server that is warm.</summary>
internal interface IProgramStarter
{
    /// <summary>Starts <paramref name="command"/>.</summary>
    /// <param name="command">The program; its <see cref="ProcessCommand.FileName"/> is not used, its server is the program.</param>
    /// <param name="environment">All variables that it sees.</param>
    /// <param name="marker">What a job of a process of its own carries; a job inside the server carries the server's.</param>
    /// <param name="cancellationToken">Ends the wait for a server.</param>
    /// <exception cref="WarmServerException">The server could not be started, or ended before it answered.</exception>
    Task<IRunningProgram> StartAsync(
        ProcessCommand command, IReadOnlyDictionary<string, string> environment, ProcessMarker marker, CancellationToken cancellationToken);
}
