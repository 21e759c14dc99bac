using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Planning;
using Xunit.Abstractions;

namespace Menace.Pipeline.Tests.Planning;

/// <summary>
/// What the planner decides about the labelled pairs. A verdict is right if it has the label's action and candidate, missing if it claims
/// less, and wrong if it claims something else. Held-out pairs are only counted.
/// </summary>
public sealed class PlannerLabelTests(ITestOutputHelper output)
{
    /// <summary>Right verdicts of each class that were reached: of the development part, and of the held-out one.</summary>
    private static readonly Dictionary<string, (int Development, int HeldOut)> LeastRight = new()
    {
        ["reuse"] = (32, 14),
        ["suggested"] = (17, 10),
        ["fork"] = (24, 12),
        ["build"] = (43, 21),
    };

    /// <summary>Wrong suggestions, which change nothing: of the held-out part. Of the development part there is none.</summary>
    private const int MostWrongHeldOut = 1;

    /// <summary>The share of right verdicts that each class of each part has to reach.</summary>
    private const double LeastShare = 0.70;

    [Fact]
    public async Task Labelled_pairs_have_their_verdicts()
    {
        using var folder = new TemporaryFolder();
        var pairs = PlannerLabels.Pairs();
        var bot = new IpoBot(new BotDevConfig { SourceDirectory = folder.Path });
        var clock = Stopwatch.StartNew();

        var plan = await bot.GeneratePlanAsync([.. pairs.Select(pair => pair.Task)], [], PlannerLabels.Candidates());

        output.WriteLine($"{clock.Elapsed.TotalSeconds:F1} s");
        var judged = pairs.Zip(plan.Verdicts, (pair, verdict) => (Pair: pair, Verdict: verdict, Result: Judge(pair, verdict))).ToList();
        foreach (var (pair, verdict, result) in judged.Where(one => !one.Pair.IsHeldOut && one.Result != Result.Right))
        {
            output.WriteLine($"{pair.Id} {result}: {pair.Expected} {pair.Candidate} <> {verdict.Action} {verdict.Candidate?.Name} {verdict.Score:F1} {verdict.Reason}");
        }

        foreach (var part in judged.GroupBy(one => one.Pair.IsHeldOut))
        {
            var name = part.Key ? "held out" : "development";
            foreach (var kind in part.GroupBy(one => one.Pair.Expected))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{name} {kind.Key}: right {Count(kind, Result.Right)}, wrong {Count(kind, Result.Wrong)}, missing {Count(kind, Result.Missing)}"));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name} wrong reuses {Wrong(PlanAction.Reuse)}, forks {Wrong(PlanAction.Fork)}, suggestions {Wrong(PlanAction.Suggested)}"));
            Assert.Equal((0, 0), (Wrong(PlanAction.Reuse), Wrong(PlanAction.Fork)));
            Assert.InRange(Wrong(PlanAction.Suggested), 0, part.Key ? MostWrongHeldOut : 0);
            Assert.Equal(LeastRight.Count, part.Select(one => one.Pair.Expected).Distinct().Count());
            foreach (var kind in part.GroupBy(one => one.Pair.Expected))
            {
                var right = Count(kind, Result.Right);
                var reached = part.Key ? LeastRight[kind.Key].HeldOut : LeastRight[kind.Key].Development;
                Assert.True(right >= reached && right >= LeastShare * kind.Count(), $"{name} {kind.Key}: {right} right");
            }

            int Wrong(PlanAction action) => part.Count(one => one.Result == Result.Wrong && one.Verdict.Action == action);
        }
    }

    private static int Count(IEnumerable<(PlannerPair Pair, PlanVerdict Verdict, Result Result)> judged, Result result) =>
        judged.Count(one => one.Result == result);

    private static Result Judge(PlannerPair pair, PlanVerdict verdict)
    {
        var expected = Enum.Parse<PlanAction>(pair.Expected, ignoreCase: true);
        var candidate = verdict.Candidate?.Name ?? "";
        return verdict.Action == expected && candidate == pair.Candidate ? Result.Right
            : verdict.Action == PlanAction.Build || (candidate == pair.Candidate && IsLess(verdict.Action, expected)) ? Result.Missing
            : Result.Wrong;
    }

    /// <summary>True if less happens without a person: a suggestion changes nothing.</summary>
    private static bool IsLess(PlanAction action, PlanAction expected) =>
        (action, expected) is (PlanAction.Suggested, PlanAction.Reuse or PlanAction.Fork) or (PlanAction.Fork, PlanAction.Reuse);

    private enum Result
    {
        Right,
        Wrong,
        Missing,
    }
}
