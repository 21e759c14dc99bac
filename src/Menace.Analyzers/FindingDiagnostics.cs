using System.Collections.Immutable;
using Menace.Model.Diagnostics;
using Menace.Model.Text;
using Microsoft.CodeAnalysis;
using RuleTable = Menace.Model.Diagnostics.Rules;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;
using TaskSpan = Menace.Model.Text.TextSpan;

namespace Menace.Analyzers;

/// <summary>Findings of the task list as the compiler knows mistakes.</summary>
internal static class FindingDiagnostics
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors = RuleTable.OfAnalyzer
        .ToImmutableDictionary(r => r.Id, r => DescriptorOf(r, null));

    /// <summary>Every rule of the analyzer, by ID.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        ImmutableArray.CreateRange(Descriptors.Values.OrderBy(d => d.Id, StringComparer.Ordinal));

    /// <summary>
    /// <paramref name="finding"/> at its place in the file <paramref name="path"/>, with a link if <paramref name="helpLinkBase"/> names a
    /// place.
    /// </summary>
    public static Diagnostic Of(TaskFileFinding finding, string path, string text, LineMap lines, string? helpLinkBase) =>
        Diagnostic.Create(
        finding.Rule.HelpLink(helpLinkBase) is null ? Descriptors[finding.Rule.Id] : DescriptorOf(finding.Rule, helpLinkBase),
        LocationOf(path, text, lines, finding.Span),
        finding.AdditionalSpans.Select(s => LocationOf(path, text, lines, s)),
        [.. finding.Arguments]);

    /// <summary>
    /// Editors underline at least one character, so an empty span is widened to the next one, at the end of the file to the last.
    /// </summary>
    public static SourceSpan Underlined(string text, TaskSpan span)
    {
        var start = span.Length == 0 && span.Start == text.Length ? Math.Max(0, span.Start - 1) : span.Start;
        return SourceSpan.FromBounds(start, Math.Min(text.Length, Math.Max(span.End, start + 1)));
    }

    private static Location LocationOf(string path, string text, LineMap lines, TaskSpan span)
    {
        var underlined = Underlined(text, span);
        return Location.Create(path, underlined, new(PositionOf(lines, underlined.Start), PositionOf(lines, underlined.End)));
    }

    private static Microsoft.CodeAnalysis.Text.LinePosition PositionOf(LineMap lines, int offset)
    {
        var position = lines.PositionOf(offset);
        return new(position.Line, position.Column);
    }

    private static DiagnosticDescriptor DescriptorOf(RuleDescriptor rule, string? helpLinkBase) => new(
        rule.Id,
        rule.Title,
        rule.MessageFormat,
        rule.Category,
        rule.Severity switch
        {
            RuleSeverity.Error => DiagnosticSeverity.Error,
            RuleSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: rule.IsEnabledByDefault,
        helpLinkUri: rule.HelpLink(helpLinkBase));
}
