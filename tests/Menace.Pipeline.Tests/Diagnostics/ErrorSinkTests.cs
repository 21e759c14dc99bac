using System.Collections.Concurrent;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Logging;

namespace Menace.Pipeline.Tests.Diagnostics;

public sealed class ErrorSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_finding_reaches_every_sink_without_the_secret_that_the_bot_printed()
    {
        RecordingSink first = new(), second = new();
        var pipeline = new ImplementationPipeline(config: Config, errorSinks: [first, second]);

        var exception = await Assert.ThrowsAsync<PipelineException>(() => pipeline.RunAsync([Leaky("leaky")]));

        Assert.Equal(("leaky", "MENACE5003", RuleSeverity.Error), first.Reports.Select(report => (report.Bot, report.Code, report.Level)).Single());
        Assert.Equal(first.Reports, second.Reports);
        Assert.Contains("password=[REDACTED]", first.Reports[0].Message, StringComparison.Ordinal);
        Assert.Equal(["Handoff:recorded", "Optimise:completed", "Develop:created", "Verify:failed"], first.Events.Select(e => $"{e.Stage}:{e.Outcome}"));
        Assert.Equal(4, first.Flushes);

        // The child wrote its logs and its report itself.
        Assert.All(Directory.GetFiles(_folder[".menace"], "*", SearchOption.AllDirectories), file => AssertNoSecret(File.ReadAllText(file)));
        AssertNoSecret(exception.Message);
        AssertNoSecret(StageText(exception.PartialResult!.Verifications));
    }

    [Fact]
    public async Task A_sink_that_throws_is_a_warning_and_the_others_and_the_run_go_on()
    {
        var good = new RecordingSink();
        var pipeline = new ImplementationPipeline(config: Config, errorSinks: [new ThrowingSink(), good]);

        var result = await pipeline.RunAsync([Healthy("a")]);

        Assert.Equal(VerificationOutcome.Passed, result.Verifications[0].Outcome);
        Assert.Equal(["Handoff", "Optimise", "Develop", "Verify"], result.Diagnostics.Where(finding => finding.Rule.Id == "MENACE5021").Select(finding => finding.Arguments[1]));
        Assert.Equal(4, good.Reports.Count(report => report.Code == "MENACE5021" && report.Message.Contains("no pager", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_failure_of_a_stage_reaches_the_sinks()
    {
        var sink = new RecordingSink();
        Directory.CreateDirectory(_folder[".menace/workflows.db"]);

        await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config, errorSinks: [sink]).RunAsync([Healthy("a")]));

        Assert.Equal(["MENACE2002"], sink.Reports.Select(report => report.Code));
    }

    [Fact]
    public async Task A_refused_package_reaches_the_sinks()
    {
        var sink = new RecordingSink();

        await Assert.ThrowsAsync<PipelineException>(() => new ImplementationPipeline(config: Config, errorSinks: [sink]).RunAsync([new TaskInfo { Name = "../evil" }]));

        Assert.Contains("MENACE1204", sink.Reports.Select(report => report.Code));
    }

    [Fact]
    public async Task Without_sinks_each_bot_has_a_log_of_what_was_done()
    {
        await new ImplementationPipeline(config: Config).RunAsync([Healthy("a"), Healthy("b")]);

        var lines = File.ReadAllLines(_folder[".menace/logs/a.log"]);
        Assert.Equal(["handoff recorded", "optimise completed", "develop created", "verify passed"], lines.Select(line => string.Join(' ', line.Split(' ')[1..3])));
        Assert.True(DateTimeOffset.TryParse(lines[0].Split(' ')[0], null, out _));
        Assert.True(File.Exists(_folder[".menace/logs/b.log"]));
    }

    [Fact]
    public void A_full_log_moves_aside_once()
    {
        var logs = new BotLogFiles(_folder["logs"], mostBytes: 300);
        for (var i = 0; i < 40; i++)
        {
            logs.Record(new StageEvent("a", PipelineStage.Verify, "passed", $"number {i}"));
            logs.Flush();
        }

        Assert.Equal(["a.log", "a.log.1"], Directory.GetFiles(_folder["logs"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(_folder["logs"]), file => Assert.InRange(new FileInfo(file).Length, 1, 300));
        Assert.EndsWith("(number 39)\n", File.ReadAllText(_folder["logs/a.log"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_many_threads_are_all_there_and_whole()
    {
        var logs = new BotLogFiles(_folder["logs"]);

        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 50; i++)
            {
                logs.Report(new ErrorReport(RuleSeverity.Warning, "MENACE5020", $"thread {thread}\nnumber {i}", thread % 2 == 0 ? "a" : "../b", PipelineStage.Verify));
                logs.Flush();
            }
        });

        Assert.Equal(200, File.ReadAllLines(_folder["logs/a.log"]).Count(line => line.Contains(" verify warning MENACE5020: thread ", StringComparison.Ordinal)));
        Assert.Equal(200, File.ReadAllLines(_folder["logs/_run.log"]).Length);
    }

    private static void AssertNoSecret(string text) => Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);

    private static string StageText(IReadOnlyList<VerificationResult> results) => Pipeline.Storage.StageFile.Text(results);

    private static TaskInfo Healthy(string name) => Python(name, "def value():\n    return 1\n");

    private static TaskInfo Leaky(string name) => Python(name, "import os\n\ndef value():\n    word = 'hunter' + '2' * 6\n    os.write(1, ('password=%s\\n' % word).encode())\n    raise ValueError('cannot log in with password=%s' % word)\n");

    private static TaskInfo Python(string name, string code) => new()
    {
        Name = name,
        Code = code,
        Metadata = new() { Language = BotLanguage.Python, Purpose = "Says one", Functions = ["value"], Examples = [new() { Function = "value", Returns = 1 }] },
    };

    private sealed class RecordingSink : IErrorSink
    {
        private readonly ConcurrentQueue<ErrorReport> _reports = new();
        private readonly ConcurrentQueue<StageEvent> _events = new();

        public IReadOnlyList<ErrorReport> Reports => [.. _reports];

        public IReadOnlyList<StageEvent> Events => [.. _events];

        public int Flushes { get; private set; }

        public void Report(ErrorReport report) => _reports.Enqueue(report);

        public void Record(StageEvent stageEvent) => _events.Enqueue(stageEvent);

        public void Flush() => Flushes++;
    }

    private sealed class ThrowingSink : IErrorSink
    {
        public void Report(ErrorReport report) => throw new InvalidOperationException("no pager");

        public void Flush() => throw new InvalidOperationException("no pager");
    }
}
