using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Reporting;

namespace Menace.Pipeline.Tests.Diagnostics;

/// <summary>The lines that a person sees while bots are analysed and written.</summary>
public sealed class StageProgressTests
{
    private readonly SteppedClock _clock = new();
    private readonly List<string> _lines = [];

    [Fact]
    public void Large_stage_prints_a_count_every_two_seconds_and_failures_at_once()
    {
        var progress = new StageProgress("analysed", _lines.Add, _clock);
        progress.Begin(40);

        for (var i = 1; i <= 40; i++)
        {
            progress.Done($"B{i}", i == 3 ? Failure : null);
            _clock.Advance(TimeSpan.FromMilliseconds(125));
            progress.Tick();
        }

        progress.End();
        Assert.Equal(
            [
                "B3 not analysed (MENACE3001)", "16 of 40 bots analysed (8.0 per second), 1 failed",
                "32 of 40 bots analysed (8.0 per second), 1 failed",
            ],
            _lines);
    }

    [Fact]
    public void Small_stage_prints_a_count_after_ten_silent_seconds()
    {
        var progress = new StageProgress("written", _lines.Add, _clock);
        progress.Begin(3);
        progress.Done("A", null);

        _clock.Advance(TimeSpan.FromSeconds(9.9));
        progress.Tick();
        Assert.Empty(_lines);

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        progress.Tick();
        Assert.Equal(["1 of 3 bots written (0.1 per second)"], _lines);
    }

    [Fact]
    public void Stage_on_a_build_server_prints_a_count_each_minute()
    {
        var progress = new StageProgress("written", _lines.Add, _clock, isOnServer: true);
        progress.Begin(100);

        for (var i = 1; i <= 90; i++)
        {
            progress.Done($"B{i}", null);
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.Tick();
        }

        Assert.Equal(["60 of 100 bots written (1.0 per second)"], _lines);
    }

    [Fact]
    public void Stage_in_which_all_fail_prints_ten_failures_per_count()
    {
        var progress = new StageProgress("written", _lines.Add, _clock);
        progress.Begin(100);

        for (var i = 1; i <= 50; i++)
        {
            progress.Done($"B{i}", Failure);
        }

        Assert.Equal(10, _lines.Count);
        _clock.Advance(TimeSpan.FromSeconds(2));
        progress.Tick();
        progress.Done("B51", Failure);
        Assert.Equal(["50 of 100 bots written (25.0 per second), 50 failed", "B51 not written (MENACE3001)"], _lines[10..]);
    }

    [Fact]
    public void Stage_that_has_not_begun_has_ended_or_has_nothing_more_to_do_prints_no_count()
    {
        var progress = new StageProgress("written", _lines.Add, _clock);
        Wait();
        progress.Begin(1);
        progress.Done("A", null);
        Wait();
        progress.Begin(2);
        progress.End();
        Wait();

        Assert.Empty(_lines);

        void Wait()
        {
            _clock.Advance(TimeSpan.FromMinutes(2));
            progress.Tick();
        }
    }

    /// <summary>What has nothing to do in a build, because it is as before, is not counted.</summary>
    [Fact]
    public async Task Stages_of_a_build_report_every_bot_that_they_work_on()
    {
        using var folder = new TemporaryFolder();
        var pipeline = new ImplementationPipeline(config: new BotDevConfig { SourceDirectory = folder.Path });
        TaskInfo[] tasks = [Bot("a", "echo a"), Bot("b", "echo b"), Bot("c", "if")];
        var handoff = (await pipeline.HandoffAsync(new TaskPackage(tasks))).Record!;
        Recorder analysed = new(), written = new();

        var optimised = (await (await pipeline.BeginOptimiseAsync(handoff, null, _ => { }, analysed, default))()).Record;
        Directory.CreateDirectory(folder["dev_repos/b"]);
        await File.WriteAllTextAsync(folder["dev_repos/b/mine"], "");
        var built = (await pipeline.DevelopAsync(optimised, null, written, default)).Record;

        Assert.Equal(["3", "a", "b", "c " + optimised.Failures.Single().Code], analysed.Sorted);
        Assert.Equal(["2", "a", "b " + built.Failures.Single(failure => failure.Bot == "b").Code], written.Sorted);

        Recorder again = new();
        await (await pipeline.BeginOptimiseAsync(handoff, optimised, _ => { }, again, default))();
        Assert.Equal("1", again.Sorted[0]);

        static TaskInfo Bot(string name, string line) => new()
        {
            Name = name,
            Code = $"value() {{\n    {line}\n}}\n",
            Metadata = new() { Language = BotLanguage.Shell, Purpose = "p", Functions = ["value"] },
        };
    }

    private static PipelineDiagnostic Failure => new(Rules.MissingInformation, ["B"]);

    private sealed class Recorder : IStageProgress
    {
        private readonly Lock _lock = new();
        private readonly List<string> _told = [];

        public IReadOnlyList<string> Sorted => [.. _told.Order(StringComparer.Ordinal)];

        public void Begin(int bots) => Tell($"{bots}");

        public void Done(string bot, PipelineDiagnostic? failure) => Tell(failure is null ? bot : $"{bot} {failure.Rule.Id}");

        private void Tell(string line)
        {
            lock (_lock)
            {
                _told.Add(line);
            }
        }
    }
}
