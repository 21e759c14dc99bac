using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Storage;

namespace Menace.Tasks;

/// <summary>Target MenacePush: gives the remote repositories what this build verified, and prints what was pushed.</summary>
public sealed class PushRepositories : PipelineTask
{
    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var folder = Absolute(StageDirectory);
        if (StageFile.ReadPrevious<VerifyRecord>(StagePath(PipelineStage.Verify)) is not { } verified)
        {
            return false;
        }

        var result = await Pipeline(config).PushAsync(ProjectState.Read(folder).Repositories, verified.Results, cancellationToken);
        diagnostics.Report(result.Diagnostics);
        var changed = result.Record.Bots.Where(bot => bot.Changes.Count > 0).ToArray();
        foreach (var bot in changed)
        {
            Output.Line($"{bot.Bot} pushed to {bot.Url}: {string.Join(", ", bot.Changes)}");
        }

        if (result.Record.Bots.Count - changed.Length is > 0 and var current)
        {
            Output.Line($"{current} {(current == 1 ? "bot" : "bots")} not pushed, because the remote has the same commits");
        }

        return true;
    }
}
