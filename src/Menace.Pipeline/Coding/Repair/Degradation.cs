using System.Globalization;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>A bot that got worse.</summary>
/// <param name="Bot">Its name.</param>
/// <param name="Evidence">What changed, as clauses.</param>
internal sealed record Degradation(string Bot, IReadOnlyList<string> Evidence)
{
    /// <summary>
    /// Compares the new values of <paramref name="history"/> with their baselines. The first value of a metric is its baseline, and so is
    /// never worse.
    /// </summary>
    /// <returns>Null if nothing got worse.</returns>
    public static Degradation? Of(MetricHistory history, BotThresholds thresholds)
    {
        List<string> evidence = [];
        foreach (var (metric, name) in ((BotMetric, string)[])[
            (BotMetric.Roi, "its ROI fell"), (BotMetric.Errors, "its reported errors rose"),
            (BotMetric.FailedTests, "its failed tests rose")])
        {
            if (history.New(metric) is { } value && history.Baselines.TryGetValue(metric, out var baseline)
                && IsWorse(metric, value - baseline, thresholds))
            {
                evidence.Add(string.Create(CultureInfo.InvariantCulture, $"{name} from {baseline:0.###} to {value:0.###}"));
            }
        }

        return evidence.Count == 0 ? null : new(history.Bot, evidence);
    }

    /// <summary>Sums of decimal fractions are not exact, so a difference below a billionth counts as none.</summary>
    private static bool IsWorse(BotMetric metric, double change, BotThresholds thresholds) => Math.Abs(change) > 1e-9
        && (metric == BotMetric.Roi ? change <= thresholds.RoiDrop + 1e-9 : change >= thresholds.ErrorIncrease - 1e-9);
}
