using Menace.Pipeline.Completion;
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
        var complete = research.TakeComplete();
        try
        {
            delivery.Record(complete);
            Fault.Reached(Boundary.FindingsRecorded);
            return answer;
        }
        catch (WorkflowDbException exception)
        {
            return answer with { Findings = [.. answer.Findings, FindingDelivery.NotForwarded(complete.Count, exception.Message)] };
        }
    }
}
