using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages;

/// <summary>What a text of documentation says in one sentence.</summary>
internal static partial class Documentation
{
    /// <summary>The first sentence of the first paragraph of <paramref name="text"/> on one line, or null where there is no text.</summary>
    public static string? FirstSentence(string? text)
    {
        // U+0000 in a docstring is an escape in the code; a purpose, which goes into commits, cannot hold it.
        var paragraph = (text ?? "").Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim().Split("\n\n")[0];
        var line = WhiteSpace().Replace(paragraph, " ").Trim();
        var end = SentenceEnd().Match(line);
        line = end.Success ? line[..(end.Index + 1)] : line;
        return line.Length == 0 ? null : line;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    /// <summary>A full stop, question or exclamation mark before a capital: "e.g. this" goes on.</summary>
    [GeneratedRegex(@"[.!?](?= \p{Lu})")]
    private static partial Regex SentenceEnd();
}
