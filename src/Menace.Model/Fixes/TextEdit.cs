using Menace.Model.Diagnostics;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>A change of a text.</summary>
/// <param name="Span">What is replaced; empty for an insertion.</param>
/// <param name="NewText">What is there afterwards.</param>
internal sealed record TextEdit(TextSpan Span, string NewText);

/// <summary>A fix of a finding.</summary>
/// <param name="Title">What it does, in the imperative.</param>
/// <param name="Edits">Its changes; none overlaps another.</param>
internal sealed record TaskFileFix(string Title, IReadOnlyList<TextEdit> Edits);

/// <summary>A finding with its fix.</summary>
internal sealed record FixedFinding(TaskFileFinding Finding, TaskFileFix Fix);
