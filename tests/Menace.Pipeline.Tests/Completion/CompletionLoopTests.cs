using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests.Completion;

/// <summary>The order of the sources, their bounds, and how failures end the run.</summary>
public sealed class CompletionLoopTests
{
    private static readonly TaskInfo Empty = new() { Name = "slugs" };
    private static readonly TaskInfo Undocumented = new() { Name = "slugs", Code = "def slug(text):\n    return text\n" };

    private readonly List<int> _pinned = [];

    [Fact]
    public async Task Complete_task_asks_nobody()
    {
        var source = new Source();

        var result = await RunAsync(Undocumented with { Metadata = new() { Purpose = "p" } }, source, source);

        Assert.True(result.Succeeded);
        Assert.Empty(source.Asked);
    }

    [Fact]
    public async Task Plan_comes_before_research_and_the_template_last()
    {
        var (plan, research) = (new Source(), new Source());

        var result = await RunAsync(Empty, plan, research);

        Assert.Equal(["code"], Assert.Single(plan.Asked)[0].Fields);
        Assert.Single(research.Asked);
        Assert.Equal(["MENACE3050"], result.Diagnostics.Select(finding => finding.Rule.Id));
        Assert.Contains("none was found in 3 known bots", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Empty(_pinned);
    }

    [Fact]
    public async Task Code_that_the_plan_has_is_used_and_pinned()
    {
        var plan = new Source(Field("code", "def slug(text):\n    return text\n"), Field("metadata.purpose", "Makes slugs."));
        var research = new Source();

        var result = await RunAsync(Empty, plan, research);

        Assert.Empty(result.Diagnostics);
        Assert.Empty(research.Asked);
        Assert.Equal(("Makes slugs.", "slug"), (result.Record.Bots[0].Purpose, result.Record.Bots[0].Functions[0]));
        Assert.Equal(["code", "metadata.purpose"], result.Record.Completed.Select(field => field.Field));
        Assert.All(result.Record.Completed, field => Assert.Equal(CompletionPins.QuestionOf(Empty), field.Question));
        Assert.Equal([2], _pinned);
    }

    [Theory]
    [InlineData(true, "slugs")]
    [InlineData(false, "slugs MENACE3001")]
    public async Task Bot_counts_as_failed_only_if_research_leaves_it_incomplete(bool isFound, string expected)
    {
        var (research, told) = (new Source(isFound ? [Field("metadata.purpose", "Makes slugs.")] : []), new Told());

        await RunAsync(Undocumented, null, research, told);

        Assert.Equal(expected, Assert.Single(told.Lines));
    }

    [Fact]
    public async Task What_the_optimiser_misses_is_researched_until_a_round_fills_nothing()
    {
        var research = new Source(Field("metadata.purpose", "Makes slugs."));

        var result = await RunAsync(Undocumented, new Source(), research);

        Assert.Equal(["metadata.purpose"], Assert.Single(research.Asked)[0].Fields);
        Assert.Equal("Makes slugs.", Assert.Single(result.Record.Bots).Purpose);
        Assert.Equal("Makes slugs.", result.Record.Package.Tasks[0].Metadata.Purpose);

        var idle = new Source();
        result = await RunAsync(Undocumented, new Source(), idle);
        Assert.Single(idle.Asked);
        Assert.Contains("could not be found in its code or 3 known bots", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Research_has_three_rounds()
    {
        var research = new Source { Answer = round => [Field("metadata.io", $"round {round}")] };

        await RunAsync(Undocumented, null, research);

        Assert.Equal(2, research.Asked.Count);

        var many = new Source { Answer = round => [Field($"metadata.{(string[])["io", "level", "license", "description", "tests"] switch { var all => all[round] }}", "x")] };
        await RunAsync(Empty, null, many);
        Assert.Equal(3, many.Asked.Count);
    }

    [Fact]
    public async Task Second_failure_of_the_plan_ends_the_run()
    {
        var flaky = new Source(Field("code", "def slug(text):\n    return text\n"), Field("metadata.purpose", "p")) { Failures = 1 };
        Assert.True((await RunAsync(Empty, flaky, null)).Succeeded);

        var broken = new Source { Failures = 9 };
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Empty, broken, null));

        Assert.Equal(2, broken.Asked.Count);
        Assert.Equal("MENACE3064", Assert.Single(exception.Diagnostics).Rule.Id);
    }

    [Fact]
    public async Task Value_that_breaks_a_rule_is_an_error_and_is_not_pinned()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(
            Empty, null, new Source(new CompletedField("slugs", "dependencies", Menace.Model.Json.JsonValue.FromItems(["ghost"]), new(FieldSourceKind.Finding, "f1"), "", 1))));

        Assert.Equal("MENACE3061", Assert.Single(exception.Diagnostics).Rule.Id);
        Assert.Empty(_pinned);
    }

    [Fact]
    public async Task Source_that_times_out_has_failed()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Empty, null, new Source { Failures = 9, Failure = new TaskCanceledException("no answer") }));

        Assert.Equal("MENACE3065", Assert.Single(exception.Diagnostics).Rule.Id);
    }

    [Fact]
    public async Task Failure_of_the_research_ends_the_run()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync(Empty, null, new Source { Failures = 9 }));

        Assert.Equal("MENACE3065", Assert.Single(exception.Diagnostics).Rule.Id);
    }

    private static CompletedField Field(string name, string value) => new("slugs", name, value, new(FieldSourceKind.Bot, "old@0123"), "reuse", 1);

    private Task<StageResult<OptimiseRecord>> RunAsync(TaskInfo task, Source? planner, Source? researcher, IStageProgress? progress = null) =>
        new CompletionLoop(new ImplementationOptimiserBot(new BotDevConfig()), planner, researcher, null, (_, found) => { _pinned.Add(found.Count); return Task.CompletedTask; })
            .RunAsync(
                new HandoffRecord(1, new TaskPackage([task]), "", new Dictionary<string, FileContent>())
                {
                    Questions = new Dictionary<string, string> { [task.Name] = CompletionPins.QuestionOf(task) },
                },
                null, progress, default);

    private sealed class Told : IStageProgress
    {
        public List<string> Lines { get; } = [];

        public void Begin(int bots)
        {
        }

        public void Done(string bot, PipelineDiagnostic? failure) => Lines.Add($"{bot} {failure?.Rule.Id}".Trim());
    }

    private sealed class Source(params CompletedField[] fields) : ICompletionSource
    {
        public List<IReadOnlyList<OpenTask>> Asked { get; } = [];

        public int Failures { get; set; }

        public Exception Failure { get; init; } = new InvalidOperationException("the source failed");

        public Func<int, IReadOnlyList<CompletedField>> Answer { get; init; } = _ => fields;

        public Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken)
        {
            Asked.Add(open);
            return Failures-- > 0 ? throw Failure : Task.FromResult(new SourceAnswer(Answer(Asked.Count - 1), "3 known bots"));
        }
    }
}
