using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Reporting;

namespace Menace.Pipeline.Tests.Diagnostics;

/// <summary>The lines that a person sees while bots are verified, and the closing one.</summary>
public sealed class BuildProgressTests
{
    private readonly SteppedClock _clock = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void Progress_of_30_changed_bots_prints_a_line_for_each_at_once()
    {
        var build = Build(Enumerable.Range(1, 30).Select(i => Repository($"B{i}", RepositoryChange.Updated)));
        var progress = new BuildProgress(build, null, _lines.Add, _clock);

        progress.Add(Passed("B1"));

        Assert.Equal(["B1 updated: passed (3 tests, 1 skipped, 0.4 s)"], _lines);
        progress.End(build.Repositories.Select(repository => Passed(repository.Spec.Name)));
        Assert.Equal(30, _lines.Count);
    }

    [Theory]
    [InlineData(VerificationOutcome.Passed, "A created (python): passed (3 tests, 1 skipped, 0.4 s)")]
    [InlineData(VerificationOutcome.Stub, "A created (python): stub (3 tests, 1 skipped, 0.4 s)")]
    [InlineData(VerificationOutcome.PassedAgainstStub, "A created (python): passed against a stub (3 tests, 1 skipped, 0.4 s)")]
    [InlineData(VerificationOutcome.Failed, "A created (python): failed (3 tests, 1 skipped, 0.4 s)")]
    public void Line_of_a_created_bot_has_its_language_and_outcome(VerificationOutcome outcome, string line) =>
        Assert.Equal(line, BotLine.Of(Repository("A", RepositoryChange.Created), Passed("A") with { Outcome = outcome }));

    [Fact]
    public void Line_and_log_of_an_updated_bot_say_why()
    {
        var updated = Repository("Tariff", RepositoryChange.Updated) with { Reason = "dependency Geo changed", ChangedFiles = 1 };

        Assert.Equal("Tariff updated (dependency Geo changed; 1 file): passed (3 tests, 1 skipped, 0.4 s)", BotLine.Of(updated, Passed("Tariff")));
        Assert.Equal(updated.Commit + ": dependency Geo changed; 1 file", StageEvents.Of(updated).Detail);
        Assert.Equal("Tariff edited: passed (3 tests, 1 skipped, 0.4 s)", BotLine.Of(updated with { Change = RepositoryChange.Unchanged }, Passed("Tariff") with { IsEdited = true }));
    }

    [Fact]
    public void Line_says_how_a_bot_was_not_verified()
    {
        Assert.Equal("A edited: failed (1 of 2 tests, 0.4 s)",
            BotLine.Of(Repository("A", RepositoryChange.Unchanged), new("A", VerificationOutcome.Failed, [Test(TestOutcome.Passed), Test(TestOutcome.Failed)]) { Seconds = 0.4, IsEdited = true }));
        Assert.Equal("A updated: blocked (a dependency is not verified)", BotLine.Of(Repository("A", RepositoryChange.Updated), new("A", VerificationOutcome.Blocked, [])));
        Assert.Equal("A updated: not verified", BotLine.Of(Repository("A", RepositoryChange.Updated), new("A", VerificationOutcome.NotRun, [])));
    }

    [Fact]
    public void Progress_of_a_large_fleet_prints_failures_at_once_and_a_count_every_two_seconds()
    {
        var build = Build(Enumerable.Range(1, 31).Select(i => Repository($"B{i}", RepositoryChange.Created)));
        var progress = new BuildProgress(build, null, _lines.Add, _clock);
        Assert.Equal(["31 bots to test"], _lines);

        for (var i = 1; i <= 31; i++)
        {
            progress.Add(i is 2 or 3 ? Passed($"B{i}") with { Outcome = i == 3 ? VerificationOutcome.Failed : VerificationOutcome.Stub } : Passed($"B{i}"));
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            progress.Tick();
        }

        progress.End([]);
        Assert.Equal(
            [
                "31 bots to test",
                "B3 created (python): failed (3 tests, 1 skipped, 0.4 s)",
                "8 of 31 bots done (4.0 per second)", "B2 created (python): stub (3 tests, 1 skipped, 0.4 s)",
                "16 of 31 bots done (4.0 per second)", "24 of 31 bots done (4.0 per second)",
            ],
            _lines);
    }

