using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Coding.Repair;

/// <summary>Reports the bots of a build that got worse, in each cycle in which a check is due (docs/self-repair.md).</summary>
/// <param name="config">The settings.</param>
/// <param name="folder">The knowledge.</param>
internal sealed class DegradationCheck(BotDevConfig config, KnowledgeFolder folder)
{
    /// <summary>
    /// Counts the run if it is a cycle, and checks its bots if that is due; else no file but the counter is opened. Failures of the
    /// knowledge are findings, and the check is due in the next cycle again.
    /// </summary>
    /// <param name="build">The repositories.</param>
    /// <param name="verify">The verdicts; their measurements are recorded.</param>
    public IReadOnlyList<PipelineDiagnostic> Run(BuildRecord build, VerifyRecord verify)
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
            metrics.SetChecked([.. measured.Select(history => history.Bot)]);
            cycles.End();
            return [.. file.Findings, .. worse.Select(bot =>
                new PipelineDiagnostic(Rules.BotGotWorse, [bot.Bot, string.Join(", ", bot.Evidence)]) { Bot = bot.Bot })];
        }
        catch (KnowledgeException exception)
        {
            return [.. file.Findings, KnowledgeFindings.NotExtended(exception)];
        }
    }
}
