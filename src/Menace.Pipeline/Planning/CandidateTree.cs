using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Planning;

/// <summary>
/// A candidate, written anew from its code into a tree of its own, as verification tests bots. The candidate's repository is neither run
/// nor written.
/// </summary>
/// <param name="code">The candidate.</param>
/// <param name="language">Its language.</param>
/// <param name="fast">The warm processes of its language, or null.</param>
/// <param name="runner">Runs processes.</param>
/// <param name="folder">Absolute path of the folder of the tree, of its build and of its runs.</param>
internal sealed class CandidateTree(CandidateCode code, ILanguage language, IFastTests? fast, IProcessRunner runner, string folder)
{
    private const long MostMemory = 1L << 30;

    private static readonly TimeSpan SetupTime = TimeSpan.FromMinutes(5);

    /// <summary>Runs that may be cut short before the candidate is given up.</summary>
    private const int MostCuts = 2;

    private TestPlan? _plan;
    private TestPlan? _literal;
    private string? _obstacle;
    private int _cuts;

    /// <summary>The time for one run of calls.</summary>
    public required TimeSpan RunTime { get; init; }

    /// <summary>Runs calls, in processes with limits and with a home and a temporary folder of their own.</summary>
    /// <param name="examples">The calls, each of a function that reading proved harmless.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    /// <returns>The results in their order, or why they were not run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<(IReadOnlyList<TestResult> Results, string? NotRun)> RunAsync(
        IReadOnlyList<TaskExample> examples, CancellationToken cancellationToken)
    {
        if (examples.FirstOrDefault(example => code.ObstacleTo(example.Function) is not null) is { } forbidden)
        {
            throw new ArgumentException($"'{forbidden.Function}' was not proved harmless.", nameof(examples));
        }

        try
        {
            var spec = SpecOf(code);
            if (_plan is null && _obstacle is null)
            {
                _obstacle = await PrepareAsync(spec, cancellationToken);
            }

            if (_obstacle is not null)
            {
                return ([], _obstacle);
            }

            try
            {
                return (await JudgeAsync(spec with { Examples = examples }, _plan!, cancellationToken), null);
            }
            catch (WarmServerException)
            {
                return (await JudgeAsync(spec with { Examples = examples }, _literal!, cancellationToken), null);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception
            or ToolMissingException)
        {
            var reason = $"this machine could not run it: {exception.Message}";
            _obstacle ??= _plan is null ? reason : null;
            return ([], reason);
        }
    }

    private static BotSpec SpecOf(CandidateCode code) => new()
    {
        Name = code.Bot.Name,
        Language = code.Bot.Language,
        Code = code.Bot.Code,
        Purpose = BotSpec.UnknownPurpose,
        Functions = code.Harmless,
    };

    /// <summary>Lays out and sets up the tree; returns why that was not possible, or null.</summary>
    private async Task<string?> PrepareAsync(BotSpec spec, CancellationToken cancellationToken)
    {
        if (code.Bot.Packages.Count > 0)
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
            return $"it could not be built: {OutputSummary.Of(ended.Output)}";
        }

        _literal = literal;
        _plan = quick is { Obstacle: null, Examples: { } examples } ? literal with { Examples = examples } : literal;
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

    private string RunFile => Path.Combine(folder, ReuseProver.RunFileName);

    private async Task<IReadOnlyList<TestResult>> JudgeAsync(BotSpec spec, TestPlan plan, CancellationToken cancellationToken)
    {
        var calls = Directory.CreateDirectory(Path.Combine(folder, "calls"));
        using var surroundings = TestSurroundings.Create(calls.FullName, []);
        try
        {
            var judge = new ExampleJudge(spec, plan, command => runner.RunAsync(
                surroundings.Around(command with
                {
                    OutputFile = Path.Combine(folder, "examples.log"),
                    RunFile = RunFile,
                    Limits = command.Limits with { Memory = MostMemory + plan.MemoryAllowance },
                }),
                RunTime, cancellationToken));
            var verdicts = await judge.RunAsync(Directory.CreateDirectory(Path.Combine(calls.FullName, "files")).FullName);
            if (verdicts.CutShort is not null && ++_cuts >= MostCuts)
            {
                _obstacle = "its functions exceeded their time or their limits before";
            }

            return verdicts.Results;
        }
        finally
        {
            surroundings.Remove();
            FolderRemoval.Delete(calls.FullName);
        }
    }
}
