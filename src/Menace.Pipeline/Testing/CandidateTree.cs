using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Testing;

/// <summary>
/// Code of a bot that is not built, laid out as a tree of its own and set up, as verification tests bots. Nothing else of the bot is run
/// or written: no repository.
/// </summary>
/// <param name="code">The code, read.</param>
/// <param name="spec">The bot. What is called is given with each run.</param>
/// <param name="language">Its language.</param>
/// <param name="fast">The warm processes of its language, or null.</param>
/// <param name="runner">Runs processes.</param>
/// <param name="folder">Absolute path of the folder of the tree, of its build and of its runs.</param>
internal sealed class CandidateTree(
    ReadCode code, BotSpec spec, ILanguage language, IFastTests? fast, IProcessRunner runner, string folder)
{
    private const long MostMemory = 1L << 30;

    private static readonly TimeSpan SetupTime = TimeSpan.FromMinutes(5);

    /// <summary>Runs that may be cut short before the candidate is given up.</summary>
    private const int MostCuts = 2;

    private TestPlan? _plan;
    private TestPlan? _literal;
    private string? _obstacle;
    private bool _isOfMachine;
    private int _cuts;

    /// <summary>The time for one run of calls.</summary>
    public required TimeSpan RunTime { get; init; }

    /// <summary>
    /// Gets why a function may not be called, or null if it may; by default reading has to prove it harmless.
    /// </summary>
    public Func<string, string?> ObstacleTo { get; init; } = code.ObstacleTo;

    /// <summary>Gets what is put around a program in which code of the bot runs, and that is no job of a warm server.</summary>
    public Func<ProcessCommand, ProcessCommand> Around { get; init; } = command => command;

    /// <summary>The file that names what runs.</summary>
    public string RunFile => Path.Combine(folder, CandidateTrees.RunFileName);

    /// <summary>The tree, if a run has set it up.</summary>
    public TestRequest? Request { get; private set; }

    /// <summary>The warm processes that it was set up for, or null.</summary>
    public IFastTests? Fast { get; private set; }

    /// <summary>Runs calls, in processes with limits and with a home and a temporary folder of their own.</summary>
    /// <param name="examples">The calls, each of a function that may be called.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>The results in their order, or why they were not run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<CandidateRun> RunAsync(IReadOnlyList<TaskExample> examples, CancellationToken cancellationToken)
    {
        if (examples.FirstOrDefault(example => ObstacleTo(example.Function) is not null) is { } forbidden)
        {
            throw new ArgumentException($"'{forbidden.Function}' may not be called.", nameof(examples));
        }

        try
        {
            if (_plan is null && _obstacle is null)
            {
                _obstacle = await PrepareAsync(cancellationToken);
            }

            if (_obstacle is not null)
            {
                return new([]) { NotRun = _obstacle, IsOfMachine = _isOfMachine };
            }

            try
            {
                return await JudgeAsync(examples, _plan!, cancellationToken);
            }
            catch (WarmServerException)
            {
                Fast = null;
                return await JudgeAsync(examples, _literal!, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception
            or ToolMissingException)
        {
            var reason = $"this machine could not run it: {exception.Message}";
            _obstacle ??= _plan is null ? reason : null;
            return new([]) { NotRun = reason, IsOfMachine = true };
        }
    }

    /// <summary>Lays out and sets up the tree; returns why that was not possible, or null.</summary>
    private async Task<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        if (spec.Packages.Count > 0)
        {
            return "it needs third-party packages, which a plan does not install";
        }

        var tree = Path.Combine(folder, "trees", spec.Name);
        var emitted = language.Emit(new EmitRequest(spec, code.Analysis!, []));
        var paths = emitted.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in emitted.Files)
        {
            var path = Path.Combine(tree, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.WriteNew(path, file.Content.Span, file.IsExecutable);
        }

        var work = Directory.CreateDirectory(Path.Combine(folder, "work", spec.Name)).FullName;
        var request = new TestRequest(spec, tree, work) { IsGenerated = paths.Contains };
        var literal = await language.PlanTestsAsync(request, cancellationToken);
        if (literal.Examples is null)
        {
            return "its language cannot run examples";
        }

        var quick = fast is null ? null : await fast.PlanAsync(request, literal, cancellationToken);
        var ended = quick is { Obstacle: null }
            ? await SetUpAsync(quick, cancellationToken)
            : await runner.RunAsync(
                literal.Setup with { KeepsChildren = true, OutputFile = Path.Combine(work, "setup.log"), RunFile = RunFile },
                SetupTime, cancellationToken);
        if (ended.TimedOut || ended.ExitCode != 0)
        {
            _isOfMachine = ended.TimedOut || ended.ExitCode == MachineFault.ToolMissing || MachineFault.In(ended.Output) is not null;
            return $"it could not be built: {OutputSummary.Of(ended.Output)}";
        }

        (_literal, Request) = (literal, request);
        (_plan, Fast) = quick is { Obstacle: null, Examples: { } examples } ? (literal with { Examples = examples }, fast)
            : (literal, null);
        return null;
    }

    private static async Task<ProcessResult> SetUpAsync(FastPlan quick, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(SetupTime);
        try
        {
            return await quick.SetUpAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProcessResult(ExitCode: 1, "the setup did not end in time", "", TimedOut: true, SetupTime);
        }
    }

    private async Task<CandidateRun> JudgeAsync(
        IReadOnlyList<TaskExample> examples, TestPlan plan, CancellationToken cancellationToken)
    {
        var calls = Directory.CreateDirectory(Path.Combine(folder, "calls"));
        using var surroundings = TestSurroundings.Create(calls.FullName, []);
        List<string> left = [];
        try
        {
            var judge = new ExampleJudge(spec with { Examples = examples }, plan, async command =>
            {
                var ended = await runner.RunAsync(
                    Around(surroundings.Around(command with
                    {
                        OutputFile = Path.Combine(folder, "examples.log"),
                        RunFile = RunFile,
                        Limits = command.Limits with
                        {
                            Memory = (MemoryLimit.Bytes(spec.Resources) ?? MostMemory) + plan.MemoryAllowance,
                        },
                    })),
                    RunTime, cancellationToken);
                left.AddRange(ended.LeftBehind);
                return ended;
            });
            var verdicts = await judge.RunAsync(Directory.CreateDirectory(Path.Combine(calls.FullName, "files")).FullName);
            if (verdicts.CutShort is not null && ++_cuts >= MostCuts)
            {
                _obstacle = "its functions exceeded their time or their limits before";
            }

            return new(verdicts.Results) { CutShort = verdicts.CutShort, LeftBehind = left };
        }
        finally
        {
            surroundings.Remove();
            FolderRemoval.Delete(calls.FullName);
        }
    }
}

/// <summary>The results of calls.</summary>
/// <param name="Results">One for each call, in their order; none if they were not run.</param>
internal sealed record CandidateRun(IReadOnlyList<TestResult> Results)
{
    /// <summary>Gets why nothing was run, or null.</summary>
    public string? NotRun { get; init; }

    /// <summary>True if <see cref="NotRun"/> says nothing about the code.</summary>
    public bool IsOfMachine { get; init; }

    /// <summary>Gets the process that was ended because of its time or a limit, or null.</summary>
    public ProcessResult? CutShort { get; init; }

    /// <summary>Gets the processes that calls left running and that were killed.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];
}
