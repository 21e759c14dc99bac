using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Verification;

/// <summary>
/// The verdicts that a run which was cut off had come to. What bots did to each other is only known when all are tested, and then the build was gone:
/// a bot at whose time any file was written that tests must leave alone is tested again.
/// </summary>
internal sealed class KeptVerdicts
{
    private readonly Dictionary<string, VerificationResult> _trusted;

    private KeptVerdicts(IEnumerable<VerificationResult> trusted) => _trusted = trusted.ToDictionary(result => result.Bot, StringComparer.Ordinal);

    /// <summary>The verdicts of <paramref name="journal"/>.</summary>
    /// <param name="journal">The journal of the stage.</param>
    /// <param name="look">Looks at everything that tests must leave alone; asked where there is any verdict.</param>
    public static KeptVerdicts Read(StageJournal journal, Func<FolderSnapshot> look)
    {
        KeptVerdict[] kept = [.. journal.AllKnown<KeptVerdict>()];
        if (kept.Length == 0)
        {
            return new([]);
        }

        var written = look().TimesSince(kept.Min(verdict => verdict.Start));
        return new(kept.Where(verdict => !written.Any(time => time >= verdict.Start && time <= verdict.End)).Select(verdict => verdict.Result));
    }

    /// <summary>The verdict on <paramref name="bot"/>, which passed as it stands, or null.</summary>
    public VerificationResult? Find(string bot, string key) => _trusted.TryGetValue(bot, out var result) && result.Key == key ? result : null;
}

/// <summary>A bot that passed, and when it was at work. The times are those of the file system's clock, which lags: it puts nothing into a run that was before it.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Start">When its setup started.</param>
/// <param name="End">When its tests had ended.</param>
internal sealed record KeptVerdict(VerificationResult Result, DateTime Start, DateTime End)
{
    /// <summary>What is kept of <paramref name="tested"/>; null where it did not pass, or there is something to say that would be lost.</summary>
    public static KeptVerdict? Of(TestedBot tested) =>
        tested is { Result.IsGreen: true, HasToBeSaid: false, Ran: { } ran } ? new(tested.Result, ran.Start, ran.End) : null;
}
