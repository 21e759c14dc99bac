using System.Globalization;
using Menace.Model.Reading;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development;
using Menace.Pipeline.Development.Previews;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline;

/// <summary>Runs the stages up to the repositories, in memory: no database, no pins, no network, no lock.</summary>
/// <param name="config">The settings.</param>
/// <param name="optimiser">Completes tasks from their code; it must not keep a journal.</param>
/// <param name="developer">Previews the repositories.</param>
internal sealed class BuildPreviewer(BotDevConfig config, IImplementationOptimiserBot optimiser, BotDevelopmentBot developer)
{
    /// <summary>True if a build looks further for values that are not pinned.</summary>
    public bool LooksFurther { get; init; }

    /// <summary>True if an extension of the project writes the repositories.</summary>
    public bool HasOwnDeveloper { get; init; }

    /// <summary>Previews a build of <paramref name="file"/>.</summary>
    /// <param name="file">A task file that was read without errors.</param>
    /// <param name="last">The records of the last build.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    /// <exception cref="PipelineException">A build would fail as a whole.</exception>
    public async Task<BuildPreview> RunAsync(TaskFile file, LastBuild last, CancellationToken cancellationToken)
    {
        var build = await LookAsync(file, last, cancellationToken);
        return new(build.Repositories, [.. Notes(build.Open)]);
    }

    /// <summary>Runs the stages.</summary>
    /// <param name="file">A task file that was read without errors.</param>
    /// <param name="last">The records of the last build.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    /// <exception cref="PipelineException">A build would fail as a whole.</exception>
    public async Task<PreviewedBuild> LookAsync(TaskFile file, LastBuild last, CancellationToken cancellationToken)
    {
        var handoff = await HandoffAsync(file, cancellationToken);
        var open = new CompletionState(handoff).Missing.Count;
        var optimised = await new CompletionLoop(optimiser, null, null, null, (_, _) => Task.CompletedTask)
            .RunAsync(handoff, last.Optimised, null, cancellationToken);
        var record = BotSources.Of(handoff, optimised.Record, config);
        var repositories = await developer.PreviewAsync(record, last.Built, last.Red, cancellationToken);
        var failures = record.Failures.Select(failure =>
            new PreviewedRepository(failure.Bot, Path.Combine(config.RepositoryBasePath, failure.Bot), PreviewAction.Fail)
            {
                Findings = [.. optimised.Diagnostics.Where(finding => finding.IsError && finding.Bot == failure.Bot)],
            });
        var order = record.Package.Tasks.Select((task, i) => (task.Name, i)).ToDictionary(task => task.Name, task => task.i);
        return new(
            optimised.Decisions, record.Bots,
            [.. repositories.Concat(failures).OrderBy(one => order.GetValueOrDefault(one.Name, int.MaxValue))], open);
    }

    private async Task<HandoffRecord> HandoffAsync(TaskFile file, CancellationToken cancellationToken)
    {
        var completed = await ProjectCompletion.CompleteAsync(file, isWritten: true, config, cancellationToken);
        if (completed.Findings.Any(finding => finding.IsError))
        {
            throw new PipelineException(PipelineStage.Handoff, completed.Findings);
        }

        var files = await NamedFiles.ReadAsync(file, config, cancellationToken);
        return completed.AddTo(new(0, completed.Package, "", files) { Purposes = completed.Purposes });
    }

    /// <summary>What a preview does not know: sentences.</summary>
    /// <param name="open">How many tasks have no code.</param>
    public IEnumerable<string> Notes(int open)
    {
        if (open > 0 && LooksFurther)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{open} {(open == 1 ? "task has" : "tasks have")} no code. ")
                + "A build looks for it among known bots, by research and by examples, which this preview does not.";
        }

        if (HasOwnDeveloper)
        {
            yield return "An extension of the project writes the repositories. The preview shows what Menace itself would write.";
        }
    }
}

/// <summary>What a build would do.</summary>
/// <param name="Optimised">What completing the tasks would decide.</param>
/// <param name="Bots">The bots that would be complete.</param>
/// <param name="Repositories">Their repositories, and those without a task.</param>
/// <param name="Open">How many tasks have no code.</param>
internal sealed record PreviewedBuild(
    IReadOnlyList<BotDecision> Optimised, IReadOnlyList<BotSpec> Bots, IReadOnlyList<PreviewedRepository> Repositories, int Open);

/// <summary>What the last build left.</summary>
/// <param name="Optimised">Its bots, or null.</param>
/// <param name="Built">Its repositories, or null.</param>
/// <param name="Red">Names of the bots whose tests failed.</param>
internal sealed record LastBuild(OptimiseRecord? Optimised, BuildRecord? Built, IReadOnlySet<string> Red);