    [Fact]
    public void Progress_of_a_fleet_with_many_failures_prints_ten_and_counts_the_others()
    {
        var build = Build(Enumerable.Range(1, 40).Select(i => Repository($"B{i}", RepositoryChange.Created)));
        var progress = new BuildProgress(build, null, _lines.Add, _clock);

        progress.End(build.Repositories.Select(repository => Passed(repository.Spec.Name) with { Outcome = VerificationOutcome.Failed }));

        Assert.Equal(22, _lines.Count);
        Assert.Equal("20 more, see summary.md", _lines[^1]);
    }

    [Fact]
    public void Progress_on_a_build_server_prints_failures_at_once_and_a_count_each_minute()
    {
        var build = Build(Enumerable.Range(1, 100).Select(i => Repository($"B{i}", RepositoryChange.Created)));
        var progress = new BuildProgress(build, null, _lines.Add, _clock, isOnServer: true);

        for (var i = 1; i <= 90; i++)
        {
            progress.Add(i == 5 ? Passed("B5") with { Outcome = VerificationOutcome.Flaky } : Passed($"B{i}"));
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.Tick();
        }

        progress.End([]);
        Assert.Equal(
            ["100 bots to test", "B5 created (python): flaky (3 tests, 1 skipped, 0.4 s)", "60 of 100 bots done (1.0 per second)"], _lines);
    }

