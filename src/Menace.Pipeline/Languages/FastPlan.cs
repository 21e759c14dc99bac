using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages;

/// <summary>
/// The fast way to test trees of one language for the length of one run: the processes that are kept warm, and what was found out once
/// for all trees of one kind. Disposing of it ends the processes.
/// </summary>
internal interface IFastTests : IAsyncDisposable
{
    /// <summary>How to reach the verdict of <paramref name="plan"/> without the repository's own scripts.</summary>
    /// <param name="request">The tree.</param>
    /// <param name="plan">The literal way, as <see cref="ILanguage.PlanTestsAsync"/> gave it.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    Task<FastPlan> PlanAsync(TestRequest request, TestPlan plan, CancellationToken cancellationToken);
}

/// <summary>What all fast plans of one run have in common.</summary>
/// <param name="Folder">Absolute path of a folder of the state directory for what is kept between runs; it exists.</param>
/// <param name="Inherited">The variables that a server sees: those that every test run sees.</param>
/// <param name="Concurrency">Bots that are tested at once.</param>
internal sealed record FastTestSettings(string Folder, IReadOnlyDictionary<string, string> Inherited, int Concurrency)
{
    /// <summary>
    /// True if the log of a setup has to hold the compiler's warnings: <see cref="ILanguage.LintAsync"/> reads them there.
    /// </summary>
    public bool Warnings { get; init; }
}

/// <summary>
/// Another way to the verdict of a <see cref="TestPlan"/>: its report, its names of tests and its judge stay, only what is run differs.
/// </summary>
/// <param name="Kind">
/// Trees of one kind are set up alike: of each kind, one tree per run goes the literal way as well.
/// </param>
internal sealed record FastPlan(string Kind)
{
    /// <summary>Why this tree can only be tested the literal way, as a sentence without a full stop; null if it can be tested so.</summary>
    public string? Obstacle { get; init; }

    /// <summary>
    /// Does what scripts/setup_tests.sh would do, as far as the tests need it. The result is judged like the script's: its exit code, and
    /// its output if that is not 0.
    /// </summary>
    public Func<CancellationToken, Task<ProcessResult>> SetUpAsync { get; init; } =
        _ => Task.FromResult(new ProcessResult(0, "", "", TimedOut: false, TimeSpan.Zero));

    /// <summary>Runs the tests; null: the command of the literal way, which needs no more than <see cref="SetUpAsync"/>.</summary>
    public ProcessCommand? Tests { get; init; }

    /// <summary>Runs the examples; null: the command of the literal way.</summary>
    public Func<ExampleFiles, ProcessCommand>? Examples { get; init; }
}
