using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Languages;

/// <summary>Tests trees both ways, the literal and the fast one, for tests that compare the two.</summary>
internal sealed class TestWays : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private readonly ProcessRunner _runner = new();
    private readonly EmittedFleet _fleet = new();
    private readonly ILanguage _language;
    private readonly IFastTests _fast;

    public TestWays(ILanguage language)
    {
        _language = language;
        var folder = Directory.CreateDirectory(Path.Combine(_fleet.Folder, ".fast")).FullName;
        _fast = language.BeginFastTests(new FastTestSettings(folder, CallerEnvironment.ForTests([]), 2))!;
    }

    /// <summary>The folder of the corpus of a language, and the names of the suites in it.</summary>
    public static (string Folder, IReadOnlyList<string> Names) Corpus(string language, string extension)
    {
        var folder = Path.Combine(RepositoryRoot.Path, "tests/Menace.Pipeline.Tests/Verification/Corpus", language);
        return (folder, [.. Directory.EnumerateFiles(folder, "*" + extension).Select(path => Path.GetFileNameWithoutExtension(path))
            .Where(name => name != "bot" && !name.EndsWith(".bot", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>A bot of the corpus with a suite of its user.</summary>
    public static BotSpec Bot(BotLanguage language, string code, params (string Name, string Text)[] tests) => new()
    {
        Name = "Sample",
        Language = language,
        Code = code,
        Purpose = "A sample",
        Functions = ["gross"],
        Tests = tests.ToDictionary(test => test.Name, test => test.Text),
    };

    /// <summary>The bot of a suite of the corpus.</summary>
    public static BotSpec Sample(BotLanguage language, string folder, string name, string source, string suite)
    {
        var own = Path.Combine(folder, name + ".bot" + source);
        var code = File.ReadAllText(File.Exists(own) ? own : Path.Combine(folder, "bot" + source));
        var tests = File.ReadAllText(Path.Combine(folder, name + suite));
        return Bot(language, code, (language == BotLanguage.Python ? "" : "Sample.bats", tests));
    }

    public string PathOf(BotSpec bot, string file = "") => _fleet.PathOf(bot, file);

    /// <summary>Writes the repository anew.</summary>
    public async Task WriteAsync(BotSpec bot)
    {
        if (Directory.Exists(PathOf(bot)))
        {
            Directory.Delete(PathOf(bot), recursive: true);
        }

        await _fleet.WriteAsync(_language, bot);
    }

    /// <summary>Writes the repository, and returns the plans for it.</summary>
    public async Task<(TestPlan Literal, FastPlan Fast)> PlanAsync(BotSpec bot, Func<string, bool>? isGenerated = null)
    {
        var work = Directory.CreateDirectory(_fleet.WorkOf(bot)).FullName;
        var request = new TestRequest(bot, PathOf(bot), work)
        {
            IsGenerated = isGenerated ?? (path => File.Exists(PathOf(bot, path))),
        };
        var plan = await _language.PlanTestsAsync(request, default);
        return (plan, await _fast.PlanAsync(request, plan, default));
    }

    /// <summary>Asserts that each bot has the same results both ways.</summary>
    public async Task AssertSameAsync(IReadOnlyList<string> cases, Func<string, BotSpec> bot)
    {
        List<string> literal = [];
        List<string> fast = [];
        foreach (var name in cases)
        {
            literal.Add($"{name}: {await RunAsync(bot(name), isFast: false)}");
            fast.Add($"{name}: {await RunAsync(bot(name), isFast: true)}");
        }

        Assert.Equal(literal, fast);
    }

    /// <summary>What comes of <paramref name="bot"/> one way.</summary>
    public async Task<string> RunAsync(BotSpec bot, bool isFast)
    {
        await WriteAsync(bot);
        var (plan, fast) = await PlanAsync(bot);
        Assert.True(fast.Obstacle is null && fast.Tests?.Starter is not null == (_language.Id == BotLanguage.Python), fast.Obstacle);
        using var surroundings = TestSurroundings.Create(_fleet.WorkOf(bot), []);
        var log = Path.Combine(_fleet.WorkOf(bot), "tests.log");
        var tests = surroundings.Around((isFast ? fast.Tests ?? plan.Tests : plan.Tests) with { OutputFile = log });
        var ended = await _runner.RunAsync(tests, Timeout, default);
        var report = plan.ReadReport();
        return string.Join('\n', [
            $"exit code {ended.ExitCode}{(ended.TimedOut ? ", timed out" : "")}",
            $"{report.Problem ?? "complete"}, left {ended.LeftBehind.Count}",
            .. report.Tests.Select(test => $"{test.Name}: {test.Outcome}{(test.IsDeclaredSkip ? " (declared)" : "")}"),
            .. (report.Expected ?? []).Select(name => $"expected {name}")]);
    }

    /// <summary>The lines that the program of the examples writes, one way.</summary>
    public async Task<string> RunExamplesAsync(BotSpec bot, string calls, bool isFast)
    {
        await WriteAsync(bot);
        var (plan, fast) = await PlanAsync(bot);
        using var surroundings = TestSurroundings.Create(_fleet.WorkOf(bot), []);
        var files = new ExampleFiles(Path.Combine(_fleet.WorkOf(bot), "calls.json"), Path.Combine(_fleet.WorkOf(bot), "results.jsonl"));
        await File.WriteAllTextAsync(files.Calls, calls);
        await File.WriteAllTextAsync(files.Results, "");
        var command = isFast && fast.Examples is { } warm ? warm(files) : plan.Examples!(files);
        var ended = await _runner.RunAsync(
            surroundings.Around(command with { OutputFile = Path.Combine(_fleet.WorkOf(bot), "examples.log") }), Timeout, default);
        return $"exit code {ended.ExitCode}\n{await File.ReadAllTextAsync(files.Results)}";
    }

    /// <summary>The output of the last run.</summary>
    public string Log(BotSpec bot) => File.ReadAllText(Path.Combine(_fleet.WorkOf(bot), "tests.log"));

    /// <summary>Ends the fast way, whatever it runs.</summary>
    public ValueTask EndServersAsync() => _fast.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _fast.DisposeAsync();
        _fleet.Dispose();
    }
}
