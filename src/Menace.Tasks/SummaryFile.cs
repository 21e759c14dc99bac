using System.Globalization;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Reporting;

namespace Menace.Tasks;

/// <summary>The file summary.md: what became of every bot, for people and build servers. docs/verification.md describes it.</summary>
internal static class SummaryFile
{
    /// <summary>Name of the file in the stage directory.</summary>
    public const string Name = "summary.md";

    private const int LongestMessage = 4_000;

    private static readonly Dictionary<string, string> NoSources = [];

    /// <summary>Markdown.</summary>
    /// <param name="summary">The bots.</param>
    /// <param name="findings">The findings of the verification.</param>
    public static string Text(BuildSummary summary, IReadOnlyList<PipelineDiagnostic> findings)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {summary.Counts}\n\n");
        Table(text, summary);
        Section(text, "Updated", summary.Build.Repositories.Select(repository => (repository.Spec.Name, Reason: BotLine.Reason(repository)))
            .Where(repository => repository.Reason.Length > 0).Select(repository => $"{repository.Name}: {repository.Reason}"));
        Section(text, "Failed", Failures(summary, findings));
        Section(text, "Stubs", summary.Build.Repositories.Where(repository => repository.Spec.StubFunctions.Count > 0)
            .Select(repository => $"{repository.Spec.Name}: {Names(repository.Spec.StubFunctions)}"));
        Section(text, "Completed by research", summary.Build.Repositories.SelectMany(repository => (repository.Spec.Sources ?? NoSources)
            .Where(source => source.Value.StartsWith("finding ", StringComparison.Ordinal))
            .Select(source => $"{repository.Spec.Name}: {source.Key}, {source.Value}")));
        Section(text, "Not exercised", summary.Build.Repositories
            .SelectMany(repository =>
                repository.Spec.NotExercised.Select(function => $"{repository.Spec.Name}: `{function.Key}`, because {function.Value}")));
        return text.ToString();
    }

    private static void Table(StringBuilder text, BuildSummary summary)
    {
        text.Append("| bot | state | outcome | passed | failed | skipped | seconds |\n|---|---|---|---:|---:|---:|---:|\n");
        foreach (var repository in summary.Build.Repositories)
        {
            var verdict = summary.VerdictOf(repository.Spec.Name);
            Row(text, repository.Spec.Name, BotLine.State(repository, verdict), verdict is null ? ""
                : BotLine.Outcome(verdict, repository), verdict is null ? [] : [verdict]);
        }

        foreach (var failure in summary.Build.Failures)
        {
            Row(text, failure.Bot, "not built", "", []);
        }

        Row(text, "**all**", "", "", summary.Verify.Results);
        Row(text, "**in this build**", "", "", [.. summary.Verify.Results.Where(result => !result.IsReused)]);
    }

    private static void Row(StringBuilder text, string bot, string state, string outcome, IReadOnlyList<VerificationResult> results)
    {
        var seconds = results.Count == 1 && results[0].IsReused ? "as before"
            : results.Sum(result => result.IsReused ? 0 : result.Seconds).ToString("0.0", CultureInfo.InvariantCulture);
        text.Append(CultureInfo.InvariantCulture,
            $"| {bot} | {state} | {outcome} | {results.Sum(result => result.Passed)} | {results.Sum(result => result.Failed)} | ");
        text.Append(CultureInfo.InvariantCulture, $"{results.Sum(result => result.Skipped)} | {seconds} |\n");
    }

    private static IEnumerable<string> Failures(BuildSummary summary, IReadOnlyList<PipelineDiagnostic> findings) =>
    [
        .. summary.Build.Failures.Select(failure => $"{failure.Bot}: not built, {failure.Code}"),
        .. findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error)
            .Select(finding => $"{finding.Rule.Id}:\n\n{Block(finding.Message)}"),
    ];

    /// <summary>An indented block: what a bot printed is not read as Markdown.</summary>
    private static string Block(string message)
    {
        var shown = message.Length > LongestMessage ? message[..LongestMessage] + "…" : message;
        return string.Join('\n', shown.ReplaceLineEndings("\n").Split('\n').Select(line => "      " + line));
    }

    private static void Section(StringBuilder text, string title, IEnumerable<string> entries)
    {
        string[] all = [.. entries];
        if (all.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n").AppendJoin('\n', all.Select(entry => "- " + entry)).Append('\n');
        }
    }

    private static string Names(IEnumerable<string> functions) => string.Join(", ", functions.Select(function => $"`{function}`"));
}
