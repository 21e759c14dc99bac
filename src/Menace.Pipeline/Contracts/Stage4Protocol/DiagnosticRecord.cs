using System.Text.Json.Serialization;
using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Contracts.Stage4Protocol;

/// <summary>
/// A diagnostic on the wire and in stage files: its rule by code, so that a version that does not know the rule can still report it.
/// </summary>
/// <param name="Id">Code of its rule.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>information</c>.</param>
/// <param name="Message">The whole message.</param>
public sealed record DiagnosticRecord(
    [property: JsonRequired] string Id, [property: JsonRequired] string Severity, [property: JsonRequired] string Message)
{
    /// <summary>The bot it is about, or null.</summary>
    public string? Bot { get; init; }

    /// <summary>Its place in the task, or null for the name.</summary>
    public string? Property { get; init; }

    /// <summary>The bot whose task <see cref="Property"/> is a part of, or null for <see cref="Bot"/>.</summary>
    public string? PropertyOf { get; init; }

    /// <summary>See <see cref="TaskAnchor"/>.</summary>
    public int? Offset { get; init; }

    /// <summary>Line of the body of a request that it is about, from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>Column in UTF-16 units, from 1, or null.</summary>
    public int? Column { get; init; }

    /// <summary>Length in UTF-16 units of the place.</summary>
    public int Length { get; init; }

    /// <summary>Fills the message of the rule, or null.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>The stage that reported it, in lower case, or null.</summary>
    public string? Stage { get; init; }

    /// <summary>True where it fails the run.</summary>
    [JsonIgnore]
    public bool IsError => Severity == RuleSeverity.Error.ToWord();

    /// <summary>The record of <paramref name="diagnostic"/>.</summary>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="stage">The stage that reported it, or null.</param>
    public static DiagnosticRecord Of(PipelineDiagnostic diagnostic, PipelineStage? stage = null) =>
        new(diagnostic.Rule.Id, diagnostic.Rule.Severity.ToWord(), diagnostic.Message)
        {
            Bot = diagnostic.Bot,
            Property = diagnostic.Anchor?.Property,
            PropertyOf = diagnostic.Anchor?.Bot,
            Offset = diagnostic.Anchor?.Offset ?? 0,
            Length = diagnostic.Anchor?.Length ?? 0,
            Arguments = diagnostic.Arguments,
            Stage = stage?.ToWord(),
        };

    /// <summary>The diagnostic by the rule that has this code here, if its message would be the same; else as MENACE2019.</summary>
    public PipelineDiagnostic ToDiagnostic() =>
        ToKnownDiagnostic() ?? new(Rules.RemoteFinding with { Severity = SeverityHere }, [Id, Message]) { Bot = Bot, Anchor = Anchor };

    /// <summary>The diagnostic by the rule that has this code here; null if there is none, or its message would be another one.</summary>
    public PipelineDiagnostic? ToKnownDiagnostic()
    {
        var arguments = Arguments ?? [];
        var known = Rules.All.FirstOrDefault(rule => rule.Id == Id && rule.Severity == SeverityHere);
        var diagnostic = known is not null && Holes(known) == arguments.Count
            ? new PipelineDiagnostic(known, arguments) { Bot = Bot, Anchor = Anchor } : null;
        return diagnostic?.Message == Message ? diagnostic : null;
    }

    private TaskAnchor? Anchor => Property is null ? null : new(Property, Offset ?? 0, Length) { Bot = PropertyOf };

    private RuleSeverity SeverityHere =>
        Severity switch { "error" => RuleSeverity.Error, "warning" => RuleSeverity.Warning, _ => RuleSeverity.Information };

    private static int Holes(RuleDescriptor rule) =>
        Enumerable.Range(0, 10).Count(hole => rule.MessageFormat.Contains($"{{{hole}}}", StringComparison.Ordinal));
}
