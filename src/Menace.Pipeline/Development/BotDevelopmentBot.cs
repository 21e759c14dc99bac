using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Deployment;
using Menace.Pipeline.Development.Previews;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Repositories.Git;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Development;

/// <summary>
/// Writes one repository per bot, each after its dependencies, independent ones side by side. A bot whose input is the same as
/// before is not touched, and work of the user's is never overwritten.
/// </summary>
public sealed class BotDevelopmentBot : IBotDevelopmentBot
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;

    /// <summary>Uses the settings <paramref name="config"/>.</summary>
    public BotDevelopmentBot(BotDevConfig config)
        : this(config, LanguageTable.Create(config, new ProcessRunner()))
    {
    }

    /// <summary>A bot that brings the engine that writes the code of tasks that have none (docs/self-coding.md).</summary>
    /// <param name="contextBuilder">Gives the engine what is known; the engine has its own.</param>
    /// <param name="engine">The engine. The pipeline asks it before the repositories are written.</param>
    /// <param name="config">The settings; default: <see cref="BotDevConfig.FromEnvironment"/>.</param>
    public BotDevelopmentBot(ContextBuilder contextBuilder, ICodeGenerator engine, BotDevConfig? config = null)
        : this(config ?? BotDevConfig.FromEnvironment())
    {
        ArgumentNullException.ThrowIfNull(contextBuilder);
        Engine = engine;
    }

    internal BotDevelopmentBot(BotDevConfig config, LanguageTable languages)
    {
        _config = config;
        _languages = languages;
    }

    /// <summary>Gets the engine that writes code for tasks without any, or null for Menace's own.</summary>
    public ICodeGenerator? Engine { get; }

    /// <summary>Receives each repository as soon as it is written, or null.</summary>
    internal WorkflowDb? Journal { get; init; }

    /// <inheritdoc/>
    public Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, CancellationToken cancellationToken = default) =>
        DevelopAsync(optimised, previous, null, cancellationToken);

    Task<StageResult<BuildRecord>> IBotDevelopmentBot.DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        DevelopAsync(optimised, previous, progress, cancellationToken);

    private Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        DevelopAsync(optimised, previous, Composed(optimised), progress, cancellationToken);

    /// <summary>Writes the repositories with files from <paramref name="source"/>.</summary>
    internal async Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IOutputSource source, IStageProgress? progress,
        CancellationToken cancellationToken)
    {
        PrepareBase(_config);
        var runner = new ProcessRunner();
        var signer = await SignerAsync(runner, cancellationToken);
        var arrival = await RemoteArrival.RunAsync(_config, optimised.Bots, IsToBeMoved, runner, cancellationToken);
        var plan = DevelopPlan.Make(_config, source, optimised, previous, arrival, cancellationToken);
        await using var journal = StageJournal.Open(Journal, optimised.RunId, PipelineStage.Develop);
        var writer = new RepositoryWriter(_config, plan.Owner, FileMergers.All(_languages), journal)
        {
            Signer = signer,
            Arrival = arrival,
        };
        var run = new DevelopRun(_config, plan, source, writer, cancellationToken);
        progress?.Begin(plan.Open.Count());
        var written = await DependencyOrder.RunAsync(
            [.. plan.Open], plan.DependenciesOf, DevelopAsync, _config.Concurrency, cancellationToken);
        var outcomes = written.ToDictionary(bot => bot.Name);
        var developed = optimised.Bots.Select(bot => outcomes.GetValueOrDefault(bot.Name) ?? new(bot.Name, plan.Unchanged[bot.Name], null))
            .ToArray();
        return new(
            new BuildRecord(
                optimised.RunId,
                ListedTask.Of(optimised.Package),
                [.. developed.Select(bot => bot.Repository).OfType<BotRepository>()],
                [.. optimised.Failures, .. developed.Where(bot => bot.Failure is not null)
                    .Select(bot => new BotFailure(bot.Name, bot.Failure!.Rule.Id))]),
            [
                .. developed.SelectMany(bot => bot.Failure is { } failure ? [failure, .. bot.Warnings] : bot.Warnings),
                .. RenameProposals.Find(_config, plan, developed, () => Orphans(optimised, plan), cancellationToken),
                .. LibraryNotice.Of([.. developed.Where(bot => bot.IsUndeployed).Select(bot => bot.Name)], _config.Emit),
            ])
        {
            Decisions = DevelopDecisions.Of(plan, developed, _config.Emit),
        };

        bool IsToBeMoved(string name) => DevelopPlan.IsToBeMoved(
            _config.RepositoryBasePath, optimised.Package.Tasks.FirstOrDefault(task => task.Name == name)?.Metadata);

        async Task<DevelopOutcome> DevelopAsync(string name, CancellationToken token)
        {
            var outcome = await run.DevelopAsync(name, token);
            progress?.Done(name, outcome.Failure);
            return outcome;
        }
    }

    private ComposedOutput Composed(OptimiseRecord optimised) =>
        new(_config, _languages, optimised.Files, new HistoryBundle(new ProcessRunner()));

    /// <summary>What signs commits, or null.</summary>
    /// <exception cref="PipelineException">Git's settings do not allow it.</exception>
    private async Task<CommitSigner?> SignerAsync(IProcessRunner runner, CancellationToken cancellationToken)
    {
        if (!_config.SignsCommits)
        {
            return null;
        }

        var signer = new CommitSigner(new UserGit(runner) { Patience = TimeSpan.FromMinutes(1) });
        try
        {
            await signer.TryAsync(Path.Combine(_config.StatePath, "signing"), cancellationToken);
        }
        catch (SigningException exception)
        {
            throw new PipelineException(PipelineStage.Develop, [new(Rules.SigningFailed, [exception.Message])], inner: exception);
        }

        return signer;
    }

    /// <summary>What <see cref="DevelopAsync(OptimiseRecord, BuildRecord?, CancellationToken)"/> would do. Nothing is written.</summary>
    /// <param name="optimised">The bots.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="red">Names of the bots whose tests failed in the last build.</param>
    /// <param name="cancellationToken">Ends the work between two repositories.</param>
    internal async Task<IReadOnlyList<PreviewedRepository>> PreviewAsync(
        OptimiseRecord optimised, BuildRecord? previous, IReadOnlySet<string> red, CancellationToken cancellationToken)
    {
        var source = Composed(optimised);
        var plan = DevelopPlan.Make(_config, source, optimised, previous, RemoteArrival.None, cancellationToken);
        var previewer = new RepositoryPreviewer(_config, plan.Owner, FileMergers.All(_languages));
        var run = new DevelopRun(_config, plan, source, previewer, cancellationToken);
        var written = await DependencyOrder.RunAsync(
            [.. plan.Open], plan.DependenciesOf, run.DevelopAsync, _config.Concurrency, cancellationToken);
        var outcomes = written.ToDictionary(bot => bot.Name);
        DevelopOutcome[] developed = [
            .. optimised.Bots.Select(bot => outcomes.GetValueOrDefault(bot.Name) ?? new(bot.Name, plan.Unchanged[bot.Name], null))];
        string[] orphans = [.. Orphans(optimised, plan).Except(previewer.Moved)];
        var proposals = RenameProposals.Find(_config, plan, developed, () => orphans, cancellationToken).ToLookup(proposal => proposal.Bot);
        return
        [
            .. developed.Zip(DevelopDecisions.Of(plan, developed, _config.Emit), (outcome, decision) => PreviewedRepository.Of(
                outcome, PathOf(outcome.Name), previewer.UpdateOf(outcome.Name), previewer.ChangesOf(outcome.Name),
                red.Contains(outcome.Name)) with { Decision = decision })
                .Select(one => one with { Findings = [.. one.Findings, .. proposals[one.Name]] }),
            .. orphans.Select(name => new PreviewedRepository(name, PathOf(name), PreviewAction.Orphan)),
        ];

        string PathOf(string bot) => Path.Combine(_config.RepositoryBasePath, bot);
    }

    /// <summary>Names of the repositories that have no task any more.</summary>
    private IReadOnlyList<string> Orphans(OptimiseRecord optimised, DevelopPlan plan) => RepositoryCleaner.Orphans(
        _config, plan.Owner,
        optimised.Package.Tasks.Select(task => task.Name).Concat(optimised.Bots.Select(bot => bot.Name)).ToHashSet(StringComparer.Ordinal),
        ProducedRepositories.Read(_config));

    /// <summary>The folder of the repositories is invisible to the repository that it is in.</summary>
    private static void PrepareBase(BotDevConfig config)
    {
        try
        {
            IgnoredFolder.Create(config.RepositoryBasePath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(
                PipelineStage.Develop, [
                new PipelineDiagnostic(Rules.RepositoryBaseUnwritable, [config.RepositoryBasePath, exception.Message])], inner: exception);
        }
    }
}
