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

    /// <summary>What else a task list may hold: ends of MSBuild, YAML, XML, git and bats, and characters that are hard to see.</summary>
    private static readonly string[] MorePieces =
    [
        "\r\n", "\u2029", "\u0085", "\v", "\f", "\b", "\x1b[31m", "\x9b", "\x01", "\u00a0", "\u200b", "\u200f", "\u2066", "\u2069", "\ufffe", "\uffff", "\ufffd", "\u0301",
        "]]>", "<!--", "&lt;", "&", "</summary>", "{{ 1+1 }}", "%}", "%41", "%24(x)", "@(Compile)", "$(Configuration)", "$$", "${IFS}", "\\\n", "\\u0041", "{0}", "---", "...", ": ", "- ",
        "Menace-Tree: 0", "\n\n", "#!/bin/sh", "'\"'\"'", "<<EOF", "\n@test 'x' {\n", "한", "\U0001F468\u200d\U0001F469",
    ];

    /// <summary>The file that none of <see cref="Payloads"/> may ever make.</summary>
    public static string Canary { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("menace-canary-").FullName, "CANARY");

    /// <summary>Texts that make <see cref="Canary"/> where a shell, Python, C#, Scriban or MSBuild takes them for code.</summary>
    public static IReadOnlyList<string> Payloads { get; } =
    [
        $"$(touch {Canary})", $"`touch {Canary}`", $"\"; touch {Canary}; \"", $"'; touch {Canary}; '", $"\ntouch {Canary}\n", $"$(touch${{IFS}}{Canary})", $"a && touch {Canary} #",
        $"__import__('os').system('touch {Canary}')", $"\"\"\" + str(__import__('os').system('touch {Canary}')) + \"\"\"", $"\"); System.IO.File.WriteAllText(\"{Canary}\", \"\"); (\"",
        $"*/ static readonly int X = W(); static int W() {{ System.IO.File.WriteAllText(@\"{Canary}\", \"\"); return 1; }} /*", $"$([System.IO.File]::WriteAllText('{Canary}','x'))",
        $"<Target Name=\"T\" BeforeTargets=\"Build\"><Touch Files=\"{Canary}\" AlwaysCreate=\"true\" /></Target>", $"{{{{ include '{Canary}' }}}}",
    ];

    /// <summary>All pieces but NUL one behind the other.</summary>
    public static string Worst { get; } = string.Concat(Pieces).Replace("\0", "", StringComparison.Ordinal);

    public static Gen<string> Gen { get; } = CsCheck.Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).List[0, 8].Select(string.Concat);

    private static Gen<string> Any => CsCheck.Gen.OneOf([.. Pieces, .. MorePieces]).List[0, 8].Select(string.Concat);

    /// <summary>Texts as a task list may hold them: without U+0000, never blank, now and then a payload.</summary>
    public static Gen<string> InFile { get; } = CsCheck.Gen.Select(Any, CsCheck.Gen.Int[0, 3 * Payloads.Count], Any).Select((before, payload, after) =>
        (before + (payload < Payloads.Count ? Payloads[payload] : "") + after).Replace("\0", "", StringComparison.Ordinal) is var text && string.IsNullOrWhiteSpace(text) ? text + "x" : text);

    /// <summary><paramref name="count"/> cases of <paramref name="gen"/>, for a test that takes them all at once.</summary>
    public static IReadOnlyList<T> Take<T>(Gen<T> gen, int count)
    {
        List<T> cases = [];
        gen.Sample(cases.Add, iter: count, threads: 1);
        return cases;
    }
}
