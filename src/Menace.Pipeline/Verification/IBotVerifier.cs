using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Verification;

/// <summary>Sets up and tests repositories: the setup script, then the tests.</summary>
public interface IBotVerifier
{
    /// <summary>
    /// Verifies the repositories of <paramref name="build"/>. A bot that fails is a finding, not an exception, and its neighbours
    /// are verified all the same.
    /// </summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The record of an earlier run, or null; unchanged bots that passed are not tested again.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    Task<StageResult<VerifyRecord>> VerifyAsync(BuildRecord build, VerifyRecord? previous, CancellationToken cancellationToken = default);

    /// <summary>As above, and reports bots while others are still tested. A verifier that cannot, reports none.</summary>
    /// <param name="build">The repositories.</param>
    /// <param name="previous">The record of an earlier run, or null.</param>
    /// <param name="verified">Takes each verdict as it comes, from several threads at once; a second look may still change it.</param>
    /// <param name="cancellationToken">Ends every process that was started.</param>
    Task<StageResult<VerifyRecord>> VerifyAsync(
        BuildRecord build, VerifyRecord? previous, Action<VerificationResult> verified, CancellationToken cancellationToken = default) =>
        VerifyAsync(build, previous, cancellationToken);
}
