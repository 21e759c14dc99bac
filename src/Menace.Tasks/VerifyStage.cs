using Menace.Model.Diagnostics;
using Menace.Pipeline;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Verification;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Target MenaceVerify: sets up and tests the repositories of build.json, writes verify.json.</summary>
public sealed class VerifyStage : PipelineTask
{
    private protected override string OutputFile => "verify.json";

    private protected override async Task<bool> ExecuteAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var path = StagePath(OutputFile);
        var result = await Pipeline(config).VerifyAsync(
            StageFile.Read<BuildRecord>(StagePath("build.json")), StageFile.ReadPrevious<VerifyRecord>(path), cancellationToken);

        // That verification is off is said by the targets, in every build: a stage with nothing to do need not run for it.
        PipelineDiagnostic[] findings = [.. result.Diagnostics.Where(finding => finding.Rule != Rules.VerificationDisabled)];
        diagnostics.Report(findings);
        foreach (var bot in result.Record.Results.Where(bot => !bot.IsReused && bot.Outcome != VerificationOutcome.NotRun))
        {
            Log.LogMessage(MessageImportance.High, "Menace: {0} {1}: {2} passed, {3} failed, {4} skipped ({5:0.0} s)",
                bot.Bot, bot.Outcome.ToString().ToLowerInvariant(), bot.Passed, bot.Failed, bot.Skipped, bot.Seconds);
        }

        StageFile.Write(path, result.Record);
        AtomicFile.WriteText(StagePath("summary.md"), VerifySummary.Write(result.Record));

        // With warnings the stage is not done: unchanged bots are not tested again, but what was warned of is said in every build.
        return !config.VerifyEnabled || (IsSilent(findings) && result.Record.Results.All(bot => bot.IsGreen));
    }
}
