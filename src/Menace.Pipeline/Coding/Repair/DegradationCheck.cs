using Menace.Model.Diagnostics;
using Menace.Pipeline.Coding.Trial;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

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
            var (patch, reason) = await new SelfRepair(folder, languages, trials, run.Engine()).RepairAsync(
                repository, bot, cancellationToken);
            outcomes.Add(patch is null ? $"There is no patch: {reason}."
                : $"A patch from {patch.Generator} is on its branch menace/self-coding, {patch.Id}: {string.Join(", ", patch.Evidence)}.");
        }

        return outcomes;
    }
}
