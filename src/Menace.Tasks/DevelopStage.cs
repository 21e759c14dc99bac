using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Target MenaceBuild: writes the repositories of optimise.json, writes build.json and repositories.txt.</summary>
public sealed class DevelopStage : PipelineTask
{
    /// <summary>True once the stage has run: its changes are those of this build.</summary>
    [Output]
    public bool HasRun { get; private set; }

    private protected override string OutputFile => "build.json";

    private protected override IReadOnlyList<string> SideFiles => [RepositoryList.FileName];

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        HasRun = true;
        var result = await Pipeline(config).DevelopAsync(
            StageFile.Read<OptimiseRecord>(StagePath("optimise.json")), StageFile.ReadPrevious<BuildRecord>(StagePath(OutputFile)),
            cancellationToken);
        // Said in every build by ReadRepositories.
        diagnostics.Report(result.Diagnostics.Where(finding => finding.Rule != Rules.RepositoriesOrphaned));
        diagnostics.Report(result.Record.BeganUndated ? [new PipelineDiagnostic(Rules.CommitsUndated, [])] : []);
        foreach (var repository in result.Record.Repositories.Where(repository => repository.Change != RepositoryChange.Unchanged))
        {
            Log.LogMessage(MessageImportance.Normal, "Menace: {0} {1} ({2}, {3})",
                repository.Spec.Name, repository.Change.ToWord(), repository.Spec.Language.ToName(), repository.Commit[..10]);
        }

        RepositoryList.Write(StagePath(RepositoryList.FileName), result.Record);
        AtomicFile.WriteText(StagePath(RepositoryList.OrphansFileName), string.Concat(result.Record.Orphans.Select(name => name + "\n")));
        StageFile.Write(StagePath(OutputFile), result.Record);

        // An update that is held back is reported in every build.
        return result.Succeeded && !result.Diagnostics.Any(finding => finding.Rule == Rules.UpdateHeldBack);
    }
}
