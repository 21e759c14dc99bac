namespace Menace.Pipeline.Verification;

/// <summary>Sets up and tests repositories (seed, stage 5: setup script, then tests).</summary>
public interface IBotVerifier
{
    /// <summary>
    /// Verifies the repositories of <paramref name="build"/>. A bot that fails is a finding, not an exception, and its neighbours
    /// are verified all the same.
    /// </summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">What an earlier run found, or null; what passed and has not changed since is not run again.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    Task<StageResult<VerifyRecord>> VerifyAsync(BuildRecord build, VerifyRecord? previous, CancellationToken cancellationToken = default);
}
