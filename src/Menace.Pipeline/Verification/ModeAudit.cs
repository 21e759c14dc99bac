using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Compares the results of a bot that was tested the fast way and the literal way. They mean the same, or one of them is wrong.
/// </summary>
internal static class ModeAudit
{
    /// <summary>The verdict: that of the literal way, and an error if the other one differs.</summary>
    public static TestedBotResult Compare(TestedBotResult fast, TestedBotResult literal)
    {
        string[] differences = [.. Lines(fast).Except(Lines(literal)).Select(line => "fast: " + line)
            .Concat(Lines(literal).Except(Lines(fast)).Select(line => "isolated: " + line))];
        var both = literal with
        {
            Ran = fast.Ran is { } first && literal.Ran is { } second ? (first.Start, second.End) : literal.Ran,
            Result = literal.Result with { Seconds = fast.Result.Seconds + literal.Result.Seconds },
        };
        return differences.Length == 0 ? both : both with
        {
            // Another bot may have changed something between the two.
            MayPassAlone = true,
            Result = both.Result with { Outcome = VerificationOutcome.Failed },
            Findings = [.. both.Findings, new PipelineDiagnostic(Rules.ModesDiffer, [fast.Result.Bot, FileList.Of(differences)])
            {
                Bot = fast.Result.Bot,
            }],
        };
    }

    /// <summary>One line per test, with its outcome and how often it is there, and one for the verdict.</summary>
    private static IEnumerable<string> Lines(TestedBotResult tested) =>
        tested.Result.Tests.CountBy(test => $"{test.Name} {test.Outcome}")
            .Select(test => test.Value > 1 ? $"{test.Key} ({test.Value})" : test.Key)
            .Append($"verdict {tested.Result.Outcome}");
}
