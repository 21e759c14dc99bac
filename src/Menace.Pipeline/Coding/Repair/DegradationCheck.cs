using LibGit2Sharp;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>
/// Reports the bots of a build that got worse, in each cycle in which a check is due, and looks for better code of each
/// (docs/self-repair.md).
/// </summary>
/// <param name="config">The settings.</param>
/// <param name="folder">The knowledge.</param>
/// <param name="generators">Makes the generators of a run.</param>
/// <param name="languages">The languages.</param>
/// <param name="runner">Runs processes.</param>
internal sealed class DegradationCheck(
    BotDevConfig config, KnowledgeFolder folder, Func<CodeGenerators> generators, LanguageTable languages, IProcessRunner runner)
{
    /// <summary>
    /// Counts the run if it is a cycle, and checks its bots if that is due; else no file but the counter is opened. Failures of the
    /// knowledge are findings, and the check is due in the next cycle again.
    /// </summary>
    /// <param name="build">The repositories.</param>
    /// <param name="verify">The verdicts; their measurements are recorded.</param>
    /// <param name="cancellationToken">Ends what runs.</param>
    public async Task<IReadOnlyList<PipelineDiagnostic>> RunAsync(
        BuildRecord build, VerifyRecord verify, CancellationToken cancellationToken)
    {
        var cycles = new RepairCycles(config.StatePath);
        if (!config.SelfCoding.IsEnabled || !RepairCycles.IsCycle(build, verify) || !cycles.Count(config.SelfCoding.Interval))
        {
            return [];
        }

        var file = ThresholdFile.Read(config.SourceDirectory);
        var thresholds = new RepairThresholds(config.SelfCoding, file);
        try
        {
            var metrics = folder.OpenMetrics();
            MetricHistory[] measured =
                [.. build.Repositories.Select(repository => metrics.Find(repository.Spec.Name)).OfType<MetricHistory>()];
            Degradation[] worse =
                [.. measured.Select(history => Degradation.Of(history, thresholds.Of(history.Bot))).OfType<Degradation>()];
            var outcomes = await RepairAsync(build, worse, cancellationToken);
            metrics.SetChecked([.. measured.Select(history => history.Bot)]);
            cycles.End();
            return [.. file.Findings, .. worse.Zip(outcomes, (bot, outcome) =>
                new PipelineDiagnostic(Rules.BotGotWorse, [bot.Bot, string.Join(", ", bot.Evidence), outcome]) { Bot = bot.Bot })];
        }
        catch (KnowledgeException exception)
        {
            return [.. file.Findings, KnowledgeFindings.NotExtended(exception)];
        }
    }

    /// <summary>What became of each bot, as a sentence.</summary>
    private async Task<IReadOnlyList<string>> RepairAsync(
        BuildRecord build, Degradation[] worse, CancellationToken cancellationToken)
    {
        if (worse.Length == 0)
        {
            return [];
        }

        using var run = generators();
        await using var trials = await CandidateTrials.BeginAsync(config, languages, runner);
        List<string> outcomes = [];
        foreach (var bot in worse)
        {
            var repository = build.Repositories.First(one => one.Spec.Name == bot.Bot);
            try
            {
                outcomes.Add(TakeBack(repository, bot) ?? await RepairAsync(repository, bot, trials, run, cancellationToken));
            }
            catch (Exception exception) when (exception is PipelineException or KnowledgeException or IOException
                or UnauthorizedAccessException or LibGit2SharpException)
            {
                outcomes.Add($"There is no patch: {exception.Message}");
            }
        }

        return outcomes;
    }

    /// <summary>What became of the patch that the bot has, or null if it has none: a bot that got worse with it is better
    /// without.</summary>
    private string? TakeBack(BotRepository repository, Degradation worse)
    {
        var reversal = new PatchReversal(folder.OpenPatches());
        if (reversal.AppliedTo(repository.Path) is not { } patch)
        {
            return null;
        }

        if (!config.SelfCoding.Applies)
        {
            return $"It has the patch {patch.Id}. To take that back: menace patches revert {patch.Id}.";
        }

        var (outcome, refusal) = reversal.Revert(patch, "It got worse with it: " + string.Join(", ", worse.Evidence));
        return outcome is not null ? $"Its patch {patch.Id} was taken back {outcome}."
            : $"Its patch {patch.Id} was not taken back: {refusal!.Reason}: {refusal.Evidence}. {refusal.Remedy}.";
    }

    private async Task<string> RepairAsync(
        BotRepository repository, Degradation worse, CandidateTrials trials, CodeGenerators run, CancellationToken cancellationToken)
    {
        var (patch, reason) = await new SelfRepair(folder, languages, trials, run.Engine, run.Failures).RepairAsync(
            repository, worse, cancellationToken);
        if (patch is null)
        {
            return $"There is no patch: {reason}.";
        }

        var found = $"{patch.Id}, from {patch.Generator}: {string.Join(", ", patch.Evidence)}";
        var waits = $"A patch is on its branch menace/self-coding: {found}.";
        return !config.SelfCoding.Applies ? waits
            : PatchBranch.Apply(repository.Path, patch.Commit) is not { } refusal ? $"A patch was applied: {found}."
            : $"{waits} It was not applied: {refusal.Reason}: {refusal.Evidence}. {refusal.Remedy}.";
    }
}
