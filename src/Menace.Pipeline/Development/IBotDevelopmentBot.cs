using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Development;

/// <summary>Writes one git repository per bot.</summary>
public interface IBotDevelopmentBot
{
    /// <summary>
    /// Writes the repositories of <paramref name="optimised"/>. A repository that cannot be written is a finding, not an exception.
    /// </summary>
    /// <param name="optimised">The bots.</param>
    /// <param name="previous">The record of an earlier run, or null; a repository with unchanged input is not opened.</param>
    /// <param name="cancellationToken">Ends the work between two repositories.</param>
    Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, CancellationToken cancellationToken = default);

    /// <summary>As above, and reports how far it is. A developer that cannot, reports nothing.</summary>
    internal Task<StageResult<BuildRecord>> DevelopAsync(
        OptimiseRecord optimised, BuildRecord? previous, IStageProgress? progress, CancellationToken cancellationToken) =>
        DevelopAsync(optimised, previous, cancellationToken);
}
