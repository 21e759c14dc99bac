using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Coding.Trial;

/// <summary>The candidates of one generator that were tried for a bot.</summary>
/// <param name="bot">The bot.</param>
/// <param name="errors">The failures, or null.</param>
internal sealed class TrialSeries(string bot, ErrorsDb? errors)
{
    private readonly List<TrialVerdict> _verdicts = [];
    private readonly List<PipelineDiagnostic> _findings = [];

    /// <summary>Gets the last answer of the generator, or null if it was not asked.</summary>
    public CodeAnswer? Answer { get; set; }

    /// <summary>Gets the verdicts in their order.</summary>
    public IReadOnlyList<TrialVerdict> Verdicts => _verdicts;

    /// <summary>Gets the verdict on the candidate that held, or null.</summary>
    public TrialVerdict? Held => _verdicts.Find(verdict => verdict.Passed);

    /// <summary>Gets why candidates were refused.</summary>
    public IEnumerable<string> Failures => _verdicts.Where(verdict => !verdict.Passed).Select(verdict => verdict.Reason);

    /// <summary>Gets the failures of the knowledge: the series goes on without it.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings => _findings;

    /// <summary>Why candidates for the same bot were refused in earlier series, the oldest first.</summary>
    public IReadOnlyList<string> Earlier(int limit) => Try(() => errors?.TrialsOf(bot, limit)) ?? [];

    /// <summary>Adds a verdict, and keeps what it says about the candidate.</summary>
    public void Add(TrialVerdict verdict)
    {
        _verdicts.Add(verdict);
        if (!verdict.Passed && verdict.Failure != TrialFailure.NotTried)
        {
            Try(() => errors?.Record(new(bot, PipelineStage.Optimise, ErrorsDb.Trial, verdict.Reason)));
        }
    }

    private T? Try<T>(Func<T?> use)
        where T : class
    {
        try
        {
            return use();
        }
        catch (KnowledgeException exception)
        {
            _findings.Add(KnowledgeFindings.NotExtended(exception));
            return null;
        }
    }
}
