using Menace.Model.Tasks;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Coding.Trial;

/// <summary>Generators that are asked again with the reasons why their candidates were refused.</summary>
public sealed class CandidateRepairTests : IAsyncLifetime, IDisposable
{
    private const string Right = "def half(n):\n    return n // 2\n";
    private const string Wrong = "def half(n):\n    return n + 2\n";

    private readonly TrialProject _project = new();

    private CandidateTrials? _trials;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_trials is not null)
        {
            await _trials.DisposeAsync();
        }
    }

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Candidate_is_repaired_from_the_reasons_of_the_refusal()
    {
        var generator = new ScriptedGenerator([Wrong, "def half(n:\n"], [Wrong, Right]);

        var series = await RunAsync(generator);

        Assert.Equal(Right, series.Held?.Candidate.Code);
        Assert.Equal(
            [TrialFailure.Examples, TrialFailure.Reading, null], series.Verdicts.Select(verdict => verdict.Failure));
        Assert.Empty(generator.Requests[0].Failures);
        Assert.Equal(2, generator.Requests[1].Failures.Count);
        Assert.Equal("1 example of 1 failed, first half(9): expected 4, but the call returned 11", generator.Requests[1].Failures[0]);
        Assert.Equal(Right, (await FirstAsync(new ScriptedGenerator([Wrong, Right])))?.Candidate.Code);
    }

    [Fact]
    public async Task Attempts_and_candidates_are_bounded()
    {
        string[] many = [.. Enumerable.Range(0, 12).Select(i => $"def half(n):\n    return n + {i + 20}\n")];
        var stubborn = new ScriptedGenerator([Wrong], [Wrong], [Right]);
        var endless = new ScriptedGenerator(many[..8], many[8..], [Wrong], [Right]);

        var stopped = await RunAsync(stubborn);
        var ended = await RunAsync(endless);
        var first = await RunAsync(new ScriptedGenerator(many));

        Assert.Null(stopped.Held);
        Assert.Equal((2, 1), (stubborn.Requests.Count, stopped.Verdicts.Count));
        Assert.Null(ended.Held);
        Assert.Equal((3, 13), (endless.Requests.Count, ended.Verdicts.Count));
        Assert.Equal(10, endless.Requests[2].Failures.Count);
        Assert.Equal(8, first.Verdicts.Count);
    }

    [Fact]
    public async Task Failures_are_kept_for_the_same_bot_only()
    {
        var errors = new KnowledgeFolder(_project["known"]).OpenErrors();
        errors.Record(new("Shop", PipelineStage.Verify, "MENACE5003", "a test of a build failed"));

        await RunAsync(new ScriptedGenerator([Wrong]), errors: errors);
        var same = new ScriptedGenerator([Right]);
        var other = new ScriptedGenerator([Right]);
        var otherCase = new ScriptedGenerator([Right]);
        await RunAsync(same, errors: errors);
        await RunAsync(other, "Store", errors);
        await RunAsync(otherCase, "shop", errors);

        Assert.Equal(["1 example of 1 failed, first half(9): expected 4, but the call returned 11"], same.Requests[0].Failures);
        Assert.Empty(other.Requests[0].Failures);
        Assert.Empty(otherCase.Requests[0].Failures);
        Assert.Equal(2, errors.OfBot("Shop").Count);
        var context = new ContextBuilder(new KnowledgeFolder(_project["known"])).Build("Shop example failed half expected returned test build");
        Assert.DoesNotContain("half(9)", context.Text, StringComparison.Ordinal);
        Assert.Contains("a test of a build failed", context.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_that_says_nothing_about_the_code_ends_the_series_and_is_not_kept()
    {
        var errors = new KnowledgeFolder(_project["known"]).OpenErrors();
        var generator = new ScriptedGenerator([Wrong, Right], [Right]);

        var series = await new CandidateRepair(await BeginAsync(), errors).RunAsync(
            generator, Request("Shop") with { Functions = [new CodeFunction("half", ["n"], [])] }, 3, CancellationToken.None);

        Assert.Equal([TrialFailure.NotTried], series.Verdicts.Select(verdict => verdict.Failure));
        Assert.Single(generator.Requests);
        Assert.Empty(errors.OfBot("Shop"));
    }

    [Fact]
    public async Task Knowledge_that_cannot_be_used_is_a_finding()
    {
        File.WriteAllText(_project["known"], "a file in the place of the folder");
        var series = await RunAsync(new ScriptedGenerator([Wrong, Right]), errors: new KnowledgeFolder(_project["known"]).OpenErrors());

        Assert.Equal(Right, series.Held?.Candidate.Code);
        Assert.NotEmpty(series.Findings);
    }

    private static CodeRequest Request(string bot)
    {
        var request = TrialProject.Request(BotLanguage.Python, ("half", [9], 4));
        return request with { Task = request.Task with { Name = bot } };
    }

    private async Task<CandidateTrials> BeginAsync() => _trials ??= await _project.BeginAsync();

    private async Task<TrialSeries> RunAsync(ICodeGenerator generator, string bot = "Shop", ErrorsDb? errors = null) =>
        await new CandidateRepair(await BeginAsync(), errors).RunAsync(
            generator, Request(bot), CandidateRepair.DefaultAttempts, CancellationToken.None);

    private async Task<TrialVerdict?> FirstAsync(ICodeGenerator generator) =>
        await new CandidateRepair(await BeginAsync(), null).FirstThatHoldsAsync(
            generator, Request("Shop"), CandidateRepair.DefaultAttempts, CancellationToken.None);

    /// <summary>Answers with the next of its lists of codes.</summary>
    private sealed class ScriptedGenerator(params string[][] answers) : ICodeGenerator
    {
        public string Name => "script";

        public List<CodeRequest> Requests { get; } = [];

        public Task<CodeAnswer> GenerateAsync(CodeRequest request, CancellationToken cancellationToken)
        {
            var codes = answers[Math.Min(Requests.Count, answers.Length - 1)];
            Requests.Add(request);
            return Task.FromResult(new CodeAnswer([.. codes.Select(code => new CodeCandidate(code))]));
        }
    }
}
