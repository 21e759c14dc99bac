namespace Menace.Pipeline.Optimisation;

/// <summary>Completes tasks until a repository can be written from each (seed, stage 2).</summary>
public interface IImplementationOptimiserBot
{
    /// <summary>Completes the tasks of <paramref name="handoff"/>. A bot that stays incomplete is a finding, not an exception.</summary>
    Task<StageResult<OptimiseRecord>> OptimiseAsync(HandoffRecord handoff, CancellationToken cancellationToken = default);
}
