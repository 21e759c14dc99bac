using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Fixes;

/// <summary>A fix in a whole run.</summary>
/// <param name="Finding">The finding that it fixes; its location refers to the text it was found in.</param>
/// <param name="Title">The title.</param>
/// <param name="Origin">Where that was in the text before the first fix.</param>
internal sealed record FixStep(TaskFileFinding Finding, string Title, int Origin);

/// <summary>The result of a run.</summary>
/// <param name="File">The text with the fixes, as it reads.</param>
/// <param name="Fixed">The fixes made, in their order.</param>
/// <param name="Refused">The fixes not made, because with them a rule would be broken more often.</param>
/// <param name="OriginOf">Returns where an offset of the text with the fixes was in the text before the first one.</param>
internal sealed record FixResult(
    TaskFile File, IReadOnlyList<FixStep> Fixed, IReadOnlyList<FixStep> Refused, Func<int, int> OriginOf);

/// <summary>
/// All fixes of a file. First syntax, then findings that keep other rules from being checked, then the rest: what a mistake hid
/// is not the fault of its fix. Within each step no rule may be broken more often than before; a fix that would do that is left out.
/// </summary>
internal sealed class FixRun
{
    private const int MaximumRounds = 10;

    /// <summary>How many fixes are tried one by one, each of which reads the file again.</summary>
    private const int MaximumTrials = 200;

    /// <summary>A high limit, because a run compares findings before and after.</summary>
    private const int FindingLimit = 4000;

    private static readonly HashSet<RuleDescriptor> Hiding = [RuleTable.MissingProperty, RuleTable.UnknownLanguage];

    private readonly TaskFileOptions _options;
    private readonly Func<RuleDescriptor, bool> _wanted;
    private readonly List<EditList> _rounds = [];
    private readonly List<FixStep> _fixed = [];
    private readonly List<FixStep> _refused = [];
    private TaskFile _file;

    private FixRun(string text, TaskFileOptions? options, Func<RuleDescriptor, bool> wanted)
    {
        _options = (options ?? new()) with { FindingLimit = FindingLimit };
        _wanted = wanted;
        _file = Read(text);
    }

    /// <summary>Applies the fixes of the rules that are <paramref name="wanted"/>, until there are none.</summary>
    public static FixResult Of(
        string text, TaskFileOptions? options, Func<RuleDescriptor, bool> wanted, CancellationToken cancellationToken)
    {
        var run = new FixRun(text, options, wanted);
        for (var step = 0; step <= 2; step++)
        {
            run.RunStep(step, cancellationToken);
        }

        return new(run._file, run._fixed, run._refused, run.OriginOf);
    }

    private static int StepOf(RuleDescriptor rule) =>
        string.CompareOrdinal(rule.Id, RuleTable.InvalidRoot.Id) < 0 ? 0 : Hiding.Contains(rule) ? 1 : 2;

    private void RunStep(int step, CancellationToken cancellationToken)
    {
        var (file, rounds, done) = (_file, _rounds.Count, _fixed.Count);
        for (var round = 0; round < MaximumRounds && ApplyAll(step); round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!IsWorse(file, _file, step))
        {
            return;
        }

        // Rare: find out which of them it is.
        _file = file;
        _rounds.RemoveRange(rounds, _rounds.Count - rounds);
        _fixed.RemoveRange(done, _fixed.Count - done);
        var refused = new HashSet<(string, int)>();
        for (var trial = 0; trial < MaximumTrials && TryOne(step, refused); trial++)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>One round: of fixes that overlap, the earlier one.</summary>
    private bool ApplyAll(int step)
    {
        var edits = new EditList();
        foreach (var (finding, fix) in Candidates(step))
        {
            if (edits.TryAdd(fix.Edits))
            {
                _fixed.Add(new(finding, fix.Title, OriginOf(finding)));
            }
        }

        return Apply(edits);
    }

    /// <summary>Makes the first fix that was not refused before, or refuses it.</summary>
    private bool TryOne(int step, HashSet<(string, int)> refused)
    {
        foreach (var (finding, fix) in Candidates(step))
        {
            var made = new FixStep(finding, fix.Title, OriginOf(finding));
            if (refused.Contains((finding.Rule.Id, made.Origin)))
            {
                continue;
            }

            var before = _file;
            var edits = new EditList();
            edits.TryAdd(fix.Edits);
            Apply(edits);
            if (!IsWorse(before, _file, step))
            {
                _fixed.Add(made);
                return true;
            }

            _file = before;
            _rounds.RemoveAt(_rounds.Count - 1);
            refused.Add((finding.Rule.Id, made.Origin));
            _refused.Add(made);
            return true;
        }

        return false;
    }

    private IEnumerable<FixedFinding> Candidates(int step) =>
        TaskFileFixes.All(_file).Where(f => _wanted(f.Finding.Rule) && StepOf(f.Finding.Rule) <= step);

    private bool Apply(EditList edits)
    {
        if (edits.Edits.Count == 0)
        {
            return false;
        }

        _file = Read(edits.Apply(_file.Text));
        _rounds.Add(edits);
        return true;
    }

    private TaskFile Read(string text) => TaskFileReader.Read(text, _options);

    private int OriginOf(TaskFileFinding finding) => OriginOf(finding.Span.Start);

    private int OriginOf(int offset)
    {
        for (var i = _rounds.Count - 1; i >= 0; i--)
        {
            offset = _rounds[i].OriginOf(offset);
        }

        return offset;
    }

    private static bool IsWorse(TaskFile before, TaskFile after, int step)
    {
        var counts = CountByRule(before);
        return CountByRule(after).Any(c => StepOf(c.Key) <= step && c.Value > (counts.TryGetValue(c.Key, out var count) ? count : 0));
    }

    /// <summary>Informations do not prevent a fix.</summary>
    private static Dictionary<RuleDescriptor, int> CountByRule(TaskFile file) => file.Findings
        .Where(f => f.Rule.Severity != RuleSeverity.Information).GroupBy(f => f.Rule).ToDictionary(g => g.Key, g => g.Count());
}
