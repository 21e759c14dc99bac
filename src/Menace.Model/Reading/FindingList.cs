using System.Globalization;
using Menace.Model.Diagnostics;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>Collects findings in any order and gives back the first of them by position. Memory stays bounded on a hopeless file.</summary>
internal sealed class FindingList
{
    /// <summary>How many findings of one file are shown; the rest is counted.</summary>
    public const int Limit = 200;

    private const int Compact = 4096;

    private List<TaskFileFinding> _findings = [];
    private int _dropped;

    public bool HasErrors { get; private set; }

    public void Add(RuleDescriptor rule, TextSpan span, params string[] arguments) => Add(rule, span, [], arguments);

    public void Add(RuleDescriptor rule, TextSpan span, IReadOnlyList<TextSpan> additional, params string[] arguments)
    {
        HasErrors |= rule.Severity == RuleSeverity.Error;
        _findings.Add(new(rule, span, arguments) { AdditionalSpans = additional });
        if (_findings.Count >= Compact)
        {
            Cut(Limit + 1);
        }
    }

    /// <summary>The findings by position, at most <see cref="Limit"/>, then one that counts the rest.</summary>
    public IReadOnlyList<TaskFileFinding> ToSorted()
    {
        Cut(int.MaxValue);
        if (_findings.Count <= Limit)
        {
            return _findings;
        }

        var hidden = _findings.Count - Limit + _dropped;
        var place = _findings[Limit].Span;
        return [.. _findings.Take(Limit), new(RuleTable.MoreProblems, place, [hidden.ToString(CultureInfo.InvariantCulture)])];
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
