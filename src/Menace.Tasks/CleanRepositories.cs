using Menace.Pipeline;

namespace Menace.Tasks;

/// <summary>Target MenaceCleanRepositories: removes the repositories that hold nothing of the user's.</summary>
public sealed class CleanRepositories : PipelineTask
{
    private protected override string? OutputFile => null;

    private protected override async Task<bool> ExecuteAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var result = await Pipeline(config).CleanRepositoriesAsync(cancellationToken);
        foreach (var name in result.Record.Removed)
        {
            Output.Line($"{name} removed");
        }

        diagnostics.Report(result.Diagnostics);
        return true;
    }
}
