using CsCheck;

namespace Menace.Pipeline.Tests.Languages;

/// <summary>Texts that end strings, comments and templates of the languages we write.</summary>
internal static class HostileText
{
    private static readonly string[] Pieces =
    [
        "\"", "'", "\"\"\"", "'''", "\\", "\n", "\r", "\t", "$(exit 9)", "`exit 9`", "${x}", "$", "#", "*/", "//", "{{ x }}", "{%", "%s", "%",
        "@", "!", " ", "  ", "\0", "\x7f", "\u2028", "\u202e", "😀", "é", "end", "EOF", "\n}\n", ";", "&", "|", "<", ">", "-n", "~", "*", "\ufeff", "a",
    ];

    /// <summary>All pieces but NUL one behind the other.</summary>
    public static string Worst { get; } = string.Concat(Pieces).Replace("\0", "", StringComparison.Ordinal);

    public static Gen<string> Gen { get; } = CsCheck.Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).List[0, 8].Select(string.Concat);
}
