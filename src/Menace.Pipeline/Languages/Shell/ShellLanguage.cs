using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>POSIX sh, or bash if the shebang requests it, tested with bats.</summary>
internal sealed partial class ShellLanguage(IProcessRunner runner) : ILanguage
{
    /// <summary>Gets the row of the table.</summary>
    public static LanguageRow Row { get; } = new(BotLanguage.Shell, (_, runner) => new ShellLanguage(runner))
    {
        Literals = ShellCodeLiterals.Read,
        Uses = ShellUses.Read,
        AptPackages = ["jq"],
        AptTestPackages = ["bats"],
        TestSteps = [WorkflowStep.Run("sudo apt-get update && sudo apt-get install --yes bats jq")],
        TestFile = ShellEmitter.TestFile,
        OptionalFiles = spec => ["main.sh", "scripts/command.sh", "scripts/dependencies.sh", ShellEmitter.TestFile(spec)],
        CallsAreCommands = true,
        CommandArgument = (_, value) => CommandExample.Text(ShellTests.TextOf(value)),
        CommandResult = value => CanonicalJson.Quote(ShellTests.TextOf(value)),
        Expressions = new ShellExpressionWriter(),
        Refusal = Failures(),
    };

    /// <inheritdoc/>
    public IReadOnlyList<RequiredTool> RequiredTools { get; } =
    [
        new("bats", "Tests of shell bots need it: apt-get install bats"),
        new("jq", "Commands of shell bots need it: apt-get install jq"),
    ];

    private readonly ShellAnalyser _analyser = new(runner);

    /// <inheritdoc/>
    public BotLanguage Id => BotLanguage.Shell;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken) =>
        await _analyser.AnalyseAsync(sources, cancellationToken);

    /// <inheritdoc/>
    public string FillTemplate(TaskInfo task) => ShellSource.FromTemplate(task);

    /// <inheritdoc/>
    public string AddFunctions(string code, TaskInfo task) => ShellSource.WithFunctions(code, task);

    /// <inheritdoc/>
    public PackageMistake? CheckPackage(BotPackage package) => new(Rules.PackageUnsupported, "");

    /// <inheritdoc/>
    public string MainFile(string name) => ShellEmitter.MainFile(name);

    /// <inheritdoc/>
    public LanguageFiles Emit(EmitRequest request) => ShellEmitter.Emit(request);

    /// <inheritdoc/>
    public Task<bool> MutateAsync(MutantTree tree, IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken) =>
        Task.FromResult(tree.WriteMain(
            MainFile(tree.Tested.Spec.Name), main => ShellSource.Mutated(main, tree.Tested.Spec.Code, mutants)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken) =>
        ShellLint.RunAsync(runner, Tools.Find("shellcheck"), request.RepositoryPath, mainFile, cancellationToken);

    /// <inheritdoc/>
    public BotStart StartOf(string root, string name)
    {
        var command = Path.Combine(root, "main.sh");
        if (File.Exists(command))
        {
            return BotStart.Of(false, "sh", command);
        }

        var script = Path.Combine(root, MainFile(name));
        var hasShebang = File.ReadLines(script).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true;
        return BotStart.Of(true, hasShebang ? [script] : ["sh", script]);
    }

    /// <inheritdoc/>
    public Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken) => Task.FromResult(RunningTool.None);

    /// <inheritdoc/>
    public IReadOnlyList<string> TestTools()
    {
        string[] programs = [.. ((string[])["bats", "jq", "sh", "bash", "dash", "ksh", "zsh", "fish", "shellcheck"])
            .Select(name => Tools.Find(name) ?? name)];
        var root = Path.GetDirectoryName(Path.GetDirectoryName(RealPath.Of(programs[0]))) ?? "";
        return [.. programs, Path.Combine(root, "libexec/bats-core"), Path.Combine(root, "lib/bats-core")];
    }

    /// <inheritdoc/>
    public IFastTests? BeginFastTests(FastTestSettings settings) => new ShellFastTests();

    /// <inheritdoc/>
    public Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken)
    {
        if (Array.Find(["bats", "jq"], tool => Tools.Find(tool) is null) is { } missing)
        {
            throw new ToolMissingException(missing, "it is not on PATH", $"Install it: apt-get install {missing}");
        }

        var results = Path.Combine(request.WorkDirectory, "results.tap");
        File.Delete(results);

        // The shell keeps standard output, which is the report, apart from what else is said.
        var tests = MemoryLimit.Prefix(request, ["sh", "-c", "bats --timing --formatter tap tests >\"$0\"", results]);
        var hasOwnTests = request.Spec.Tests.Count > 0;

        // Before anything of the bot runs, which could change them.
        var files = BatsFiles.Read(request.RepositoryPath);
        return Task.FromResult(new TestPlan(
            new ProcessCommand("sh", ["scripts/setup_tests.sh"], request.RepositoryPath),
            new ProcessCommand(tests[0], tests[1..], request.RepositoryPath) { Environment = request.SiblingVariables() },
            () => files.Complete(ResultFile.Read(results, TapReport.Read)))
        {
            Examples = calls => ShellExamples.Command(request, calls),
            ResultsAreText = true,
            ExampleTests = hasOwnTests ? [] : ShellTests.ExampleNames(request.Spec),
            GeneratedTestFile = hasOwnTests ? null : $"tests/{request.Spec.Name}.bats",
        });
    }

    /// <summary>A status that is not 0, or a parameter that must be set.</summary>
    [GeneratedRegex(@"\b(?:return|exit)\s+[1-9]\d*\b|\$\{\w+:?\?", RegexOptions.CultureInvariant)]
    private static partial Regex Failures();
}
