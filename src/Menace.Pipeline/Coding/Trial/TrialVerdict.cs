using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Coding.Trial;

/// <summary>What refused a candidate.</summary>
internal enum TrialFailure
{
    /// <summary>Its text: it does not parse, lacks a function, may do more than the task allows, has a secret.</summary>
    Reading,

    /// <summary>It does not compile, or cannot be set up.</summary>
    Build,

    /// <summary>An example fails.</summary>
    Examples,

    /// <summary>The examples of a function pass with each change of it.</summary>
    Mutants,

    /// <summary>It took more time, memory or processes than it may.</summary>
    Limits,

    /// <summary>It was not tried, which says nothing about it: a program is missing, or the task cannot be tried here.</summary>
    NotTried,
}

/// <summary>An example that failed.</summary>
/// <param name="Example">The example.</param>
/// <param name="Message">What was expected and what was found, without secrets.</param>
internal sealed record FailedExample(TaskExample Example, string Message);

/// <summary>The verdict on a candidate.</summary>
/// <param name="Candidate">The candidate.</param>
internal sealed record TrialVerdict(CodeCandidate Candidate)
{
    /// <summary>Gets what refused it, or null if it passed.</summary>
    public TrialFailure? Failure { get; init; }

    /// <summary>Gets the reason as a sentence without secrets and without the full stop; empty if it passed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True if it may be used.</summary>
    public bool Passed => Failure is null;

    /// <summary>Gets the examples that failed, in the order of the task.</summary>
    public IReadOnlyList<FailedExample> FailedExamples { get; init; } = [];

    /// <summary>Gets how many examples passed.</summary>
    public int PassedExamples { get; init; }

    /// <summary>Gets how many mutants there are.</summary>
    public int Mutants { get; init; }

    /// <summary>Gets how many of <see cref="Mutants"/> make an example fail.</summary>
    public int NoticedMutants { get; init; }

    /// <summary>Gets statements for the commit and the pins: <c>3 examples passed</c>. Those of the candidate come first.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
