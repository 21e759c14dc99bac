using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Reporting;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Compares the number of tests with that of the bot's last green verdict. With the same test files it must not fall: then the code under
/// test decided which tests there are.
/// </summary>
internal static class TestCount
{
    /// <summary>The verdict, red if the number fell; a green one becomes what later ones are compared with.</summary>
    /// <param name="tested">The verdict on a run.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="folder">Absolute path of the tree that was tested.</param>
    /// <param name="files">Lists the files of the tree.</param>
    /// <param name="previous">The bot's last verdict, or null.</param>
    public static TestedBotResult Compare(
        TestedBotResult tested, BotSpec bot, string folder, Func<IReadOnlyList<string>> files, VerificationResult? previous)
    {
        if (!tested.Result.IsGreen)
        {
            return tested;
        }

        var now = new TestBaseline(VerdictKey.OfTestFiles(bot, folder, files()), tested.Result.Tests.Count);
        if (!IsFewer(now, previous))
        {
            return tested with { Result = tested.Result with { Baseline = now } };
        }

        PipelineDiagnostic finding = new(
            Rules.FewerTests,
            [bot.Name, BotLine.Count(now.Tests, "test"), previous!.Baseline!.Tests.ToString(CultureInfo.InvariantCulture)])
        { Bot = bot.Name };
        return tested with
        {
            Result = tested.Result with { Outcome = VerificationOutcome.Failed },
            Findings = [.. tested.Findings, finding],
        };
    }

    /// <summary>True if <paramref name="now"/> is of fewer tests than the last green verdict had with the same test files.</summary>
    public static bool IsFewer(TestBaseline? now, VerificationResult? previous) =>
        now is not null && previous?.Baseline is { } before && before.Files == now.Files && now.Tests < before.Tests;

    /// <summary><paramref name="result"/>, with the baseline of <paramref name="previous"/> if it has none of its own.</summary>
    public static VerificationResult Keep(VerificationResult result, VerificationResult? previous) =>
        result.Baseline is null && previous?.Baseline is { } baseline ? result with { Baseline = baseline } : result;
}
