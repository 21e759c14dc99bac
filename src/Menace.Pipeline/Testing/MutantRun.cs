using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>
/// Runs mutants of one bot in a copy of its tree, with a home and a temporary folder of their own. Disposing of it deletes the copy.
/// </summary>
internal sealed class MutantRun : IDisposable
{
    private readonly ILanguage _language;
    private readonly IProcessRunner _runner;
    private readonly MutantTree _tree;
    private readonly string _folder;
    private readonly TestSurroundings _surroundings;
    private IFastTests? _fast;
    private TestPlan? _plan;

    /// <summary>Lays out the copy.</summary>
    /// <param name="language">The bot's language.</param>
    /// <param name="runner">Runs processes.</param>
    /// <param name="tested">The tree whose tests passed.</param>
    /// <param name="closure">Names of the bots that it calls, which are beside it.</param>
    /// <param name="variables">Names of the variables that the project lets through to tests.</param>
    public MutantRun(
        ILanguage language, IProcessRunner runner, TestRequest tested, IReadOnlyList<string> closure, IReadOnlyList<string> variables)
    {
        (_language, _runner) = (language, runner);
        _folder = Path.Combine(tested.WorkDirectory, "mutants");
        FolderRemoval.Delete(_folder);
        var installed = LanguageTable.RowOf(tested.Spec.Language).SetupFolders;
        var tree = Path.Combine(_folder, "trees", tested.Spec.Name);
        var work = Directory.CreateDirectory(Path.Combine(_folder, "work", tested.Spec.Name)).FullName;
        CopyTree(new DirectoryInfo(tested.RepositoryPath), tree, installed);
        LinkAll(closure, Path.GetDirectoryName(tested.RepositoryPath)!, Path.GetDirectoryName(tree)!);
        LinkAll(closure, Path.GetDirectoryName(tested.WorkDirectory)!, Path.GetDirectoryName(work)!);
        LinkAll(installed, tested.RepositoryPath, tree);
        _tree = new(tested, tested with { RepositoryPath = tree, WorkDirectory = work });
        _surroundings = TestSurroundings.Create(_folder, variables);
    }

    /// <summary>The time of one run.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary>The file that names the running program, or null.</summary>
    public string? RunFile { get; init; }

    /// <summary>The warm processes in which the tests of the unchanged code passed, or null.</summary>
    public IFastTests? Fast { init => _fast = value; }

    /// <summary>Plans the runs of examples; false if only the test file, which was edited, says what is right.</summary>
    public async Task<bool> PlanExamplesAsync(CancellationToken cancellationToken)
    {
        _plan = await PlanAsync(cancellationToken);
        return _plan.Examples is not null && (_plan.GeneratedTestFile is not { } file || _tree.Tested.IsGenerated(file));
    }

