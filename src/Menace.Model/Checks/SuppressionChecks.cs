using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1903: entries of <c>$suppress</c> that do nothing. Runs last, when it is known which did something.</summary>
internal static class SuppressionChecks
{
    /// <param name="suppressions">The entries.</param>
    /// <param name="isComplete">False where a syntax error kept tasks from being checked, so that an entry may well be needed.</param>
    /// <param name="context">Where findings go.</param>
    public static void Run(Suppressions suppressions, bool isComplete, CheckContext context)
    {
        // An entry for MENACE1903 itself is used by the others, so it is judged after them.
        foreach (var entry in suppressions.All.OrderBy(e => e.Id == RuleTable.UnneededSuppression.Id ? 1 : 0))
        {
            if (ProblemOf(entry, isComplete, context) is { } problem)
            {
                context.Findings.Add(RuleTable.UnneededSuppression, entry.Span, entry.Label, Display.Of(entry.Id), problem);
            }
        }
    }

    /// <summary>The rule whose ID <paramref name="id"/>, which is none, resembles; null where there is none.</summary>
    public static string? RuleMeant(string id) =>
        RuleTable.OfAnalyzer.Any(r => r.Id == id) ? null : Nearest.Of(id, RuleTable.OfAnalyzer.Select(r => r.Id));

    private static string? ProblemOf(Suppression entry, bool isComplete, CheckContext context)
    {
        var rule = RuleTable.OfAnalyzer.FirstOrDefault(r => r.Id == entry.Id);
        return rule is null ? "tasks.json has no such rule" + context.Hint(entry.Id, RuleTable.OfAnalyzer.Select(r => r.Id))
            : rule.Severity == RuleSeverity.Error ? "it is an error, which cannot be suppressed"
            : entry.IsRepeated ? "it is given twice"
            : entry.IsUsed || !isComplete || !IsChecked(rule, context.Options) ? null
            : "there is nothing to suppress";
    }

    /// <summary>False for a rule that another project, or the same one in an editor, may check.</summary>
    private static bool IsChecked(RuleDescriptor rule, TaskFileOptions options) =>
        rule.Id == RuleTable.ResourceAboveLimit.Id ? options.ResourceLimits is not null
        : rule.Id != RuleTable.UnknownCapability.Id || options.KnownCapabilities is not null;
}
