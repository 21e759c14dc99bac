using System.Text.RegularExpressions;

namespace Menace.Pipeline.Knowledge;

/// <summary>Shortens texts by whole sentences.</summary>
internal static partial class TextSummary
{
    /// <summary>
    /// The sentences of <paramref name="text"/>, each on one line: they end at '.', '!', '?' before a blank, or at a line end.
    /// </summary>
    public static IEnumerable<string> Sentences(string text) =>
        End().Split(text).Select(sentence => Blanks().Replace(sentence, " ").Trim()).Where(sentence => sentence.Length > 0);

    [GeneratedRegex(@"(?<=[.!?])\s+|[\r\n]+", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
