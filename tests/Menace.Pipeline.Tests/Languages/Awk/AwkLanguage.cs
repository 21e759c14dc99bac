using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Languages.Awk;

/// <summary>A fourth language: functions of numbers, a command that prints their results, and a test that compares them.</summary>
internal sealed partial class AwkLanguage : ILanguage
{
    /// <summary>Arguments come as JSON: a caller in the shell passes strings.</summary>
    private const string Plain = "function plain(json) {\n    gsub(/^\"|\"$/, \"\", json)\n    return json\n}\n";

    public static readonly LanguageRow Row = new(AwkProfile.Awk, (_, _) => new AwkLanguage())
    {
        RunSteps = [WorkflowStep.Run("sudo apt-get install --yes mawk")],
    };

    public BotLanguage Id => AwkProfile.Awk;

    public IReadOnlyList<RequiredTool> RequiredTools { get; } = [new("awk", "Install it: apt-get install mawk")];

    public Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<CodeAnalysis>>([.. sources.Select(Analyse)]);

    public string FillTemplate(TaskInfo task) => string.Concat(task.Metadata.Functions.Select(function => $"function {function}() {{ return 1 }}\n"));

    public PackageMistake? CheckPackage(BotPackage package) => new(Rules.PackageUnsupported, "");

    public string MainFile(string name) => name + ".awk";

    public LanguageFiles Emit(EmitRequest request)
    {
        var spec = request.Spec;
        var dispatch = string.Concat(spec.Functions.Select(name => $"    if (ARGV[1] == \"{name}\") print {name}({Arguments(request, name)})\n"));
        return new LanguageFiles(
            [
                RepositoryFile.FromText(MainFile(spec.Name), spec.Code),
                RepositoryFile.FromText("command.awk", $"{Plain}BEGIN {{\n{dispatch}}}\n"),
                RepositoryFile.FromText("main.sh", "cd \"$(dirname \"$0\")\" && function=$1 && shift && { [ \"${1-}\" != --json ] || shift; } &&\n"
                    + $"    exec awk -f {MainFile(spec.Name)} -f command.awk -- \"$function\" \"$@\"\n"),
                RepositoryFile.FromText("scripts/setup_tests.sh", "command -v awk >/dev/null || exit 69\n", isExecutable: true),
                RepositoryFile.FromText("tests/run.sh", string.Concat(spec.Examples.Select(Check))),
            ],
            MainFile(spec.Name))
        {
            CommandLine = $"sh main.sh {spec.Functions[0]}",
            TestCommandLine = "sh tests/run.sh",
        };
    }

    public Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken) => Task.FromResult(RunningTool.None);

    public IReadOnlyList<string> TestTools() => [Tools.Find("awk") ?? "awk"];

    public BotStart StartOf(string root, string name) => BotStart.Of(false, "sh", Path.Combine(root, "main.sh"));

    public Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken)
    {
        var results = Path.Combine(request.WorkDirectory, "results.txt");
        File.Delete(results);
        return Task.FromResult(new TestPlan(
            new ProcessCommand("sh", ["scripts/setup_tests.sh"], request.RepositoryPath),
            new ProcessCommand("sh", ["-c", "sh tests/run.sh >\"$0\"", results], request.RepositoryPath),
            () => new TestReport([.. File.ReadLines(results).Select(Result)])));
    }

    public Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LintWarning>>([]);

    private static AwkAnalysis Analyse(CodeSource source) => new()
    {
        Shape = CodeShape.File,
        Functions = [.. Function().Matches(source.Code).Select(match => new FunctionSignature(match.Groups[1].Value)
        {
            Parameters = [.. match.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(name => new FunctionParameter(name, null, IsOptional: false))],
        })],
        Errors = Function().IsMatch(source.Code) ? [] : [new CodeError(0, 1, "awk", "it defines no function")],
    };

    private static string Arguments(EmitRequest request, string function) =>
        string.Join(", ", request.Analysis.Functions.Single(known => known.Name == function).Parameters.Select((_, i) => $"plain(ARGV[{i + 2}])"));

    private static string Check(TaskExample example)
    {
        var call = $"sh main.sh {example.Function} {string.Join(' ', example.Args.Select(CanonicalJson.Write))}";
        return $"[ \"$({call})\" = {CanonicalJson.Write(example.Returns!)} ] && echo ok {example.Function} || echo failed {example.Function}\n";
    }

    private static TestResult Result(string line) =>
        line.StartsWith("ok ", StringComparison.Ordinal) ? new(line[3..], TestOutcome.Passed, "") : new(line["failed ".Length..], TestOutcome.Failed, "another result");

    [GeneratedRegex(@"^function (\w+)\(([^)]*)\)", RegexOptions.Multiline)]
    private static partial Regex Function();

    private sealed record AwkAnalysis : CodeAnalysis
    {
        public override BotCommand Command(BotSpec spec) =>
            new(spec, IsProgram: false, spec.Functions, [new CommandWord.Text("sh"), new CommandWord.InRepository("main.sh")]);
    }
}
