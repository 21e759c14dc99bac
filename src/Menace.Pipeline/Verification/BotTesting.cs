using System.ComponentModel;
using System.Diagnostics;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Testing;

namespace Menace.Pipeline.Verification;

/// <summary>How the bots of one run are tested, what mutants of their code meet, and what lint says about it.</summary>
/// <param name="config">The settings.</param>
/// <param name="languages">The languages.</param>
/// <param name="runner">Runs processes.</param>
/// <param name="repositories">The bots by name; looked at with each use.</param>
/// <param name="trees">The trees in which they are tested.</param>
/// <param name="dependenciesOf">The dependencies of a bot.</param>
internal sealed class BotTesting(
    BotDevConfig config, LanguageTable languages, IProcessRunner runner, IReadOnlyDictionary<string, BotRepository> repositories,
    RunTrees trees, Func<string, IReadOnlyList<string>> dependenciesOf) : IAsyncDisposable
{
    /// <summary>The fast way of each language.</summary>
    public FastTestSet Fast { get; } = new(config, languages);

    /// <summary>Which files of the repositories are those that were generated.</summary>
    public GeneratedFiles Generated { get; } = new();

    /// <summary>Finds places in the code of tasks.</summary>
    public required CodePlaces Places { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Fast.DisposeAsync();

    /// <summary>The test of the bot <paramref name="name"/>.</summary>
    public BotTest Of(string name)
    {
        var repository = repositories[name];
        var language = languages[repository.Spec.Language];
        return new BotTest(config, language, Fast, runner, repository, trees.PathOf(name), CallsDotnet(name), Generated)
        {
            Places = Places,
            RestoreTree = () => trees.Restore(name),
        };
    }

    /// <summary>
    /// Asked before the tests run: what they write does not count. What reading proved is about the task's code, not about an edit of it.
    /// </summary>
    public bool MayMutate(BotRepository repository) => config.MutationCheck != MutationCheck.Off && repository.Spec.Mutants.Count > 0
        && Generated.Holds(
            repository, trees.PathOf(repository.Spec.Name), Path.GetRelativePath(repository.Path, repository.MainFile), otherwise: false);

    /// <summary>The verdict on a bot that passed, after its tests met mutants of its code.</summary>
    public async Task<TestedBotResult> MutateAsync(BotRepository repository, TestedBotResult tested, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var name = repository.Spec.Name;
        var gate = new MutationGate(languages[repository.Spec.Language], runner, RequestOf(repository), config.TestEnvironment)
        {
            Closure = [.. DependencyOrder.Closure(name, dependenciesOf)],
            RunFile = BotTest.RunFileOf(config, name),
            Fast = tested.Kind is null ? null : Fast.Of(repository.Spec.Language),
            CodeProperty = Places.PropertyOf(name),
        };
        IReadOnlyList<PipelineDiagnostic> findings;
        try
        {
            findings = await gate.CheckAsync(config.MutationCheck, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            findings = [new(Rules.TestRunBroken, [name, "none", exception.Message, BotTest.WorkOf(config, name)]) { Bot = name }];
        }

        return tested with
        {
            Ran = tested.Ran is { } ran ? (ran.Start, DateTime.UtcNow) : null,
            Findings = [.. tested.Findings, .. findings],
            Result = tested.Result with
            {
                Outcome = findings.Any(finding => finding.IsError) ? VerificationOutcome.Failed : tested.Result.Outcome,
                Seconds = Math.Round(tested.Result.Seconds + clock.Elapsed.TotalSeconds, 3),
            },
        };
    }

    /// <summary>What lint says about the bot's code.</summary>
    public Task<IReadOnlyList<LintWarning>> LintAsync(BotRepository repository, CancellationToken cancellationToken)
    {
        var name = repository.Spec.Name;
        var folder = trees.LaidOut.TryGetValue(name, out var tree) ? tree.Path : repository.FilesPath;
        var main = Path.Combine(folder, Path.GetRelativePath(repository.Path, repository.MainFile));
        var request = new TestRequest(repository.Spec, folder, BotTest.WorkOf(config, name));
        return BotLint.RunAsync(languages[repository.Spec.Language], request, main, cancellationToken);
    }

    private TestRequest RequestOf(BotRepository repository)
    {
        var name = repository.Spec.Name;
        return new TestRequest(repository.Spec, trees.PathOf(name), BotTest.WorkOf(config, name))
        {
            Python = config.Python,
            CallsDotnet = CallsDotnet(name),
            IsGenerated = path => Generated.IsOwn(repository, trees.PathOf(name), path),
        };
    }

    private bool CallsDotnet(string name) => DependencyOrder.Closure(name, dependenciesOf).Any(dependency =>
        repositories.TryGetValue(dependency, out var called) && LanguageTable.RowOf(called.Spec.Language).ReservesAddressSpace);
}
