using Menace.Model.Diagnostics;
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
        var state = ProjectState.Read(Absolute(StageDirectory));
        if (StageFile.ReadPrevious<VerifyRecord>(StagePath(PipelineStage.Verify)) is not { } verified)
        {
            return false;
        }

        // The last stage may have failed as a whole, and then its file is that of an earlier build.
        if (Properties.Tested(state.Repositories) != state.Tested)
        {
            diagnostics.Report(state.Repositories.Select(repository => new PipelineDiagnostic(
                Rules.NotPushed, [repository.Bot, "files of repositories changed after the tests. Build again"])
            { Bot = repository.Bot }));
            return false;
        }

        var result = await Pipeline(config).PushAsync(state.Repositories, verified.Results, cancellationToken);
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
