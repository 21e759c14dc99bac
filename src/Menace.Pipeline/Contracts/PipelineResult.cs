using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>The result of a run.</summary>
/// <param name="Package">The final task package: completed by the optimiser.</param>
/// <param name="Repositories">The repositories in the package's order.</param>
/// <param name="Verifications">The test results of each bot, in the package's order.</param>
public sealed record PipelineResult(
    TaskPackage Package,
    IReadOnlyList<BotRepository> Repositories,
    IReadOnlyList<VerificationResult> Verifications)
{
    /// <summary>Absolute paths of the generated main files, in the package's order.</summary>
    public IReadOnlyList<string> BuiltFiles { get; } = [.. Repositories.Select(repository => repository.MainFile)];

    /// <summary>Everything the run had to say.</summary>
    public IReadOnlyList<PipelineDiagnostic> Diagnostics { get; init; } = [];
}
