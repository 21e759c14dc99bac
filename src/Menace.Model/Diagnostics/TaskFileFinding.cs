using System.Globalization;

namespace Menace.Model.Diagnostics;

/// <summary>One mistake found in tasks.json.</summary>
/// <param name="Rule">Its entry in the table.</param>
/// <param name="Span">Where it is in the text.</param>
/// <param name="Arguments">What fills the message.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskFileFinding(RuleDescriptor Rule, TextSpan Span, IReadOnlyList<string> Arguments)
{
    /// <summary>Related places: the first of two duplicates, every edge of a cycle.</summary>
    public IReadOnlyList<TextSpan> AdditionalSpans { get; init; } = [];

    /// <summary>The JSON text to write in place of <see cref="Span"/>, where it is certain what was meant; it is the value that the message names.</summary>
    public string? Suggestion { get; init; }

    /// <summary>The message with its arguments in place.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat, [.. Arguments]);
}
