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
}