    /// <summary>Runs the examples of the functions of <paramref name="mutants"/>, which are changed at the same time.</summary>
    /// <returns>The functions with an example that fails then; null if that is no mutant, or if the run says nothing about some.</returns>
    public async Task<IReadOnlySet<string>?> NoticedAsync(IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken)
    {
        if (mutants.Count == 0 || !await _language.MutateAsync(_tree, mutants, cancellationToken))
        {
            return null;
        }

        var functions = mutants.Select(mutant => mutant.Function).ToHashSet(StringComparer.Ordinal);
        TaskExample[] examples = [.. _tree.Copy.Spec.Examples.Where(example => functions.Contains(example.Function))];
        var verdicts = await OutlivingServersAsync(
            _plan ?? throw new InvalidOperationException("The runs are not planned yet."), plan => new ExampleJudge(
                _tree.Copy.Spec with { Examples = examples }, plan, command => RunAsync(command, plan, cancellationToken))
                .RunAsync(Directory.CreateDirectory(Path.Combine(_folder, "examples")).FullName), cancellationToken);
        return verdicts.CutShort is not null && functions.Count > 1 ? null
            : examples.Zip(verdicts.Results).Where(example => example.Second.Outcome == TestOutcome.Failed)
                .Select(example => example.First.Function).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Runs the bot's own tests on code with <paramref name="mutants"/>.</summary>
    /// <returns>Whether they pass; null if that is no mutant.</returns>
    public async Task<bool?> PassesAsync(IReadOnlyList<Mutant> mutants, CancellationToken cancellationToken)
    {
        if (!await _language.MutateAsync(_tree, mutants, cancellationToken))
        {
            return null;
        }

        // Planning deletes the results of the run before.
        var plan = await PlanAsync(cancellationToken);
        var ended = await OutlivingServersAsync(plan, now => RunAsync(now.Tests, now, cancellationToken), cancellationToken);
        return !ended.TimedOut && ended.Excess is null && ended.ExitCode == 0 && plan.ReportOf(ended) is { Problem: null } report
            && report.Tests.Any(test => test.Outcome == TestOutcome.Passed) && report.Tests.All(test => test.Outcome != TestOutcome.Failed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _surroundings.Remove();
        FolderRemoval.Delete(_folder);
    }

    private async Task<TestPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var literal = await TestCommand.PlanAsync(_language, _tree.Copy, cancellationToken);
        return literal.JudgeEnd is null && _fast is { } fast
            && await fast.PlanAsync(_tree.Copy, literal, cancellationToken) is { Obstacle: null } quick
            ? literal with { Tests = quick.Tests ?? literal.Tests, Examples = quick.Examples ?? literal.Examples }
            : literal;
    }

    /// <summary>Runs a mutant the literal way if a server did not start, or ended between two jobs: that says nothing about it.</summary>
    private async Task<T> OutlivingServersAsync<T>(TestPlan plan, Func<TestPlan, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            return await run(plan);
        }
        catch (WarmServerException) when (_fast is not null)
        {
            _fast = null;
            _plan = await PlanAsync(cancellationToken);
            return await run(_plan);
        }
    }

    /// <summary>
    /// Runs a program; once more if it was killed: code that reading proved harmless kills nothing, so that says nothing about the mutant.
    /// </summary>
    /// <exception cref="IOException">It was killed again.</exception>
    private async Task<ProcessResult> RunAsync(ProcessCommand command, TestPlan plan, CancellationToken cancellationToken)
    {
        for (var again = false; ; again = true)
        {
            var ended = await RunOnceAsync(command, plan, cancellationToken);
            if (ended.TimedOut || ended.Excess is not null || !TestJudge.WasKilled(ended.ExitCode))
            {
                return ended;
            }

            if (again)
            {
                throw new IOException($"a run of changed code was killed twice (exit code {ended.ExitCode})");
            }
        }
    }

    private Task<ProcessResult> RunOnceAsync(
        ProcessCommand command, TestPlan plan, CancellationToken cancellationToken) => _runner.RunAsync(
        _surroundings.Around(command with
        {
            OutputFile = Path.Combine(_folder, "mutants.log"),
            RunFile = RunFile,
            Limits = command.Limits with { Memory = MemoryLimit.Bytes(_tree.Copy.Spec.Resources) + plan.MemoryAllowance },
        }),
        Time, cancellationToken);

    private static void CopyTree(DirectoryInfo from, string to, IReadOnlyList<string> linked)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in from.EnumerateFileSystemInfos().Where(entry => !linked.Contains(entry.Name, StringComparer.Ordinal)))
        {
            var copy = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is not null)
            {
                File.CreateSymbolicLink(copy, entry.FullName);
            }
            else if (entry is DirectoryInfo folder)
            {
                CopyTree(folder, copy, []);
            }
            else
            {
                File.Copy(entry.FullName, copy);
            }
        }
    }

    private static void LinkAll(IEnumerable<string> names, string from, string to)
    {
        foreach (var name in names.Where(name => Directory.Exists(Path.Combine(from, name))))
        {
            Directory.CreateSymbolicLink(Path.Combine(to, name), Path.Combine(from, name));
        }
    }
}
