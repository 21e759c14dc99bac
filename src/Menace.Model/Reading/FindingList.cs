using System.Globalization;
using Menace.Model.Diagnostics;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>Collects findings in any order and gives back the first of them by position. Memory stays bounded on a hopeless file.</summary>
internal sealed class FindingList(int limit = FindingList.Limit)
{
    /// <summary>How many findings of one file are shown; the rest is counted.</summary>
    public const int Limit = 200;

    private readonly int _compact = Math.Max(4096, 2 * limit);

    private List<TaskFileFinding> _findings = [];
    private int _dropped;

    public bool HasErrors { get; private set; }

    public void Add(RuleDescriptor rule, TextSpan span, params string[] arguments) => Add(rule, span, [], arguments);

    public void Add(RuleDescriptor rule, TextSpan span, IReadOnlyList<TextSpan> additional, params string[] arguments) =>
        Add(new(rule, span, arguments) { AdditionalSpans = additional });

    /// <summary>Adds a finding with what to write instead, as JSON, or null where that is not certain.</summary>
    public void AddSuggesting(string? suggestion, RuleDescriptor rule, TextSpan span, params string[] arguments) =>
        Add(new(rule, span, arguments) { Suggestion = suggestion });

    private void Add(TaskFileFinding finding)
    {
        HasErrors |= finding.Rule.Severity == RuleSeverity.Error;
        _findings.Add(finding);
        if (_findings.Count >= _compact)
        {
            Cut(limit + 1);
        }
    }

    /// <summary>The findings by position, as many as are shown, then one that counts the rest.</summary>
    public IReadOnlyList<TaskFileFinding> ToSorted()
    {
        Cut(int.MaxValue);
        if (_findings.Count <= limit)
        {
            return _findings;
        }

        var hidden = _findings.Count - limit + _dropped;
        var place = _findings[limit].Span;
        return [.. _findings.Take(limit), new(RuleTable.MoreProblems, place, [hidden.ToString(CultureInfo.InvariantCulture)])];
    }

    private void Cut(int keep)
    {
        // LINQ sorts stably, so findings of one place keep the order in which they were found.
        var sorted = _findings.OrderBy(f => f.Span.Start).ThenBy(f => f.Span.Length).ThenBy(f => f.Rule.Id, StringComparer.Ordinal).ToList();
        if (sorted.Count > keep)
        {
            _dropped += sorted.Count - keep;
            sorted.RemoveRange(keep, sorted.Count - keep);
        }

        _findings = sorted;
    }
}
