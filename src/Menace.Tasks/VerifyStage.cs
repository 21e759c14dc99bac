using System.Diagnostics;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Reporting;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Target MenaceVerify: sets up and tests the repositories of build.json, writes verify.json, summary.md, the test reports and the closing
/// line of the next build.
/// </summary>
public sealed class VerifyStage : PipelineTask
{
    private const string JUnitFile = "tests.junit.xml";
    private const string TrxFile = "tests.trx";

    /// <summary>True if this build ran the develop stage; otherwise build.json holds the changes that an earlier build made.</summary>
    public bool Developed { get; set; }

    /// <summary>The counts of the closing line.</summary>
    [Output]
    public string Summary { get; private set; } = "";

    private protected override PipelineStage? Stage => PipelineStage.Verify;

    /// <summary>The repositories with their verdicts (<see cref="RepositoryItems"/>).</summary>
    [Output]
    public ITaskItem[] Repositories { get; private set; } = [];

    private protected override IReadOnlyList<string> SideFiles => [SummaryFile.Name, JUnitFile, TrxFile];

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var path = StagePath(PipelineStage.Verify);
        var build = StageFile.Read<BuildRecord>(StagePath(PipelineStage.Develop));
        var previous = StageFile.ReadPrevious<VerifyRecord>(path);
        var repositories = KnownRepository.Of(build);
        var looked = Properties.Look(repositories, isNamed: true);
        var shown = Developed ? build : BuildSummary.Unchanged(build);
        var output = Output;
        var progress = new BuildProgress(
            shown, previous, output.Line, isOnServer: IsOnServer);
        var clock = Stopwatch.StartNew();
        StageResult<VerifyRecord> result;
        await using (Ticking(progress.Tick))
        {
            result = await Pipeline(config).VerifyAsync(build, previous, Tell, cancellationToken);
            progress.End(result.Record.Results);
        }

        // That verification is off is said by the targets, in every build: a stage with nothing to do need not run for it.
        PipelineDiagnostic[] findings = [.. result.Diagnostics.Where(finding => finding.Rule != Rules.VerificationDisabled)];
        diagnostics.Report(findings);
        Changed = StageFile.Write(path, result.Record);
        BlobFolder.Collect(Absolute(StageDirectory));

        var isTested = config.VerifyEnabled && build is { Remote: null };
        var summary = new BuildSummary(shown, result.Record) { Elapsed = isTested ? clock.Elapsed : null };
        AtomicFile.WriteText(StagePath(SummaryFile.Name), SummaryFile.Text(summary, findings));
        var report = new TestReport(summary, findings);
        AtomicFile.WriteText(StagePath(JUnitFile), report.JUnit());
        AtomicFile.WriteText(StagePath(TrxFile), report.TrxXml());
        var landed = result.Record.Landed.ToHashSet(StringComparer.Ordinal);
        Decisions = result.Decisions;
        var tested = looked.After(repositories, landed, () => Pipeline(config).AsTested(build, result.Record.Results));
        Tested = tested.Ingredients;
        Record = state => state with
        {
            Tested = tested.ToString(),
            Closing = summary.Next.Counts,
            Repositories = Verified(state, summary.Next),
        };
        Repositories = RepositoryItems.Of(Verified(ProjectState.Read(Absolute(StageDirectory)), summary));
        output.Total(summary);
        Summary = summary.Counts;

        // With warnings the stage is not done: unchanged bots are not tested again, but what was warned of is said in every build.
        return !config.VerifyEnabled || (IsSilent(findings) && result.Record.Results.All(bot => bot.IsGreen));

        IReadOnlyList<KnownRepository> Verified(ProjectState state, BuildSummary verdicts) => RepositoryItems.Verified(
            [.. (state.Repositories.Count > 0 ? state.Repositories : repositories).Select(repository => landed.Contains(repository.Bot)
                ? repository with { Branch = KnownRepository.BranchOf(repository.Path) } : repository)],
            verdicts);

        void Tell(VerificationResult verdict)
        {
            progress.Add(verdict);
            if (verdict is { IsGreen: true, IsReused: false })
            {
                output.Show(BotLine.Outcome(verdict, null), verdict.Bot);
            }
        }
    }
}
