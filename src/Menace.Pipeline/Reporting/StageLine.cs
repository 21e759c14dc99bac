using System.Globalization;

namespace Menace.Pipeline.Reporting;

/// <summary>The line about a stage that took long and had much to do.</summary>
internal static class StageLine
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary><c>1000 bots analysed in 3.4 s (294.1 per second)</c>, or null if there is nothing to say.</summary>
    /// <param name="count">How many things the stage did.</param>
    /// <param name="noun">What they are, in the singular.</param>
    /// <param name="verb">What was done to them.</param>
    /// <param name="time">The time that it took.</param>
    public static string? Of(int count, string noun, string verb, TimeSpan time) =>
        count <= RunningCount.LineLimit || time < Shortest ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{BotLine.Count(count, noun)} {verb} in {time.TotalSeconds:0.0} s ({count / time.TotalSeconds:0.0} per second)");
}
