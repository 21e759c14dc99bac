using System.Diagnostics;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Target MenaceBuild: writes the repositories of optimise.json, writes build.json.</summary>
public sealed class DevelopStage : PipelineTask
{
    /// <summary>The repositories (<see cref="RepositoryItems"/>).</summary>
    [Output]
    public ITaskItem[] Repositories { get; private set; } = [];

    private protected override PipelineStage? Stage => PipelineStage.Develop;

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var last = StageFile.ReadPrevious<BuildRecord>(StagePath(PipelineStage.Develop));
        var upgrade = VersionChange.Since(ProjectState.Read(Absolute(StageDirectory)), last);
        var result = await WithProgressAsync("written", progress => Pipeline(config).DevelopAsync(
            StageFile.Read<OptimiseRecord>(StagePath(PipelineStage.Optimise)), last, progress, cancellationToken));
        Tell(result.Record.Repositories.Count(repository => repository.Change != RepositoryChange.Unchanged), "bot", "written", clock);

        var isHeldBack = result.Diagnostics.Any(finding => finding.Rule == Rules.UpdateHeldBack);
        if (upgrade?.LineOf(result.Record, waits: !result.Succeeded || isHeldBack) is { } line)
        {
            Output.Line(line);
        }

        // The folder is named as the project names it, as CheckUpToDate does in a build without this stage.
        diagnostics.Report(result.Diagnostics.Where(finding => finding.Rule != Rules.RepositoriesOrphaned));
        diagnostics.Report(RepositoryStates.Finding(result.Record.Orphans, Properties["MenaceRepositoryBase"]));
        diagnostics.Report(result.Record.BeganUndated ? [new PipelineDiagnostic(Rules.CommitsUndated, [])] : []);
        foreach (var repository in result.Record.Repositories.Where(repository => repository.Change != RepositoryChange.Unchanged))
        {
            Log.LogMessage(MessageImportance.Normal, "Menace: {0} {1} ({2}, {3})",
                repository.Spec.Name, repository.Change.ToWord(), repository.Spec.Language.ToName(), repository.Commit[..10]);
        }

        Decisions = result.Decisions;
        var repositories = KnownRepository.Of(result.Record);
        Record = state => state with
        {
            Version = ProductVersion.Text,
            Repositories = repositories,
            Orphans = result.Record.Orphans,
        };
        Repositories = RepositoryItems.Of(repositories);
        var isWritten = StageFile.Write(StagePath(PipelineStage.Develop), result.Record);

        // A commit of a remote repository changes files, but not the generated commit that the record names.
        Changed = isWritten || result.Record.Repositories.Any(repository => repository.Change != RepositoryChange.Unchanged);

        // An update that is held back is reported in every build.
        return result.Succeeded && !isHeldBack;
    }
}
