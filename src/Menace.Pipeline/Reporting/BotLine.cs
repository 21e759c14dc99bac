using System.Globalization;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Reporting;

/// <summary>The words for one bot in a build's output and in summary.md: its state and its verdict.</summary>
internal static class BotLine
{
    /// <summary><c>Tariff updated (dependency Geo changed; 1 file): passed (3 tests, 0.4 s)</c>.</summary>
    public static string Of(BotRepository? repository, VerificationResult result) =>
        repository is null ? $"{result.Bot}: {Verdict(result, null)}"
            : $"{result.Bot} {State(repository, result)}{Why(repository)}: {Verdict(result, repository)}";

    /// <summary>One word: created, updated, unchanged or edited.</summary>
    public static string State(BotRepository repository, VerificationResult? result) =>
        result is { IsEdited: true } ? "edited" : repository.Change.ToWord();

    /// <summary>The outcome as people read it. A bot none of whose functions any test calls is not called passed.</summary>
    public static string Outcome(VerificationResult result, BotRepository? repository) => result.Outcome switch
    {
        VerificationOutcome.Passed when repository?.Spec is { Functions.Count: > 0 } spec
            && spec.Functions.All(spec.NotExercised.ContainsKey) => "not exercised",
        VerificationOutcome.PassedAgainstStub => "passed against a stub",
        VerificationOutcome.NotRun => "not verified",
        _ => result.Outcome.ToWord(),
    };

    /// <summary><c>1 test</c>, <c>2 tests</c>.</summary>
    public static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    /// <summary><c>dependency Geo changed; 1 file</c>, or empty if no commit was added.</summary>
    public static string Reason(BotRepository repository) => repository.Change == RepositoryChange.Updated
        ? string.Join("; ", new[] { repository.Reason, repository.ChangedFiles > 0 ? Count(repository.ChangedFiles, "file") : "" }.Where(
            part => part.Length > 0))
        : "";

    private static string Why(BotRepository repository)
    {
        var why = repository.Change == RepositoryChange.Created ? repository.Spec.Language.ToName() : Reason(repository);
        return why.Length > 0 ? $" ({why})" : "";
    }

    private static string Verdict(VerificationResult result, BotRepository? repository) =>
        $"{Outcome(result, repository)} ({string.Join(", ", Details(result))})".Replace(" ()", "", StringComparison.Ordinal);

    private static IEnumerable<string> Details(VerificationResult result)
    {
        if (result.Outcome == VerificationOutcome.Blocked)
        {
            yield return "a dependency is not verified";
        }

        if (result.Failed > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.Failed} of {Count(result.Tests.Count, "test")}");
        }
        else if (result.Passed > 0)
        {
            yield return Count(result.Passed, "test");
        }

        if (result.Skipped > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.Skipped} skipped");
        }

        if (result.IsReused)
        {
            yield return "as before";
        }
        else if (result.Seconds > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{result.Seconds:0.0} s");
        }
    }
}
