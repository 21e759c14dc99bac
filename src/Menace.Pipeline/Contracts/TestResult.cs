namespace Menace.Pipeline.Contracts;

/// <summary>The outcome of a test.</summary>
public enum TestOutcome
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was not run.</summary>
    Skipped,
}

/// <summary>One test of one bot.</summary>
/// <param name="Name">Its name as its framework prints it.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Message">Why it failed; empty for the others.</param>
public sealed record TestResult(string Name, TestOutcome Outcome, string Message)
{
    /// <summary>True for a skip that is written in a test file. Any other skip is a failure: the code under test caused it.</summary>
    public bool IsDeclaredSkip { get; init; }

    /// <summary>
    /// True for an entry that stands for a test file which the framework could not read; none of the tests in that file ran.
    /// </summary>
    public bool IsCollectionError { get; init; }

    /// <summary>Gets the wall time in seconds by the framework's own measurement; 0 if it does not measure.</summary>
    public double Seconds { get; init; }

    /// <summary>Gets the text that names the places of a failure, such as a stack trace; empty for the others, and not kept.</summary>
    internal string Trace { get; init; } = "";

    /// <summary>Gets the exit code of the process that ended before this test did; 0 for the others, and not kept.</summary>
    internal int ExitCode { get; init; }
}
