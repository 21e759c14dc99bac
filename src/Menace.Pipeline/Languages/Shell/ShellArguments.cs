using System.Text.RegularExpressions;

namespace Menace.Pipeline.Languages.Shell;

/// <summary>Whether shell code fails without arguments: it reads one that has no default, drops one, or refuses to run without.</summary>
internal static partial class ShellArguments
{
    /// <summary>The names of <paramref name="functions"/> that need an argument.</summary>
    /// <param name="functions">The body of each function, with blanks for what the shell does not expand.</param>
    public static HashSet<string> NeededBy(IReadOnlyDictionary<string, string> functions)
    {
        // Functions that pass their arguments on need one if what they call needs one: again, until nothing is added.
        HashSet<string> needing = new(StringComparer.Ordinal);
        int before;
        do
        {
            before = needing.Count;
            needing.UnionWith(functions.Where(function => IsNeededBy(function.Value, functions.ContainsKey, needing))
                .Select(function => function.Key));
        }
        while (needing.Count > before);

        return needing;
    }

    private static bool IsNeededBy(string text, Func<string, bool> isFunction, HashSet<string> needing)
    {
        var passesOn = false;
        text = PassedOn().Replace(text, match =>
        {
            passesOn |= needing.Contains(match.Groups["name"].Value);
            return isFunction(match.Groups["name"].Value) ? " " : match.Value;
        });
        if (passesOn || IsRefused().IsMatch(text))
        {
            return true;
        }

        text = WithoutGuarded(Options().Replace(text, " "));
        text = Default().Match(text) is { Success: true } sets ? text[..sets.Index] : text;
        return Used().IsMatch(Loop().Replace(text, "for "));
    }

    /// <summary>The text without what only runs if there are arguments.</summary>
    private static string WithoutGuarded(string text)
    {
        for (var guard = Guard().Match(text); guard.Success; guard = Guard().Match(text, guard.Index + 1))
        {
            var opening = guard.Groups["kind"].Value;
            var end = opening.Length == 0 ? LineEnd(text, guard.Index + guard.Length)
                : BlockEnd(text, guard.Index + guard.Length, opening == "if");
            text = text[..guard.Index] + new string(' ', end - guard.Index) + text[end..];
        }

        return text;
    }

    private static int LineEnd(string text, int start) => text.IndexOfAny([';', '\n'], start) is var end and >= 0 ? end : text.Length;

    private static int BlockEnd(string text, int start, bool isIf)
    {
        var depth = 1;
        foreach (Match word in (isIf ? IfWords() : LoopWords()).Matches(text, start))
        {
            depth += word.Value is "if" or "for" or "while" or "until" ? 1 : word.Value is "fi" or "done" ? -1 : 0;
            if (depth == 0 || (depth == 1 && word.Value is "else" or "elif"))
            {
                return word.Index;
            }
        }

        return text.Length;
    }

    /// <summary>
    /// <c>$1</c>, <c>$@</c>, <c>${1}</c>, <c>${#1}</c>, <c>${!1}</c>, <c>${1…}</c> with any operator that is no default; <c>shift</c>.
    /// </summary>
    [GeneratedRegex(@"\$[1-9@*]|\$\{#[1-9][0-9]*\}|\$\{![1-9#@*]|\$\{[1-9@*][0-9]*(?!:?[-+=])|(^|[;\n&|{(]|\b(then|do|else))\s*shift\b")]
    private static partial Regex Used();

    /// <summary>A condition on the number of arguments that ends with a failure.</summary>
    [GeneratedRegex(@"\$#""?\s*((==?|-eq|-le|<=)\s*""?0|(-lt|<|-ne|!=)\s*""?[1-9])[^\n]{0,40}(&&|then\b|\n\s*then\b)[^}]{0,400}?\b" +
        @"(return\s+([1-9]|""?\$)|exit\s+([1-9]|""?\$)|die\b|usage\b|fail\b|abort\b)|\$#""?\s*(==?|-eq|-gt|-ge|>=?)\s*""?[0-9]+""?\s*" +
        @"(\]\]?|\)\))?\s*\|\||\bcase\s+""?\$#""?\s+in\s*\(?0\)[^;]*\b(return|exit)\s+[1-9]")]
    private static partial Regex IsRefused();

    /// <summary><c>[ $# -gt 0 ] &amp;&amp;</c>, and the same behind <c>if</c> and <c>while</c>.</summary>
    [GeneratedRegex(@"((?<kind>\b(if|while))\s+)?(\[\[?|\btest|\(\()\s*(""?\$#""?\s*((-gt|-ne|>|!=)\s*""?0""?|-ge\s*[1-9])?" +
        @"|-n\s+""\$\{[1-9]:?-\}"")\s*(\]\]?|\)\))?\s*(?(kind)(;|\n)\s*(then|do)\b|&&)")]
    private static partial Regex Guard();

    [GeneratedRegex(@"\bshift\s+""?\$\(\(\s*\$?OPTIND\s*-\s*1\s*\)\)""?")]
    private static partial Regex Options();

    [GeneratedRegex(@"(^|[;\n{])\s*set\s+--\s")]
    private static partial Regex Default();

    [GeneratedRegex(@"\bfor\s+\w+\s+in\s+""?\$[@*]""?(?=\s*[;\n])")]
    private static partial Regex Loop();

    [GeneratedRegex(@"(?<![\w$""'-])(?<name>[A-Za-z_][\w-]*)\s+""\$@""")]
    private static partial Regex PassedOn();

    [GeneratedRegex(@"(?<![\w-])(if|fi|else|elif)(?![\w-])")]
    private static partial Regex IfWords();

    [GeneratedRegex(@"(?<![\w-])(for|while|until|done)(?![\w-])")]
    private static partial Regex LoopWords();
}
