using System.Globalization;
using Menace.Model.Diagnostics;

namespace Menace.Pipeline.Contracts;

/// <summary>Something the pipeline has to say, with the place in the task list that it is about.</summary>
/// <param name="Rule">Its entry in the table of Menace.Model.</param>
/// <param name="Arguments">The arguments of the message format.</param>
public sealed record PipelineDiagnostic(RuleDescriptor Rule, IReadOnlyList<string> Arguments)
{
    /// <summary>Gets the arguments of the message format, without secrets that a bot printed.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [.. Arguments.Select(Redaction.Redact)];

    /// <summary>Name of the bot it is about, or null if it is about the whole run.</summary>
    public string? Bot { get; init; }

    /// <summary>Gets the location in the task, or null for the task's name.</summary>
    public TaskAnchor? Anchor { get; init; }

    /// <summary>Gets the place in another file than the task list and those that it names, or null.</summary>
    public PagePlace? Page { get; init; }

    /// <summary>The message with its arguments in place.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, [.. Arguments]);

    /// <summary>True if the finding fails the run.</summary>
    public bool IsError => Rule.Severity == RuleSeverity.Error;

    /// <summary><c>error MENACE5003: …</c>, as compilers print it.</summary>
    public override string ToString() =>
        $"{Rule.Severity.ToWord()} {Rule.Id}: {Message}";
}

/// <summary>A line of a file of the project.</summary>
/// <param name="Path">Its path, relative to the folder of the task list, with '/'.</param>
/// <param name="Line">The line, from 1; 0 if the whole file is meant.</param>
public sealed record PagePlace(string Path, int Line)
{
    /// <summary>Gets the column, from 1; 0 if the whole line is meant.</summary>
    public int Column { get; init; }

    /// <summary>The place that <c>docs/bots.md:12</c> names.</summary>
    internal static PagePlace Of(string place) =>
        place.LastIndexOf(':') is > 0 and var colon
            && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new(place[..colon], line) : new(place, 0);
}

/// <summary>A place inside a task, independent of the file that the task was read from.</summary>
/// <param name="Property">The property of the task: <c>name</c>, <c>code</c>, <c>metadata</c>, <c>dependencies</c>.</param>
/// <param name="Offset">Offset in UTF-16 units inside the property's unescaped text; 0 if the whole property is meant.</param>
/// <param name="Length">Length in UTF-16 units; 0 if the whole property is meant.</param>
public sealed record TaskAnchor(string Property, int Offset = 0, int Length = 0)
{
    /// <summary>Gets the name of the task, or null for that of <see cref="PipelineDiagnostic.Bot"/>.</summary>
    public string? Bot { get; init; }
}
