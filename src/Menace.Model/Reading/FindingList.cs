using System.Collections;
using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>
/// Collects findings in any order and gives back the first of them by position. Memory stays bounded on a hopeless file. Informations, and
/// rules that are off by default, take the room that mistakes leave, and are not counted if it is too small.
/// </summary>
internal sealed class FindingList(int limit = FindingList.Limit)
{
    /// <summary>How many findings of one file are shown; the rest is counted.</summary>
    public const int Limit = 200;

    private readonly Bounded _mistakes = new(limit);
    private readonly Bounded _notes = new(limit);
    private Suppressions? _suppressions;

    public bool HasErrors { get; private set; }

    /// <summary>True if nothing was found, suppressed or not.</summary>
    public bool IsEmpty => !HasErrors && _mistakes.Count + _notes.Count == 0;

    public void Add(RuleDescriptor rule, TextSpan span, params string[] arguments) => Add(rule, span, [], arguments);

    public void Add(RuleDescriptor rule, TextSpan span, IReadOnlyList<TextSpan> additional, params string[] arguments) =>
        Add(new(rule, span, arguments) { AdditionalSpans = additional });

    /// <summary>Adds a finding with what to write instead, as JSON, or null if that is not certain.</summary>
    public void AddSuggesting(string? suggestion, RuleDescriptor rule, TextSpan span, params string[] arguments) =>
        Add(new(rule, span, arguments) { Suggestion = suggestion });

    /// <summary>
    /// Adds MENACE1012 for <paramref name="name"/>, whose first invisible character is at <paramref name="hidden"/>; without them it may be
    /// no name.
    /// </summary>
    public void AddInvisible(TextSpan span, string label, string prefix, string name, int hidden, Func<string, bool>? isName = null)
    {
        var visible = InvisibleText.Without(name);
        AddSuggesting(
            visible.Length > 0 && isName?.Invoke(visible) != false ? CanonicalJson.Quote(visible) : null,
            RuleTable.InvisibleCharacter, span, label, Display.Of(prefix + name), InvisibleText.CodePoint(name, hidden));
    }

    /// <summary>Adds a finding about what <paramref name="first"/> has already; the message ends with the line of that.</summary>
    public void AddRepetition(RuleDescriptor rule, TextSpan span, TextSpan first, params string[] arguments) =>
        Add(new(rule, span, arguments)
        {
            AdditionalSpans = [first],
            Completion = (finding, lines) => finding with
            {
                Arguments = [.. finding.Arguments, (lines.PositionOf(finding.AdditionalSpans[0].Start).Line + 1)
                .ToString(CultureInfo.InvariantCulture)],
            },
        });

    /// <summary>
    /// Adds a finding about a <paramref name="word"/> that is none of <paramref name="candidates"/>; the last argument gets the nearest of
    /// them, which is
    /// searched for findings that are shown.
    /// </summary>
    public void AddWithNearest(
        string word, IEnumerable<string> candidates, RuleDescriptor rule, TextSpan span, params string[] arguments) =>
        Add(new(rule, span, arguments)
        {
            Completion = (finding, _) => Nearest.Of(word, candidates) is { } nearest
                ? finding with
                {
                    Arguments = [.. finding.Arguments.Take(finding.Arguments.Count - 1),
                    finding.Arguments[finding.Arguments.Count - 1] + Nearest.Hint(nearest)],
                    Suggestion = CanonicalJson.Quote(nearest),
                }
                : finding,
        });

    private void Add(TaskFileFinding finding)
    {
        HasErrors |= finding.Rule.Severity == RuleSeverity.Error;
        Add(ListOf(finding.Rule), finding, 0);
    }

    /// <summary>Adds the findings of a part of the file that begins at <paramref name="offset"/>.</summary>
    public void AddPart(FindingList part, int offset)
    {
        HasErrors |= part.HasErrors;
        foreach (var finding in part._mistakes)
        {
            Add(_mistakes, finding, offset);
        }

        foreach (var finding in part._notes)
        {
            Add(_notes, finding, offset);
        }

        _mistakes.Drop(part._mistakes.Dropped);
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
    public IReadOnlyList<TaskFileFinding> ToSorted(Func<LineMap> lines)
    {
        var mistakes = _mistakes.First(int.MaxValue);
        if (mistakes.Count <= limit)
        {
            return [.. Sorted(mistakes.Concat(_notes.First(limit - mistakes.Count))).Select(Completed)];
        }

        var hidden = mistakes.Count - limit + _mistakes.Dropped;
        var place = mistakes[limit].Span;
        return [.. mistakes.Take(limit).Select(Completed),
            new(RuleTable.MoreProblems, place, [hidden.ToString(CultureInfo.InvariantCulture)])];

        TaskFileFinding Completed(TaskFileFinding finding) => finding.Completion is null ? finding : finding.Completed(lines());
    }

    private void Add(Bounded list, TaskFileFinding finding, int offset)
    {
        if (_suppressions?.Cover(finding.Rule, finding.Span.MovedBy(offset)) != true)
        {
            list.Add(finding, offset);
        }
    }

    private Bounded ListOf(RuleDescriptor rule) =>
        rule.Severity == RuleSeverity.Information || !rule.IsEnabledByDefault ? _notes : _mistakes;

    /// <summary>LINQ sorts stably, so findings of one place keep the order in which they were found.</summary>
    private static List<TaskFileFinding> Sorted(IEnumerable<TaskFileFinding> findings) =>
        [.. findings.OrderBy(f => f.Span.Start).ThenBy(f => f.Span.Length).ThenBy(f => f.Rule.Id, StringComparer.Ordinal)];

    /// <summary>The first findings by position, and a little more.</summary>
    private sealed class Bounded(int limit) : IEnumerable<TaskFileFinding>
    {
        private readonly int _compact = Math.Max(4096, 2 * limit);

        private List<TaskFileFinding> _findings = [];

        /// <summary>The offset after which no finding will be shown.</summary>
        private int _last = int.MaxValue;

        public int Dropped { get; private set; }

        public int Count => _findings.Count;

        public void Add(TaskFileFinding finding, int offset)
        {
            if (finding.Span.Start + offset > _last)
            {
                Dropped++;
                return;
            }

            _findings.Add(finding.At(offset));
            if (_findings.Count >= _compact)
            {
                var sorted = Sorted(_findings);
                Dropped += sorted.Count - limit - 1;
                _findings = sorted.GetRange(0, limit + 1);
                _last = _findings[limit].Span.Start;
            }
        }

        public void Drop(int count) => Dropped += count;

        /// <summary>Makes room for others: what is left may not be all that begins before them.</summary>
        public void Remove(Predicate<TaskFileFinding> match)
        {
            if (_findings.RemoveAll(match) > 0)
            {
                _last = int.MaxValue;
            }
        }

        public IReadOnlyList<TaskFileFinding> First(int count) => [.. Sorted(_findings).Take(count)];

        public IEnumerator<TaskFileFinding> GetEnumerator() => _findings.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
