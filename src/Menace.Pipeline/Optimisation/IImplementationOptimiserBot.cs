using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Optimisation;

/// <summary>Completes tasks until a repository can be written from each.</summary>
public interface IImplementationOptimiserBot
{
    /// <summary>Completes the tasks of <paramref name="handoff"/>. A bot that stays incomplete is a finding, not an exception.</summary>
    /// <param name="handoff">The package.</param>
    /// <param name="previous">The record of an earlier run, or null; an unchanged task is not analysed again.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, CancellationToken cancellationToken = default);

    /// <summary>As above, and reports how far it is. An optimiser that cannot, reports nothing.</summary>
    internal Task<StageResult<OptimiseRecord>> OptimiseAsync(
        HandoffRecord handoff, OptimiseRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        OptimiseAsync(handoff, previous, cancellationToken);
}
