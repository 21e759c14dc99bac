using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Checks;

/// <summary>The input of every check: the text for locations inside strings, and the list of findings.</summary>
internal sealed class CheckContext(string text, FindingList findings, TaskFileOptions options)
{
    public FindingList Findings { get; } = findings;

    public TaskFileOptions Options { get; } = options;

    /// <summary>The same for what <paramref name="source"/> says by itself: its places may count from its own start.</summary>
    public CheckContext Of(TaskSource source) => source.Findings == Findings ? this : new(source.Text, source.Findings, Options);

    /// <summary>A part of an unescaped string, as a place in the text.</summary>
    public TextSpan Part(JsonNode node, int offset, int length) => JsonEscapes.Map(text, node, offset, length);
}
