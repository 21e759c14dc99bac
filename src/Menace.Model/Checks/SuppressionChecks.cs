using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1903: entries of <c>$suppress</c> that do nothing. Runs last, when it is known which did something.</summary>
internal static class SuppressionChecks
{
    /// <param name="suppressions">The entries.</param>
    /// <param name="isComplete">False if a syntax error kept tasks from being checked, so that an entry may well be needed.</param>
    /// <param name="context">Where findings go.</param>
    public static void Run(Suppressions suppressions, bool isComplete, CheckContext context)
    {
        // An entry for MENACE1903 itself is used by the others, so it is judged after them.
        foreach (var entry in suppressions.All.OrderBy(e => e.Id == RuleTable.UnneededSuppression.Id ? 1 : 0))
        {
            if (RuleTable.OfAnalyzer.FirstOrDefault(r => r.Id == entry.Id) is not { } rule)
            {
                context.Findings.AddWithNearest(
                    entry.Id, RuleTable.OfAnalyzer.Select(r => r.Id), RuleTable.UnneededSuppression, entry.Span, entry.Label,
                    Display.Of(entry.Id), "it is not a rule of tasks.json");
            }
            else if (ProblemOf(entry, rule, isComplete, context) is { } problem)
            {
                context.Findings.Add(RuleTable.UnneededSuppression, entry.Span, entry.Label, Display.Of(entry.Id), problem);
            }
        }
    }

    private static string? ProblemOf(Suppression entry, RuleDescriptor rule, bool isComplete, CheckContext context) =>
        rule.Severity == RuleSeverity.Error ? "it is an error, which cannot be suppressed"
        : entry.IsRepeated ? "it is given twice"
        : entry.IsUsed || !isComplete || !IsChecked(rule, context.Options) ? null
        : "there is nothing to suppress";

    /// <summary>False for a rule that another project, or the same one in an editor, may check.</summary>
    private static bool IsChecked(RuleDescriptor rule, TaskFileOptions options) =>
        rule.Id == RuleTable.ResourceAboveLimit.Id ? options.ResourceLimits is not null
        : rule.Id != RuleTable.UnknownCapability.Id || options.KnownCapabilities is not null;
}
