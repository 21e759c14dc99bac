using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Verification;

/// <summary>
/// Verifies repositories: their files are laid out as trees and tested there, each bot after its dependencies, independent ones side by
/// side.
/// </summary>
public sealed class BotVerifier : IBotVerifier
{
    private readonly BotDevConfig _config;
    private readonly LanguageTable _languages;
    private readonly IProcessRunner _runner;

    /// <summary>Uses the settings <paramref name="config"/>.</summary>
    public BotVerifier(BotDevConfig config)
        : this(config, new ProcessRunner())
    {
    }

    private BotVerifier(BotDevConfig config, ProcessRunner runner)
        : this(config, LanguageTable.Create(config, runner), runner)
    {
    }

    internal BotVerifier(BotDevConfig config, LanguageTable languages, IProcessRunner runner)
    {
        _config = config;
        _languages = languages;
        _runner = runner;
    }

    /// <summary>
    /// Receives the result of each bot as soon as it was tested, from several threads at once; a second run may still change it. Can be
    /// null.
    /// </summary>
    public Action<VerificationResult>? Verified { get; init; }

    /// <summary>
    /// Verdicts of another machine on exactly these files, by name of the bot: they stand, and the bots are
    /// not tested, unless a test here calls one from another language and it must be built for that.
    /// </summary>
    internal IReadOnlyDictionary<string, VerificationResult> Judged { get; init; } = new Dictionary<string, VerificationResult>();

    /// <summary>Records verdicts immediately, so that an interrupted run continues after them, or null.</summary>
    internal WorkflowDb? Journal { get; init; }

    /// <inheritdoc/>
    public async Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, CancellationToken cancellationToken = default)
    {
        if (!_config.VerifyEnabled)
        {
            return new(
                new VerifyRecord(build.RunId,
                    [.. build.Repositories.Select(repository => TestCount.Keep(
                    new VerificationResult(repository.Spec.Name, VerificationOutcome.NotRun, []),
                    previous?.Results.FirstOrDefault(result => result.Bot == repository.Spec.Name)))]),
                [new PipelineDiagnostic(Rules.VerificationDisabled, [])]);
        }

        await using var journal = StageJournal.Open(Journal, build.RunId, PipelineStage.Verify);
        await using var run = new VerifyRun(_config, _languages, _runner, build, previous, journal, Journal is not null, Judged)
        {
            Verified = Verified,
        };
        await run.LayOutAsync(cancellationToken);
        var verified = await DependencyOrder.RunAsync(
            [.. build.Repositories.Select(repository => repository.Spec.Name)], run.DependenciesOf, run.VerifyAsync, _config.Concurrency,
            cancellationToken);

        // Those of the store have their own warnings; what is known here is about another state of the bot.
        VerificationResult[] results = [.. verified.Select(bot => bot.Result).Where(result => !run.IsStored(result.Bot))];
        RunWarning[] repeated = [.. (previous?.Warnings ?? []).Where(
            warning => warning.IsStillTrue(results, file => file == InterferenceCheck.AsItIs(_config.SourceDirectory, file.Path)))];
        IReadOnlyList<RunWarning> warnings = [];
        List<PipelineDiagnostic> ofRun = [];
        if (run.Before is { } before)
        {
            var look = new InterferenceCheck(_config, run.Look, run.Trees.LayOutAnewWithDependencies, run.RepeatAsync);
            (verified, warnings) = await look.TakeAsync(verified, before, run.ChangedEarlier, cancellationToken);
            verified = await run.Final.TakeAsync(verified, cancellationToken);
            ofRun.AddRange(ReplacedStores(build.RunId, verified));
            verified = run.Blocked(verified);
            if (run.KeepResults(verified, warnings) is { } problem)
            {
                ofRun.Add(problem);
            }

            run.Judge(verified, warnings);
            run.Trees.Remove(verified);
        }

        return new(
            new VerifyRecord(build.RunId, [.. verified.Select(bot => run.WithBaseline(bot.Result))])
            {
                Warnings = [.. repeated, .. verified.SelectMany(bot => bot.Warnings), .. warnings],
            },
            [.. verified.SelectMany(bot => bot.Findings), .. Diagnostics(repeated), .. Diagnostics(warnings), .. ofRun])
        {
            Decisions = run.Decisions(verified),
        };
    }

    private static IEnumerable<PipelineDiagnostic> Diagnostics(IEnumerable<RunWarning> warnings) =>
        warnings.Select(warning => warning.ToDiagnostic()).OfType<PipelineDiagnostic>();

    /// <inheritdoc/>
    public Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken = default) =>
        new BotVerifier(_config, _languages, _runner) { Journal = Journal, Judged = Judged, Verified = Verified + verified }.VerifyAsync(
            build, previous, cancellationToken);

    /// <summary>A database that a bot overwrote; checked now, because later the times of the bots are unknown.</summary>
    private IEnumerable<PipelineDiagnostic> ReplacedStores(long runId, IReadOnlyList<TestedBotResult> bots)
    {
        Journal?.LastEntries(runId);
        return (Journal?.TakeReplaced() ?? []).Select(replaced => StoreFindings.Of(
            replaced,
            [.. bots.Where(bot => bot.Ran is { } ran && new FileChange(replaced.Path, [replaced.Written]).MayBeWithin(ran.Start, ran.End))
                .Select(bot => bot.Result.Bot)]));
    }
}
