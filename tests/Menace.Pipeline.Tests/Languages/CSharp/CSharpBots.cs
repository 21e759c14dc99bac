using System.Text;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Tests.Languages.CSharp;

/// <summary>Takes code through the language as the pipeline does: analyse, emit, write, set up, test.</summary>
internal static class CSharpBots
{
    private static readonly CSharpLanguage Language = new();

    public static CSharpAnalysis Analyse(string code, params string[] functions) => AnalyseAs("Demo", code, functions);

    public static CSharpAnalysis AnalyseAs(string name, string code, params string[] functions) =>
        CSharpAnalyser.Analyse(new CodeSource(name, TaskNames.ToIdentifier(name), code, functions), CancellationToken.None);

    public static BotSpec Spec(string code, params string[] functions) => new()
    {
        Name = "Demo",
        Language = BotLanguage.CSharp,
        Code = code,
        Purpose = "Shows what a bot is.",
        Functions = functions,
    };

    /// <summary>A bot and its repository's files; functions that the spec leaves out are inferred.</summary>
    public static EmittedBot Emit(BotSpec spec, params EmittedBot[] dependencies) =>
        Emit(spec, [.. dependencies.Select(d => new EmitDependency(d.Spec, d.Analysis))]);

    /// <summary>The same with dependencies of any language.</summary>
    public static EmittedBot Emit(BotSpec spec, IReadOnlyList<EmitDependency> dependencies)
    {
        var source = new CodeSource(spec.Name, spec.Identifier, spec.Code, spec.Functions)
        {
            Dependencies = [.. dependencies.Select(d => d.Spec.Identifier)],
        };
        var analysis = CSharpAnalyser.Analyse(source, CancellationToken.None);
        spec = spec with
        {
            Functions = spec.Functions.Count > 0 ? spec.Functions : [.. analysis.Functions.Select(f => f.Name)],
            Dependencies = [.. dependencies.Select(d => d.Spec.Name)],
        };
        var files = Language.Emit(new EmitRequest(spec, analysis, dependencies));
        return new EmittedBot(spec, analysis, files);
    }

    /// <summary>
    /// Writes the bots side by side and tests the last one, whose build has no warning. The process that runs its examples without a test framework must come
    /// to what the framework says of them, and the tests that have to run are those that ran.
    /// </summary>
    public static Task<TestReport> VerifyAsync(EmittedFleet fleet, params EmittedBot[] bots) => VerifyAsync(fleet, null, bots);

    public static async Task<TestReport> VerifyAsync(EmittedFleet fleet, IReadOnlyDictionary<string, string?>? environment, params EmittedBot[] bots)
    {
        foreach (var bot in bots)
        {
            fleet.Write(bot.Spec, bot.Files);
        }

        var report = await fleet.TestAsync(Language, bots[^1].Spec, setupSays: "0 Warning(s)", environment);
        var judged = await JudgeAsync(fleet, bots[^1].Spec);
        Assert.Equal(judged.Select(test => (test.Name, test.Outcome)), judged.Select(test => (test.Name, report.Tests.Single(own => own.Name == test.Name).Outcome)));
        Assert.Equal(report.Tests.Select(test => test.Name).Order(StringComparer.Ordinal), report.Expected!.Order(StringComparer.Ordinal));
        return report;
    }

    /// <summary>The verdicts on the examples of a bot that was built.</summary>
    public static async Task<IReadOnlyList<TestResult>> JudgeAsync(EmittedFleet fleet, BotSpec spec)
    {
        var work = fleet.WorkOf(spec);
        var plan = await Language.PlanTestsAsync(new TestRequest(spec, fleet.PathOf(spec), work), default);
        var runner = new ProcessRunner();
        var verdicts = await new ExampleJudge(spec, plan, command => runner.RunAsync(command, TimeSpan.FromMinutes(1), default)).RunAsync(work);
        return verdicts.Results;
    }

    /// <summary>Runs the built command of <paramref name="bot"/>.</summary>
    public static Task<ProcessResult> RunAsync(EmittedFleet fleet, EmittedBot bot, params string[] arguments) =>
        fleet.RunAsync("dotnet", ["exec", Path.Combine(fleet.WorkOf(bot.Spec), "artifacts", "bin", bot.Spec.Name, "release", $"MenaceBots.{bot.Spec.Identifier}.dll"), .. arguments]);
}

/// <summary>A bot after emission.</summary>
internal sealed record EmittedBot(BotSpec Spec, CSharpAnalysis Analysis, LanguageFiles Files)
{
    public string this[string path] => Encoding.UTF8.GetString(Files.Files.Single(f => f.Path == path).Content.Span);

    public string Main => this[Files.MainFile];

    public string Tests => this[$"tests/{Spec.Name}.Tests/{Spec.Identifier}Tests.cs"];
}
