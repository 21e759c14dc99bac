namespace Menace.Pipeline.Processes;

/// <summary>A program to run. Arguments are passed as they are; no shell reads them.</summary>
/// <param name="FileName">Path or name of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">Absolute path.</param>
internal sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory)
{
    /// <summary>Variables set (or, with null, removed) on top of the cleaned environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Text for standard input, or null for an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>The file that receives standard output and standard error, or null to hold them in memory.</summary>
    public string? OutputFile { get; init; }

    /// <summary>True where processes that outlive the program are meant to: a compiler server. Else they are ended with it.</summary>
    public bool KeepsChildren { get; init; }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + signal where it was ended by one.</param>
/// <param name="Output">Its standard output (with standard error, where both went to a file: the file's last 64 KiB).</param>
/// <param name="Error">Its standard error; empty where it went to a file.</param>
/// <param name="TimedOut">True where it was ended because its time was over.</param>
/// <param name="Duration">How long it ran.</param>
internal sealed record ProcessResult(int ExitCode, string Output, string Error, bool TimedOut, TimeSpan Duration);

/// <summary>Runs programs; a seam for tests and the one place that knows how processes are started and ended.</summary>
internal interface IProcessRunner
{
    /// <summary>
    /// Runs <paramref name="command"/> in a process group of its own and ends the whole group when the time is over or the
    /// token is cancelled.
    /// </summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the group is gone.</exception>
    Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken);
}
