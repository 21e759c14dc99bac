using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Languages;

/// <summary>Repositories written side by side into a folder of their own, as a user would have them.</summary>
internal sealed class EmittedFleet : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private readonly ProcessRunner _runner = new();
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public void Dispose() => _folder.Dispose();

    public string PathOf(BotSpec bot, string file = "") => Path.Combine(Folder, bot.Name, file);

    /// <summary>Analyses, emits and writes <paramref name="bot"/>.</summary>
    public async Task<LanguageFiles> WriteAsync(ILanguage language, BotSpec bot, params EmitDependency[] dependencies)
    {
        var request = new EmitRequest(bot, await AnalyseAsync(language, bot), dependencies);
        var emitted = language.Emit(request);
        Write(bot, emitted);
        return emitted;
    }

    public void Write(BotSpec bot, LanguageFiles emitted)
    {
        foreach (var file in emitted.Files)
        {
            var path = PathOf(bot, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, file.Content.ToArray());
            if (file.IsExecutable && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
            }
        }
    }

    public static async Task<CodeAnalysis> AnalyseAsync(ILanguage language, BotSpec bot)
    {
        var analyses = await language.AnalyseAsync([new CodeSource(bot.Name, bot.Identifier, bot.Code, bot.Functions)], default);
        Assert.Empty(analyses[0].Errors);
        return analyses[0];
    }

    /// <summary>Where the setup of <paramref name="bot"/> puts what it builds.</summary>
    public string WorkOf(BotSpec bot) => Path.Combine(Folder, ".work", bot.Name);

    /// <summary>Runs the planned setup, which must succeed and say <paramref name="setupSays"/>, and the planned tests.</summary>
    /// <param name="language">The bot's language.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="setupSays">A part of what the setup prints.</param>
    /// <param name="environment">Variables of the person or build server that runs the setup.</param>
    public async Task<TestReport> TestAsync(ILanguage language, BotSpec bot, string setupSays = "", IReadOnlyDictionary<string, string?>? environment = null)
    {
        var work = Directory.CreateDirectory(WorkOf(bot)).FullName;
        var plan = await language.PlanTestsAsync(new TestRequest(bot, PathOf(bot), work), default);
        var variables = plan.Setup.Environment.Concat(environment ?? new Dictionary<string, string?>());
        var setup = await _runner.RunAsync(plan.Setup with { Environment = variables.ToDictionary(StringComparer.Ordinal) }, Timeout, default);
        Assert.True(setup.ExitCode == 0 && setup.Output.Contains(setupSays, StringComparison.Ordinal), setup.Output + setup.Error);
        var tests = await _runner.RunAsync(plan.Tests, Timeout, default);
        var report = plan.ReadReport();
        var failed = report.Tests.Any(test => test.Outcome == TestOutcome.Failed);
        Assert.True(report.Problem is not null || (tests.ExitCode != 0) == failed, tests.Output + tests.Error);
        return report;
    }

    /// <summary>Runs a program in another folder than the repository's.</summary>
    public Task<ProcessResult> RunAsync(string program, params string[] arguments) =>
        _runner.RunAsync(new ProcessCommand(program, arguments, Path.GetTempPath()), Timeout, default);

    /// <summary>The outcome of every test as <c>name: outcome</c>, for asserts that show what happened.</summary>
    public static IEnumerable<string> Lines(TestReport report) =>
        report.Tests.Select(test => $"{test.Name}: {test.Outcome}{(test.Message.Length > 0 ? " " + test.Message : "")}");
}
