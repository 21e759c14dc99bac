namespace Menace.Pipeline.Knowledge;

/// <summary>Measurements of a bot at one time (docs/self-repair.md); those that are null were not taken.</summary>
public sealed record MetricSample
{
    /// <summary>Gets the time; the default value stands for now.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Gets the return on investment that a user reports, in any unit that stays the same.</summary>
    public double? Roi { get; init; }

    /// <summary>Gets the errors that a user reports.</summary>
    public double? Errors { get; init; }

    /// <summary>Gets the failed tests of a build; 1 for a bot that failed without one.</summary>
    public int? FailedTests { get; init; }

    /// <summary>Gets the seconds that setup and tests took.</summary>
    public double? Seconds { get; init; }

    /// <summary>Gets the memory in bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>True if a test failed, and passed when it was repeated.</summary>
    public bool IsFlaky { get; init; }

    /// <summary>Gets the id of the commit that was tested, or an empty text.</summary>
    public string Commit { get; init; } = "";

    /// <summary>True if a check has compared it with the baseline.</summary>
    internal bool IsChecked { get; init; }

    /// <summary>Gets the value of <paramref name="metric"/>, or null.</summary>
    internal double? ValueOf(BotMetric metric) => metric switch
    {
        BotMetric.Roi => Roi,
        BotMetric.Errors => Errors,
        _ => FailedTests,
    };
}

/// <summary>A metric that has a baseline.</summary>
internal enum BotMetric
{
    /// <summary><see cref="MetricSample.Roi"/>.</summary>
    Roi,

    /// <summary><see cref="MetricSample.Errors"/>.</summary>
    Errors,

    /// <summary><see cref="MetricSample.FailedTests"/>.</summary>
    FailedTests,
}

/// <summary>What is known of a bot's metrics.</summary>
/// <param name="Bot">Name of the bot.</param>
/// <param name="Samples">The samples, the last one at the end.</param>
/// <param name="Baselines">The baseline of each metric that was ever measured.</param>
internal sealed record MetricHistory(
    string Bot, IReadOnlyList<MetricSample> Samples, IReadOnlyDictionary<BotMetric, double> Baselines)
{
    /// <summary>The share of a new value in the next baseline.</summary>
    public const double Weight = 0.2;

    /// <summary>The last value of <paramref name="metric"/> that no check has seen, or null.</summary>
    public double? New(BotMetric metric) =>
        Samples.LastOrDefault(sample => !sample.IsChecked && sample.ValueOf(metric) is not null)?.ValueOf(metric);

    /// <summary>
    /// The history after a check: the baseline <c>b</c> of a metric with the new value <c>v</c> is <c>b + 0.2 * (v - b)</c>.
    /// </summary>
    public MetricHistory Checked() => this with
    {
        Samples = [.. Samples.Select(sample => sample with { IsChecked = true })],
        Baselines = Baselines.ToDictionary(
            baseline => baseline.Key,
            baseline => New(baseline.Key) is { } value ? baseline.Value + (Weight * (value - baseline.Value)) : baseline.Value),
    };
}
