using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Verification;

/// <summary>Compares repositories that got what was tested with their verdicts: they may have been edited since.</summary>
internal static class LandedFiles
{
    /// <summary>Names of the bots that a new look gives the key of their verdict.</summary>
    /// <param name="config">The settings of the run.</param>
    /// <param name="repositories">The repositories of the run, with the files that they have now.</param>
    /// <param name="verdicts">The verdicts of the run.</param>
    public static IReadOnlySet<string> AsTested(
        BotDevConfig config, IReadOnlyList<BotRepository> repositories, IReadOnlyList<VerificationResult> verdicts)
    {
        var byName = repositories.ToDictionary(repository => repository.Spec.Name, StringComparer.Ordinal);
        var now = new BotKeys(
            config, LanguageTable.Create(config, new ProcessRunner()), byName, new Dictionary<string, LaidOutTree>()).Now();
        return verdicts.Where(verdict => now.GetValueOrDefault(verdict.Bot) == verdict.Key).Select(verdict => verdict.Bot)
            .ToHashSet(StringComparer.Ordinal);
    }
}
