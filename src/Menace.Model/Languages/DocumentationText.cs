using System.Text.RegularExpressions;

namespace Menace.Model.Languages;

/// <summary>What a text of documentation says in one sentence.</summary>
internal static class DocumentationText
{
    private static readonly Regex LineEnd = new(@"\r\n|[\r\n\f\u0085\u2028\u2029]", RegexOptions.CultureInvariant);

    private static readonly Regex WhiteSpace = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>A full stop, question or exclamation mark before a capital: "e.g. this" goes on.</summary>
    private static readonly Regex SentenceEnd = new(@"[.!?](?= \p{Lu})", RegexOptions.CultureInvariant);

    /// <summary>The first sentence of the first paragraph of <paramref name="text"/> on one line, or null if there is no text.</summary>
    public static string? FirstSentence(string? text)
    {
        // U+0000 in a docstring is an escape in the code; a purpose, which goes into commits, cannot hold it.
        var paragraph = LineEnd.Replace((text ?? "").Replace("\0", ""), "\n").Trim().Split(["\n\n"], StringSplitOptions.None)[0];
        var line = WhiteSpace.Replace(paragraph, " ").Trim();
        var end = SentenceEnd.Match(line);
        line = end.Success ? line.Substring(0, end.Index + 1) : line;
        return line.Length == 0 ? null : line;
    }
}
