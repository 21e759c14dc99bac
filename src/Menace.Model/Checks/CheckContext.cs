using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;

namespace Menace.Model.Checks;

/// <summary>What every check needs: the text for places inside strings, and where findings go.</summary>
internal sealed class CheckContext(string text, LineMap lines, FindingList findings, TaskFileOptions options)
{
    /// <summary>More findings than this are not shown, so nobody misses their suggestion, which compares with every name there is.</summary>
    private int _suggestionsLeft = FindingList.Limit;

    public FindingList Findings { get; } = findings;

    public TaskFileOptions Options { get; } = options;

    /// <summary><c>; did you mean 'x'?</c>, or nothing.</summary>
    public string Hint(string word, IEnumerable<string> candidates) => Nearest.Hint(NearestOf(word, candidates));

    /// <summary>The candidate that is closest to <paramref name="word"/>, or null.</summary>
    public string? NearestOf(string word, IEnumerable<string> candidates) => _suggestionsLeft-- > 0 ? Nearest.Of(word, candidates) : null;

    /// <summary>A part of an unescaped string, as a place in the file.</summary>
    public TextSpan Part(JsonNode node, int offset, int length) => JsonEscapes.Map(text, node, offset, length);

    /// <summary>The line of <paramref name="span"/> as people count it.</summary>
    public string LineOf(TextSpan span) => (lines.PositionOf(span.Start).Line + 1).ToString(CultureInfo.InvariantCulture);
}
