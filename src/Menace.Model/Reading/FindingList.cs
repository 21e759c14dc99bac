using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;

namespace Menace.Model.Reading;

/// <summary>Collects what is found in one file.</summary>
internal sealed class FindingList(IEnumerable<TaskFileFinding> first, LineMap lines)
{
    private readonly List<TaskFileFinding> _findings = [.. first];

    /// <summary>Adds a finding at <paramref name="span"/>.</summary>
    public void Add(RuleDescriptor rule, TextSpan span, params string[] arguments) => _findings.Add(new(rule, span, arguments));

    /// <summary>Adds a finding with related places.</summary>
    public void Add(RuleDescriptor rule, TextSpan span, IReadOnlyList<TextSpan> others, params string[] arguments) =>
        _findings.Add(new(rule, span, arguments) { AdditionalSpans = others });

    /// <summary>Reports a value whose type is wrong.</summary>
    public void AddWrongType(string name, JsonSyntax value, string allowed) => Add(Rules.WrongType, value.Span, name, allowed, Describe(value));

    /// <summary>The line of <paramref name="offset"/>, from 1, as text.</summary>
    public string LineOf(int offset) => (lines.PositionOf(offset).Line + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The findings by position, at most <paramref name="most"/> and one that counts the rest. Errors are never crowded out by others.</summary>
    public IReadOnlyList<TaskFileFinding> ToSorted(int most)
    {
        TaskFileFinding[] sorted = [.. _findings.OrderBy(finding => finding.Span.Start).ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)];
        if (sorted.Length <= most)
        {
            return sorted;
        }

        var kept = sorted.OrderByDescending(finding => finding.Rule.Severity).Take(most).OrderBy(finding => finding.Span.Start).ToList();
        kept.Add(new TaskFileFinding(Rules.MoreFindings, kept[kept.Count - 1].Span, [(sorted.Length - most).ToString(CultureInfo.InvariantCulture)]));
        return kept;
    }

    /// <summary>What a value is, in words.</summary>
    public static string Describe(JsonSyntax value) => value.Kind switch
    {
        JsonKind.Null => "null",
        JsonKind.Boolean => value.Text,
        JsonKind.Number => "the number " + value.Text,
        JsonKind.String => "a string",
        JsonKind.Array => "an array",
        _ => "an object",
    };
}
