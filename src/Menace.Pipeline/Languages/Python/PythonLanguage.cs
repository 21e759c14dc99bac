using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Python 3.9 or newer, tested with pytest 7 or newer.</summary>
internal sealed class PythonLanguage(IProcessRunner runner, PythonInterpreter interpreter) : ILanguage
{
    /// <summary>The interpreter of a repository with third-party packages, which scripts/setup_tests.sh makes.</summary>
    public const string VirtualPython = ".venv/bin/python";

    /// <summary>Gets the row of the table.</summary>
    public static LanguageRow Row { get; } = new(
        BotLanguage.Python, (config, runner) => new PythonLanguage(runner, new PythonInterpreter(runner, config.Python)))
    {
        Literals = PythonCodeLiterals.Read,
        RunSteps = [new("actions/setup-python@v5", "python-version", "3.x")],
        Caches = [new("pip", "~/.cache/pip", "'**/requirements.txt', '**/pyproject.toml'")],
        AptPackages = ["python3", "python3-venv"],
        AptTestPackages = ["python3-pytest"],
        TestSteps = [WorkflowStep.Run("python3 -m pip install pytest")],
        Expressions = new PythonExpressionWriter(),
        SetupFolders = [".venv"],
        TestFile = PythonEmitter.TestFile,
        OptionalFiles = spec => ["requirements.txt", PythonEmitter.TestFile(spec)],
        Reading = PythonRepository.Reading,
        SourceExtensions = [".py", ".pyc", ".pyd", ".so", ".pth"],
    };

    private readonly PythonAnalyser _analyser = new(runner, interpreter);

    /// <inheritdoc/>
    public BotLanguage Id => BotLanguage.Python;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CodeAnalysis>> AnalyseAsync(IReadOnlyList<CodeSource> sources, CancellationToken cancellationToken) =>
        await _analyser.AnalyseAsync(sources, cancellationToken);

    /// <inheritdoc/>
    public string FillTemplate(TaskInfo task) => PythonSource.FromTemplate(task);

    /// <inheritdoc/>
    public string AddFunctions(string code, TaskInfo task) => PythonSource.WithFunctions(code, task);

    /// <inheritdoc/>
    public PackageMistake? CheckPackage(BotPackage package) => PythonRequirements.Check(package);

    /// <inheritdoc/>
    public string MainFile(string name) => PythonEmitter.MainFile(name);

    /// <inheritdoc/>
    public LanguageFiles Emit(EmitRequest request) => PythonEmitter.Emit(request);

    /// <inheritdoc/>
    public IFileMerger Merger { get; } = new SyntaxMerger(new PythonMergeSyntax());

    /// <inheritdoc/>
    public Task<bool> MutateAsync(MutantTree tree, IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken) =>
        Task.FromResult(tree.WriteMain(
            MainFile(tree.Tested.Spec.Name), main => MutatedText.OfFile(main, tree.Tested.Spec.Code, mutants)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LintWarning>> LintAsync(TestRequest request, string mainFile, CancellationToken cancellationToken) =>
        await PythonLint.RunAsync(
            runner, await interpreter.ForAnalysisAsync(cancellationToken), request.RepositoryPath, mainFile, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<RequiredTool> RequiredTools =>
    [
        new("python", "Tests of Python bots need it: apt-get install python3 python3-pytest")
        {
            FindAsync = async cancellationToken => $"{await interpreter.ForTestsAsync(cancellationToken)}, with pytest",
        },
    ];

    /// <inheritdoc/>
    public BotStart StartOf(string root, string name) =>
        new(false, async cancellationToken => [await interpreter.ForAnalysisAsync(cancellationToken), root]);

    /// <inheritdoc/>
    public Task<RunningTool> FindTestToolAsync(CancellationToken cancellationToken) => interpreter.FindTestToolAsync(cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> TestTools() => interpreter.Tools();

    /// <inheritdoc/>
    public IFastTests? BeginFastTests(FastTestSettings settings) =>
        OperatingSystem.IsLinux() && ProcessMarker.IsLimit ? new PythonFastTests(settings) : null;

    /// <inheritdoc/>
    public async Task<TestPlan> PlanTestsAsync(TestRequest request, CancellationToken cancellationToken)
    {
        var python = await interpreter.ForTestsAsync(cancellationToken);
        var results = Path.Combine(request.WorkDirectory, "results.xml");
        var collected = Path.Combine(request.WorkDirectory, "collected.jsonl");
        File.Delete(results);
        File.Delete(collected);
        var program = Path.Combine(request.WorkDirectory, PythonPrograms.Tests);
        await File.WriteAllTextAsync(program, PythonPrograms.TestsText, cancellationToken);
        var examples = Path.Combine(request.WorkDirectory, PythonPrograms.Examples);
        await File.WriteAllTextAsync(examples, PythonPrograms.ExamplesText, cancellationToken);

        var setup = new ProcessCommand("sh", ["scripts/setup_tests.sh"], request.RepositoryPath)
        {
            Environment = new Dictionary<string, string?> { ["PYTHON"] = python },
        };

        var generated = request.Spec.Tests.Count > 0 ? null : PythonEmitter.TestFile(request.Spec);
        return new TestPlan(setup, Command(program, results, collected), ReadReport)
        {
            Examples = files => Command(examples, request.Spec.Identifier, files.Calls, files.Results),
            ExampleTests = generated is null ? [] : PythonExampleTest.Names(request.Spec),
            GeneratedTestFile = generated,
        };

        ProcessCommand Command(params string[] words)
        {
            // Only the setup, which runs in between, knows whether this repository or one that it imports has packages.
            const string Choose = $"if [ -x {VirtualPython} ]; then exec {VirtualPython} \"$@\"; fi; exec \"$0\" \"$@\"";
            var limited = MemoryLimit.Prefix(request, ["sh", "-c", Choose, python, .. words]);
            return new ProcessCommand(limited[0], limited[1..], request.RepositoryPath)
            {
                Environment = new Dictionary<string, string?>(request.SiblingVariables()) { ["PYTHON"] = python },
            };
        }

        TestReport ReadReport()
        {
            var tests = generated is null ? null : Path.Combine(request.RepositoryPath, generated);
            return CollectedTests.Read(collected, tests).AddTo(ResultFile.Read(results, JUnitReport.Read));
        }
    }
}
