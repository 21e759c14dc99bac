using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>
/// Research whose complete findings go to Stage 3: they are in the outbox before a value of them is used, so that a run that is killed in
/// between finds them again and records them once.
/// </summary>
internal sealed class ForwardedResearch(ResearchAggregatorBot research, FindingDelivery delivery) : ICompletionSource
{
    public async Task<SourceAnswer> CompleteAsync(IReadOnlyList<OpenTask> open, CancellationToken cancellationToken)
    {
        var answer = await research.CompleteAsync(open, cancellationToken);
        return answer with { Findings = [.. answer.Findings, .. Record()] };
    }

    /// <summary>Records the complete findings since the last call.</summary>
    /// <returns>A warning if that failed.</returns>
    public IReadOnlyList<PipelineDiagnostic> Record()
    {
        var complete = research.TakeComplete();
        try
        {
            delivery.Record(complete);
            if (complete.Count > 0)
            {
                Fault.Reached(Boundary.FindingsRecorded);
            }

            return [];
        }
        catch (WorkflowDbException exception)
        {
            return [FindingDelivery.NotForwarded(complete.Count, exception.Message)];
        }
    }
}
