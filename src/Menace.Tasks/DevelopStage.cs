using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Development;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Target MenaceBuild: writes the repositories of optimise.json, writes build.json and repositories.txt.</summary>
public sealed class DevelopStage : PipelineTask
{
    private protected override string OutputFile => "build.json";

    private protected override async Task<bool> ExecuteAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var result = await new ImplementationPipeline(config: config)
            .DevelopAsync(StageFile.Read<OptimiseRecord>(StagePath("optimise.json")), cancellationToken);
        diagnostics.Report(result.Diagnostics);
        foreach (var repository in result.Record.Repositories.Where(repository => repository.Change != RepositoryChange.Unchanged))
        {
            Log.LogMessage(MessageImportance.High, "Menace: {0} {1} ({2}, {3})",
                repository.Spec.Name, repository.Change.ToString().ToLowerInvariant(), repository.Spec.Language.ToName(), repository.Commit[..10]);
        }

        WriteRepositories(result.Record);
        StageFile.Write(StagePath(OutputFile), result.Record);
        return result.Succeeded;
    }

    /// <summary>The repositories as lines that a target can read without a task of ours; the path, which may hold anything, comes last.</summary>
    private void WriteRepositories(BuildRecord record) =>
        StageFile.WriteText(StagePath("repositories.txt"), string.Concat(record.Repositories.Select(repository =>
            $"{repository.Spec.Name}|{repository.Spec.Language.ToName()}|{repository.Commit}|{repository.Tree}|{repository.Path}\n")));
}