    [Theory]
    [InlineData(31, 2, "31 bots analysed in 2.0 s (15.5 per second)")]
    [InlineData(30, 60, null)]
    [InlineData(1000, 1.9, null)]
    public void Stage_that_did_much_for_long_has_a_line(int count, double seconds, string? line) =>
        Assert.Equal(line, StageLine.Of(count, "bot", "analysed", TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Progress_of_a_small_fleet_prints_a_count_after_ten_silent_seconds()
    {
        var progress = new BuildProgress(Build([Repository("A", RepositoryChange.Created)]), null, _lines.Add, _clock);

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        progress.Tick();
        Assert.Empty(_lines);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        progress.Tick();

        Assert.Equal(["0 of 1 bot done (0.0 per second)"], _lines);
    }

    [Fact]
    public void Progress_is_silent_about_bots_that_are_as_before_and_after_its_end()
    {
        var build = Build([Repository("A", RepositoryChange.Unchanged), Repository("B", RepositoryChange.Unchanged)]);
        var progress = new BuildProgress(build, new(1, [Passed("A"), Passed("B")]), _lines.Add, _clock);

        progress.End([Passed("A") with { IsReused = true }, new("B", VerificationOutcome.NotRun, [])]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        progress.Tick();

        Assert.Empty(_lines);
    }

    [Fact]
    public void Verdict_that_a_second_look_changed_is_printed_again_and_an_equal_one_is_not()
    {
        var progress = new BuildProgress(Build([Repository("A", RepositoryChange.Updated)]), null, _lines.Add, _clock);
        progress.Add(Passed("A"));

        progress.End([Passed("A")]);
        Assert.Single(_lines);

        progress = new(Build([Repository("A", RepositoryChange.Updated)]), null, _lines.Add, _clock);
        progress.Add(Passed("A"));
        progress.End([Passed("A") with { Outcome = VerificationOutcome.Failed }]);
        Assert.Equal(["A updated: passed (3 tests, 1 skipped, 0.4 s)", "A updated: failed (3 tests, 1 skipped, 0.4 s)"], _lines.Skip(1));
    }

    [Fact]
    public void Closing_line_counts_states_outcomes_tests_and_functions_that_are_not_exercised()
    {
        var build = Build(
            [
                Repository("New", RepositoryChange.Created), Repository("Changed", RepositoryChange.Updated), Repository("Same", RepositoryChange.Unchanged),
                Repository("Mine", RepositoryChange.Unchanged), Repository("Empty", RepositoryChange.Unchanged), Repository("Caller", RepositoryChange.Unchanged),
                Repository("Broken", RepositoryChange.Unchanged, "purge", "send"), Repository("Behind", RepositoryChange.Unchanged),
            ],
            "Gone");
        var summary = new BuildSummary(build, new(1,
        [
            Passed("New"), Passed("Changed"), Passed("Same") with { IsReused = true }, Passed("Mine") with { IsReused = true, IsEdited = true },
            Passed("Empty") with { Outcome = VerificationOutcome.Stub }, Passed("Caller") with { Outcome = VerificationOutcome.PassedAgainstStub },
            new("Broken", VerificationOutcome.Failed, [Test(TestOutcome.Failed)]), new("Behind", VerificationOutcome.Blocked, []),
        ]))
        { Elapsed = TimeSpan.FromSeconds(61.5) };

        Assert.Equal(
            "9 bots: 1 created, 1 updated, 5 unchanged, 1 edited, 1 not built, 1 failed, 1 blocked, 1 stub, 1 verified against a stub, "
                + "2 reused, 9 tests passed, 1 test failed, 4 tests skipped, 2 functions not exercised, verified in 61.5 s",
            summary.Counts);
        Assert.Equal(
            "9 bots: 7 unchanged, 1 edited, 1 not built, 1 failed, 1 blocked, 1 stub, 1 verified against a stub, 6 reused, 2 functions not exercised",
            summary.Next.Counts);
    }

    [Fact]
    public void Flaky_bot_is_counted_apart_and_is_not_up_to_date()
    {
        var summary = new BuildSummary(Build([Repository("A", RepositoryChange.Unchanged)]), new(1, [Passed("A") with { Outcome = VerificationOutcome.Flaky }]));

        Assert.Equal("1 bot: 1 unchanged, 1 flaky, 3 tests passed, 1 test skipped", summary.Counts);
        Assert.False(summary.Next.IsUpToDate);
    }

    [Fact]
    public void Closing_line_of_a_build_that_did_nothing_says_up_to_date_and_still_counts_stubs_and_edits()
    {
        var build = Build([Repository("A", RepositoryChange.Created), Repository("B", RepositoryChange.Updated)]);

        Assert.Equal("2 bots up to date", new BuildSummary(build, new(1, [Passed("A"), Passed("B")])).Next.Counts);
        Assert.Equal(
            "2 bots up to date, 1 edited, 1 stub",
            new BuildSummary(build, new(1, [Passed("A") with { Outcome = VerificationOutcome.Stub }, Passed("B") with { IsEdited = true }])).Next.Counts);
        Assert.Equal("2 bots: 2 unchanged, 2 not verified",
            new BuildSummary(build, new(1, [new("A", VerificationOutcome.NotRun, []), new("B", VerificationOutcome.NotRun, [])])).Next.Counts);
    }

    private static BuildRecord Build(IEnumerable<BotRepository> repositories, params string[] failed)
    {
        BotRepository[] all = [.. repositories];
        string[] names = [.. all.Select(repository => repository.Spec.Name), .. failed];
        return new(1, [.. names.Select(name => new ListedTask(name, null))], all, [.. failed.Select(name => new BotFailure(name, "MENACE4001"))]);
    }

    private static BotRepository Repository(string name, RepositoryChange change, params string[] notExercised)
    {
        var spec = new BotSpec
        {
            Name = name,
            Language = BotLanguage.Python,
            Code = "x",
            Purpose = "p",
            Functions = ["run"],
            NotExercised = notExercised.ToDictionary(function => function, _ => "it writes files"),
        };
        return new(spec, "/dev_repos/" + name, "main.py", new string('a', 40), new string('b', 40), change);
    }

    private static VerificationResult Passed(string bot) => new(bot, VerificationOutcome.Passed,
        [Test(TestOutcome.Passed), Test(TestOutcome.Passed), Test(TestOutcome.Passed), Test(TestOutcome.Skipped)])
    { Seconds = 0.4 };

    private static TestResult Test(TestOutcome outcome) => new("t", outcome, "");
}
