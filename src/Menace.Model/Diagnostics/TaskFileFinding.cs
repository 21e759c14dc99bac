using System.Globalization;
using Menace.Model.Text;

namespace Menace.Model.Diagnostics;

/// <summary>One mistake found in tasks.json.</summary>
/// <param name="Rule">Its entry in the table.</param>
/// <param name="Span">The location in the text.</param>
/// <param name="Arguments">The arguments of the message format.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskFileFinding(RuleDescriptor Rule, TextSpan Span, IReadOnlyList<string> Arguments)
{
    /// <summary>Related places: the first of two duplicates, every edge of a cycle.</summary>
    public IReadOnlyList<TextSpan> AdditionalSpans { get; init; } = [];

    /// <summary>
    /// The JSON text to write in place of <see cref="Span"/>, if the intended value is certain; it is the value that the message names.
    /// </summary>
    public string? Suggestion { get; init; }

    /// <summary>
    /// Gets arguments that depend on the location in the file, or are too expensive for findings that are not shown; null if
    /// it is complete.
    /// </summary>
    internal Func<TaskFileFinding, LineMap, TaskFileFinding>? Completion { get; init; }

    /// <summary>The message with its arguments in place.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, [.. Arguments]);

    /// <summary>The same finding of a part of the file that begins at <paramref name="offset"/>, in the file.</summary>
    internal TaskFileFinding At(int offset) => offset == 0 ? this : this with
    {
        Span = Span.MovedBy(offset),
        AdditionalSpans = AdditionalSpans.Count == 0 ? AdditionalSpans : [.. AdditionalSpans.Select(s => s.MovedBy(offset))],
    };

    /// <summary>The finding with all that it has to say.</summary>
    internal TaskFileFinding Completed(LineMap lines) =>
        Completion is { } complete ? complete(this, lines) with { Completion = null } : this;
}
