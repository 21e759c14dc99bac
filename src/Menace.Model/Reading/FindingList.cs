using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>
/// Collects findings in any order and gives back the first of them by position. Memory stays bounded on a hopeless file. Informations, and
/// rules that are off by default, take the room that mistakes leave, and are not counted where it is too small.
/// </summary>
internal sealed class FindingList(int limit = FindingList.Limit)
{
    /// <summary>How many findings of one file are shown; the rest is counted.</summary>
    public const int Limit = 200;

    private readonly Bounded _mistakes = new(limit);
    private readonly Bounded _notes = new(limit);
    private Suppressions? _suppressions;

    public bool HasErrors { get; private set; }

    public void Add(RuleDescriptor rule, TextSpan span, params string[] arguments) => Add(rule, span, [], arguments);

    public void Add(RuleDescriptor rule, TextSpan span, IReadOnlyList<TextSpan> additional, params string[] arguments) =>
        Add(new(rule, span, arguments) { AdditionalSpans = additional });

    /// <summary>Adds a finding with what to write instead, as JSON, or null where that is not certain.</summary>
    public void AddSuggesting(string? suggestion, RuleDescriptor rule, TextSpan span, params string[] arguments) =>
        Add(new(rule, span, arguments) { Suggestion = suggestion });

    /// <summary>Adds MENACE1012 for <paramref name="name"/>, whose first invisible character is at <paramref name="hidden"/>; without them it may be no name.</summary>
    public void AddInvisible(TextSpan span, string label, string prefix, string name, int hidden, Func<string, bool>? isName = null)
    {
        var visible = InvisibleText.Without(name);
        AddSuggesting(
            visible.Length > 0 && isName?.Invoke(visible) != false ? CanonicalJson.Quote(visible) : null,
            RuleTable.InvisibleCharacter, span, label, Display.Of(prefix + name), InvisibleText.CodePoint(name, hidden));
    }

    private void Add(TaskFileFinding finding)
    {
        var rule = finding.Rule;
        HasErrors |= rule.Severity == RuleSeverity.Error;
        if (_suppressions?.Cover(rule, finding.Span) != true)
        {
            var list = rule.Severity == RuleSeverity.Information || !rule.IsEnabledByDefault ? _notes : _mistakes;
            list.Add(finding);
        }
    }

    /// <summary>From here on, and among what was found so far, leaves out what <paramref name="suppressions"/> cover.</summary>
    public void Suppress(Suppressions suppressions)
    {
        _suppressions = suppressions;
        foreach (var list in new[] { _mistakes, _notes })
        {
            list.Remove(finding => suppressions.Cover(finding.Rule, finding.Span));
        }
    }

    /// <summary>The findings by position, as many as are shown, then one that counts the mistakes among the rest.</summary>
    public IReadOnlyList<TaskFileFinding> ToSorted()
    {
        var mistakes = _mistakes.First(int.MaxValue);
        if (mistakes.Count <= limit)
        {
            return Sorted(mistakes.Concat(_notes.First(limit - mistakes.Count)));
        }

        var hidden = mistakes.Count - limit + _mistakes.Dropped;
        var place = mistakes[limit].Span;
        return [.. mistakes.Take(limit), new(RuleTable.MoreProblems, place, [hidden.ToString(CultureInfo.InvariantCulture)])];
    }

    /// <summary>LINQ sorts stably, so findings of one place keep the order in which they were found.</summary>
    private static List<TaskFileFinding> Sorted(IEnumerable<TaskFileFinding> findings) =>
        [.. findings.OrderBy(f => f.Span.Start).ThenBy(f => f.Span.Length).ThenBy(f => f.Rule.Id, StringComparer.Ordinal)];

    /// <summary>The first findings by position, and a little more.</summary>
    private sealed class Bounded(int limit)
    {
        private readonly int _compact = Math.Max(4096, 2 * limit);

        private List<TaskFileFinding> _findings = [];

        public int Dropped { get; private set; }

        public void Add(TaskFileFinding finding)
        {
            _findings.Add(finding);
            if (_findings.Count >= _compact)
            {
                var sorted = Sorted(_findings);
                Dropped += sorted.Count - limit - 1;
                _findings = sorted.GetRange(0, limit + 1);
            }
        }

        public void Remove(Predicate<TaskFileFinding> match) => _findings.RemoveAll(match);

        public IReadOnlyList<TaskFileFinding> First(int count) => [.. Sorted(_findings).Take(count)];
    }
}
