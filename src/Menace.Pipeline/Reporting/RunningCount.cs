using System.Globalization;

namespace Menace.Pipeline.Reporting;

/// <summary>
/// The line that says how far a stage is, and when it is due: with more than <see cref="LineLimit"/> bots every two seconds, with fewer
/// after ten seconds in which nothing was printed. On a build server, whose log is read afterwards, both are a minute.
/// </summary>
/// <param name="expected">How many bots the stage has to do.</param>
/// <param name="clock">The time.</param>
/// <param name="isOnServer">True on a build server.</param>
internal sealed class RunningCount(int expected, TimeProvider clock, bool isOnServer)
{
    /// <summary>The most bots that get a line each.</summary>
    public const int LineLimit = 30;

    /// <summary>The most lines between two counts; more wait for the next one.</summary>
    public const int LinesPerCount = 10;

    private readonly TimeSpan _pause = isOnServer ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(2);
    private readonly TimeSpan _silence = isOnServer ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(10);
    private readonly long _startedAt = clock.GetTimestamp();
    private long _countedAt = clock.GetTimestamp();
    private long _printedAt = clock.GetTimestamp();
    private int _counted;

    /// <summary>True if the stage has too many bots for a line each.</summary>
    public bool IsLarge => expected > LineLimit;

    /// <summary>Something else was printed: it is not silent.</summary>
    public void Printed() => _printedAt = clock.GetTimestamp();

    /// <summary>
    /// <c>8 of 31 bots done (4.0 per second)</c>, or null if it is too early, or nothing changed.
    /// </summary>
    /// <param name="done">How many bots are done.</param>
    /// <param name="all">How many there are.</param>
    /// <param name="worked">How many of those that are done took work.</param>
    /// <param name="verb">What was done to them.</param>
    public string? Line(int done, int all, int worked, string verb)
    {
        var isDue = IsLarge && done > _counted ? clock.GetElapsedTime(_countedAt) >= _pause : clock.GetElapsedTime(_printedAt) >= _silence;
        if (!isDue)
        {
            return null;
        }

        (_counted, _countedAt) = (done, clock.GetTimestamp());
        var rate = worked / Math.Max(clock.GetElapsedTime(_startedAt).TotalSeconds, 0.001);
        return string.Create(CultureInfo.InvariantCulture, $"{done} of {BotLine.Count(all, "bot")} {verb} ({rate:0.0} per second)");
    }
}
