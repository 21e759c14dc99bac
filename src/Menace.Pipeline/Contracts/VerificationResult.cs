using System.Text.Json.Serialization;

namespace Menace.Pipeline.Contracts;

/// <summary>The test results of one bot.</summary>
/// <param name="Bot">Its name.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Tests">Every test that was counted.</param>
public sealed record VerificationResult(string Bot, VerificationOutcome Outcome, IReadOnlyList<TestResult> Tests)
{
    /// <summary>
    /// Hash over the verified files of the repository and its dependencies, the tools, the limits and the environment that tests see.
    /// A later run with the same key reuses a verdict that is green (<see cref="IsGreen"/>).
    /// </summary>
    public string Key { get; init; } = "";

    /// <summary>Gets whether the result is that of an earlier run with the same <see cref="Key"/>, and nothing was run.</summary>
    public bool IsReused { get; init; }

    /// <summary>True if the bot was tested and nothing failed, whether it is a stub, uses one, or neither.</summary>
    public bool IsGreen => Outcome is VerificationOutcome.Passed or VerificationOutcome.Stub or VerificationOutcome.PassedAgainstStub;

    /// <summary>
    /// True if the files of the repository are not those of its last generated commit: what was tested has an edit of the user's.
    /// </summary>
    public bool IsEdited { get; init; }

    /// <summary>Wall time of setup and tests, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>
    /// Gets the warnings of the linter, or null if the bot was not linted. A later run with the same <see cref="Key"/> reports it again.
    /// </summary>
    public IReadOnlyList<LintWarning>? Lint { get; init; }

    /// <summary>Gets the tests of the bot's last green verdict, or null if it never had one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TestBaseline? Baseline { get; init; }

    /// <summary>Number of tests that passed.</summary>
    public int Passed => Tests.Count(test => test.Outcome == TestOutcome.Passed);

    /// <summary>Number of tests that failed.</summary>
    public int Failed => Tests.Count(test => test.Outcome == TestOutcome.Failed);

    /// <summary>Number of tests that were not run.</summary>
    public int Skipped => Tests.Count(test => test.Outcome == TestOutcome.Skipped);
}

/// <summary>How many tests a green verdict counted: with the same test files there must not be fewer.</summary>
/// <param name="Files">Hash over the test files.</param>
/// <param name="Tests">The number of tests, skipped ones included.</param>
public sealed record TestBaseline(string Files, int Tests);

/// <summary>The verdict on one bot.</summary>
public enum VerificationOutcome
{
    /// <summary>Set up, at least one test ran, and none failed.</summary>
    Passed,

    /// <summary>Anything else that was tried.</summary>
    Failed,

    /// <summary>Not tried, because a dependency failed.</summary>
    Blocked,

    /// <summary>Not tried, because verification is switched off.</summary>
    NotRun,

    /// <summary>
    /// A template wrote its code, or a part of it. Its tests did not fail, but nothing that it is meant to do was tested.
    /// </summary>
    Stub,

    /// <summary>Passed, but it depends on a stub, directly or not.</summary>
    PassedAgainstStub,

    /// <summary>A test failed, and passed when it was repeated with the same files: it is unknown which of the two is right.</summary>
    Flaky,
}
