using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Infrastructure.Logging;

/// <summary>The sinks of a run. A failing sink does not stop the run.</summary>
internal sealed class ErrorSinks(IReadOnlyList<IErrorSink> sinks)
{
    /// <summary>Gives the events and findings of a stage to every sink and flushes them.</summary>
    /// <returns>One warning per sink that threw.</returns>
    public IReadOnlyList<PipelineDiagnostic> Tell(
        PipelineStage stage, IEnumerable<StageEvent> events, IEnumerable<PipelineDiagnostic> findings)
    {
        List<PipelineDiagnostic> warnings = [];
        HashSet<IErrorSink> failed = [];
        foreach (var stageEvent in events)
        {
            All(sink => sink.Record(stageEvent with { Detail = Redaction.Redact(stageEvent.Detail) }));
        }

        foreach (var finding in findings)
        {
            All(sink => sink.Report(ToReport(stage, finding)));
        }

        All(sink => sink.Flush());

        // The other sinks hear of a sink that threw; one that throws on hearing it is reported in turn.
        for (var told = 0; told < warnings.Count; told++)
        {
            var warning = warnings[told];
            All(sink => sink.Report(ToReport(stage, warning)));
            All(sink => sink.Flush());
        }

        return warnings;

        void All(Action<IErrorSink> call)
        {
            foreach (var sink in sinks.Where(sink => !failed.Contains(sink)))
            {
                try
                {
                    call(sink);
                }
#pragma warning disable CA1031 // Code of the user's: whatever it throws must not end the run, and is reported.
                catch (Exception exception)
#pragma warning restore CA1031
                {
                    failed.Add(sink);
                    warnings.Add(new PipelineDiagnostic(Rules.ErrorSinkFailed, [sink.GetType().Name, stage.ToString(), exception.Message]));
                }
            }
        }
    }

    private static ErrorReport ToReport(PipelineStage stage, PipelineDiagnostic finding) =>
        new(finding.Rule.Severity, finding.Rule.Id, finding.Message, finding.Bot, stage);
}
