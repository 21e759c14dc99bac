namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>A program to run. Arguments are passed as they are; no shell reads them.</summary>
/// <param name="FileName">Path or name of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">Absolute path.</param>
internal sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>
    /// All variables that the program inherits; null: the caller's without the settings of tools (<see cref="CallerEnvironment"/>).
    /// </summary>
    public IReadOnlyDictionary<string, string>? Inherited { get; init; }

    /// <summary>Variables set (or, with null, removed) on top of those that are inherited.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for standard input, or null for an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>The file that receives standard output and standard error, or null to hold them in memory.</summary>
    public string? OutputFile { get; init; }

    /// <summary>True if processes that outlive the program are meant to: a compiler server. Else they are ended with it.</summary>
    public bool KeepsChildren { get; init; }

    /// <summary>
    /// Gets the path of a file that names the running program, or null. If this process is killed, the next run kills the orphan named
    /// here.
    /// </summary>
    public string? RunFile { get; init; }

    /// <summary>Gets what starts the program, or null for a process of its own.</summary>
    public IProgramStarter? Starter { get; init; }

    /// <summary>Gets the limits of the program and its descendants together.</summary>
    public ProcessLimits Limits { get; init; } = new();
}

/// <summary>The limits of a program and its descendants together.</summary>
internal sealed record ProcessLimits
{
    /// <summary>Resident memory in bytes, or null for as much as there is.</summary>
    public long? Memory { get; init; }

    /// <summary>Processes at once. RLIMIT_NPROC would count the user's other processes too, and does not bind root.</summary>
    public int Processes { get; init; } = 512;

    /// <summary>Bytes of output that are kept in <see cref="ProcessCommand.OutputFile"/>.</summary>
    public long Output { get; init; } = 64 << 20;

    /// <summary>The folder whose size is bounded, or null.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Bytes in <see cref="TemporaryFolder"/>.</summary>
    public long TemporaryBytes { get; init; } = 1 << 30;
}

/// <summary>Which limit ended a program.</summary>
internal enum LimitKind
{
    /// <summary><see cref="ProcessLimits.Memory"/>.</summary>
    Memory,

    /// <summary><see cref="ProcessLimits.Processes"/>.</summary>
    Processes,

    /// <summary><see cref="ProcessLimits.Output"/>, of a program that keeps children.</summary>
    Output,

    /// <summary><see cref="ProcessLimits.TemporaryBytes"/>.</summary>
    Temporary,
}

/// <summary>A limit that was exceeded.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Measured">The measured value, in the limit's unit.</param>
internal sealed record LimitExcess(LimitKind Kind, long Measured);

/// <summary>The result of a program.</summary>
/// <param name="ExitCode">Its exit code; 128 + signal if it was killed by one.</param>
/// <param name="Output">Its standard output (with standard error, if both went to a file: the last 64 KiB).</param>
/// <param name="Error">Its standard error; empty if it went to a file.</param>
/// <param name="TimedOut">True if it was ended because its time was over.</param>
/// <param name="Duration">How long it ran.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error, bool TimedOut, TimeSpan Duration)
{
    /// <summary>The limit that ended it, or null.</summary>
    public LimitExcess? Excess { get; init; }

    /// <summary>Highest resident memory that was measured, in bytes; 0 if it ended before it was measured.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Gets the processes that it left running and that were killed, as <c>name (process id)</c>.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];

    /// <summary>Bytes of output that were not kept.</summary>
    public long Discarded { get; init; }
}

/// <summary>Runs programs; a seam for tests and the one place that knows how processes are started and ended.</summary>
internal interface IProcessRunner
{
    /// <summary>
    /// Runs <paramref name="command"/> in a session of its own and ends everything that came of it when the time is over, a limit
    /// is exceeded, or the token is cancelled.
    /// </summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="WarmServerException">Its server ended before it; nothing of it is left.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing of it is left.</exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken);
}
