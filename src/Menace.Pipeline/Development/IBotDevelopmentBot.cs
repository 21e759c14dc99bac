namespace Menace.Pipeline.Development;

/// <summary>Writes one git repository per bot (seed, stage 5).</summary>
public interface IBotDevelopmentBot
{
    /// <summary>Writes the repositories of <paramref name="optimised"/>. A repository that cannot be written is a finding, not an exception.</summary>
    Task<StageResult<BuildRecord>> DevelopAsync(OptimiseRecord optimised, CancellationToken cancellationToken = default);
}
