using Menace.Pipeline.Coding.Repair;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Coding.Repair;

public sealed class BotMetricsTests : IDisposable
{
    private static readonly BotThresholds Thresholds = new(-0.1, 1);

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly KnowledgeFolder _knowledge;

    public BotMetricsTests() => _knowledge = new(_folder["knowledge"], clock: _clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_are_kept_in_the_order_of_their_times()
    {
        var metrics = _knowledge.OpenMetrics();
        metrics.Add("slugs", new() { Roi = 0.42, Errors = 3 });
        metrics.Add("slugs", new() { Roi = 0.5, At = _clock.Now.AddDays(-1) });
        metrics.Add("other", new() { Seconds = 1.25, Memory = 1 << 20, IsFlaky = true, Commit = "abc1" });

        var samples = new BotMetrics(_folder["knowledge/metrics.db"]).Of("slugs");

        Assert.Equal([0.5, 0.42], samples.Select(sample => sample.Roi!.Value));
        Assert.Equal((_clock.Now, 3d, null), (samples[1].At, samples[1].Errors!.Value, samples[1].FailedTests));
        Assert.Equal(new MetricSample { At = _clock.Now, Seconds = 1.25, Memory = 1 << 20, IsFlaky = true, Commit = "abc1" },
            Assert.Single(metrics.Of("other")));
        Assert.Empty(metrics.Of("Slugs"));
    }

    [Fact]
    public void History_is_bounded()
    {
        var metrics = _knowledge.OpenMetrics();
        for (var i = 0; i < BotMetrics.Most + 5; i++)
        {
            _clock.Now = _clock.Now.AddSeconds(1);
            metrics.Add("slugs", new() { Errors = i });
        }

        Assert.Equal(Enumerable.Range(5, BotMetrics.Most).Select(i => (double?)i), metrics.Of("slugs").Select(sample => sample.Errors));
        Assert.Equal(0, metrics.Find("slugs")!.Baselines[BotMetric.Errors]);
    }

    [Theory]
    [InlineData("", 1.0, "the name of a bot has 1 to 200 characters")]
    [InlineData("a\nb", 1.0, "the name holds a control character")]
    [InlineData("password=hunter2hunter2", 1.0, "the name looks like a secret")]
    [InlineData("slugs", -1.0, "errors are a number of at least 0")]
    [InlineData("slugs", double.NaN, "errors are a number of at least 0")]
    [InlineData("slugs", null, "no value is given")]
    public void Invalid_sample_is_refused(string bot, double? errors, string reason)
    {
        var exception = Assert.Throws<KnowledgeException>(() => _knowledge.OpenMetrics().Add(bot, new() { Errors = errors }));

        Assert.Equal("MENACE5057", exception.Code);
        Assert.EndsWith(reason, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_knowledge.OpenMetrics().All());
    }

    [Fact]
    public void Concurrent_writers_lose_no_sample()
    {
        Parallel.For(0, 40, i => new KnowledgeFolder(_folder["knowledge"]).OpenMetrics().Add("slugs", new() { Errors = i }));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (double)i), _knowledge.OpenMetrics().Of("slugs").Select(sample => sample.Errors!.Value).Order());
    }

    [Fact]
    public void First_value_is_the_baseline_and_is_never_worse()
    {
        var metrics = _knowledge.OpenMetrics();
        metrics.Add("slugs", new() { FailedTests = 7, Errors = 9, Roi = -3 });

        Assert.Null(Degradation.Of(metrics.Find("slugs")!, Thresholds));
    }

    [Theory]
    [InlineData(0.5, 0.41, false)]
    [InlineData(0.5, 0.4, true)]
    [InlineData(0.5, 0.9, false)]
    public void Roi_is_worse_from_its_threshold_on(double before, double after, bool isWorse)
    {
        var metrics = _knowledge.OpenMetrics();
        metrics.Add("slugs", new() { Roi = before });
        metrics.Add("slugs", new() { Roi = after });

        Assert.Equal(isWorse, Degradation.Of(metrics.Find("slugs")!, Thresholds) is not null);
    }

    [Fact]
    public void Baseline_moves_by_a_fifth_of_the_change_in_each_check()
    {
        var metrics = _knowledge.OpenMetrics();
        Add(0);
        Add(2);
        Assert.Equal(["its failed tests rose from 0 to 2"], Degradation.Of(metrics.Find("slugs")!, Thresholds)!.Evidence);

        metrics.SetChecked(["slugs"]);
        Assert.Equal(0.4, metrics.Find("slugs")!.Baselines[BotMetric.FailedTests], 9);
        Assert.Null(Degradation.Of(metrics.Find("slugs")!, Thresholds));

        Add(1);
        Assert.Null(Degradation.Of(metrics.Find("slugs")!, Thresholds));
        metrics.SetChecked(["slugs"]);
        Assert.Equal(0.52, metrics.Find("slugs")!.Baselines[BotMetric.FailedTests], 9);

        void Add(int failed)
        {
            _clock.Now = _clock.Now.AddMinutes(1);
            metrics.Add("slugs", new() { FailedTests = failed });
        }
    }

    [Fact]
    public void Cycles_are_counted_until_a_check_has_ended()
    {
        var cycles = new RepairCycles(_folder.Path);

        Assert.Equal([false, false, true, true], Enumerable.Range(0, 4).Select(_ => new RepairCycles(_folder.Path).Count(3)));
        cycles.End();
        Assert.False(cycles.Count(3));
        File.WriteAllText(_folder["self-coding-cycles"], "nonsense");
        Assert.True(cycles.Count(1));
    }
}
