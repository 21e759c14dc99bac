using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Planning;

/// <summary>
/// What one candidate can claim about one task. The rules are those of docs/planner.md; nothing is run here.
/// </summary>
internal sealed class Claim
{
    /// <summary>A score above it can be a reuse.</summary>
    public const double ReuseScore = 80;

    /// <summary>A score above it can be a fork.</summary>
    public const double ForkScore = 50;

    /// <summary>Examples that have to pass before a bot is reused.</summary>
    public const int LeastExamples = 2;

    /// <summary>
    /// The likeness from which functions of the same names are believed to mean the same, by what else speaks for it. Two bots that have
    /// one name of a function in common, and nothing else, reach 0.19.
    /// </summary>
    private const double LikeAlone = 0.25;

    private const double LikeWithTwoNames = 0.15;
    private const double LikeWithOneExample = 0.12;
    private const double LikeWithTwoExamples = 0.08;

    /// <summary>What one example shows that others would pass as well: enough for a fork of a bot that has half of the functions.</summary>
    private const double OneExample = 0.3;

    private const double TwoExamples = 0.5;

    private readonly TaskQuestion _question;

    /// <summary>The claim of <paramref name="ranked"/>.</summary>
    /// <param name="question">The task.</param>
    /// <param name="ranked">The candidate, with its place in the ranking.</param>
    /// <param name="proof">What its functions did with the task's examples.</param>
    public Claim(TaskQuestion question, RankedCandidate ranked, ReuseProof proof)
    {
        (_question, Ranked, Proof) = (question, ranked, proof);
        var failed = proof.Failed;
        Done = [.. ranked.Named.Where(function => !failed.Contains(function))];
        Score = CandidateRanking.Score(
            question, question.Functions.Count == 0 ? 0 : (double)Done.Count / question.Functions.Count, Meaning);
        Action = Decide();
    }

    /// <summary>The candidate.</summary>
    public RankedCandidate Ranked { get; }

    /// <summary>The proof.</summary>
    public ReuseProof Proof { get; }

    /// <summary>Gets the functions of the task that the candidate has, and that no example refutes.</summary>
    public IReadOnlyList<string> Done { get; }

    /// <summary>Gets the functions of the task that the candidate does not do.</summary>
    public IReadOnlyList<string> Missing => [.. _question.Functions.Except(Done, StringComparer.Ordinal)];

    /// <summary>From 0 to 100.</summary>
    public double Score { get; }

    /// <summary>Gets the verdict if this were the only candidate.</summary>
    public PlanAction Action { get; }

    /// <summary>Gets the reason why the examples do not prove the candidate, or null if they do.</summary>
    public string? Unproved { get; private set; }

    private KnownBot Bot => Ranked.Bot;

    private bool IsTelling => Proof.Examples.Any(example => example.Mistake is null && ProvedExample.IsTelling(example.Example));

    /// <summary>How sure it is that both mean the same, from 0 to 1: what an example shows counts more than words.</summary>
    private double Meaning => IsTelling ? 1 : Math.Max(Ranked.Likeness, Proof.Passed switch
    {
        0 => 0,
        1 => OneExample,
        _ => TwoExamples,
    });

    /// <summary>True if it is no accident that the functions have the same names.</summary>
    private bool IsBelieved => IsTelling || Ranked.Likeness >= Proof.Passed switch
    {
        0 => Done.Count == 1 ? LikeAlone : LikeWithTwoNames,
        1 => LikeWithOneExample,
        _ => LikeWithTwoExamples,
    };

    /// <summary>True if <paramref name="candidate"/> could be taken for the task: its language and its licence.</summary>
    public static bool IsAllowed(TaskInfo task, KnownBot candidate) =>
        LicenseText.AllowsReuse(candidate.License) && (task.Metadata.Language is not { } language || language == candidate.Language);

    private PlanAction Decide()
    {
        if (Done.Count == 0)
        {
            return PlanAction.Build;
        }

        if (Done.Count == _question.Functions.Count && Score > ReuseScore)
        {
            Unproved = WhyUnproved();
            return Unproved is null ? PlanAction.Reuse
                : IsBelieved || Proof.Passed >= LeastExamples ? PlanAction.Suggested
                : PlanAction.Build;
        }

        return Bot.Origin != KnownOrigin.Untrusted && Done.Count * 2 >= _question.Functions.Count && Score > ForkScore && IsBelieved
            ? PlanAction.Fork : PlanAction.Build;
    }

    private string? WhyUnproved() =>
        Bot.Origin == KnownOrigin.Untrusted ? "it was imported without the permission to execute its functions"
        : Done.FirstOrDefault(Proof.Obstacles.ContainsKey) is { } function
            ? $"reading did not prove '{function}' harmless: {Proof.Obstacles[function]}"
        : Proof.NotRun is { } reason ? reason
        : Proof.Passed < LeastExamples ? $"the task has {Count(Proof.Passed)}, and {LeastExamples} are needed"
        : ProvedExample.AreConstant(Proof.Examples.Select(example => example.Example))
            ? "a function that always does the same would pass the examples"
        : !IsBelieved ? "its examples have results that many functions have, and the two describe themselves in other words"
        : null;

    private static string Count(int examples) => examples switch
    {
        0 => "no example",
        1 => "one example",
        _ => FormattableString.Invariant($"{examples} examples"),
    };
}
