using System.Text.RegularExpressions;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Checks;

/// <summary>
/// The language that the first line of code shows, where that line cannot stand in the declared language. One line is enough for a task
/// that was given the wrong language, and leaves no room for a program that merely contains another.
/// </summary>
internal static class CodeSigns
{
    private const int LongestLine = 500;

    private static readonly Regex Shebang = new(@"^#!\S*?(?:/env[ \t]+(?:-S[ \t]+)?)?(?<tool>python|bash|dash|zsh|ksh|sh)[\d.]*(?:\s|$)", RegexOptions.CultureInvariant);

    private static readonly Regex CSharp = new(
        @"^(?:using (?:static )?[A-Z]\w*(?:\.\w+)*;|namespace [A-Z]\w*(?:\.\w+)*[;{ ]?|(?:public|internal) (?:static |sealed |abstract |partial |async )*(?:class|struct|record|interface|enum|void|int|string|bool|double|Task)\b|Console\.Write(?:Line)?\(.*;$|var \w+ = .*;$)",
        RegexOptions.CultureInvariant);

    private static readonly Regex Python = new(@"^(?:(?:async )?def \w+\(.*\)[^{;]*:$|class \w+(?:\(.*\))?:$|from [\w.]+ import \w)", RegexOptions.CultureInvariant);

    /// <summary>What the shell would take for a command.</summary>
    private static readonly Regex PythonIfNotShell = new(@"^(?:import \w+(?:\.\w+)*$|print\([^;]*\)$)", RegexOptions.CultureInvariant);

    private static readonly Regex Shell = new(
        @"^(?:if \[\[? .*\]; then$|for \w+ in .*; do$|while .*; do$|case .* in$|set -[a-z]+\b|function [\w-]+ ?(?:\(\) ?)?\{|[\w-]+ ?\(\) ?\{|export \w+=|echo (?:""|'|\$))",
        RegexOptions.CultureInvariant);

    /// <summary>The language, or null if the code may well be <paramref name="declared"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="declared">What metadata says.</param>
    /// <param name="line">The line that shows it.</param>
    public static BotLanguage? LanguageOf(string code, BotLanguage declared, out TextSpan line)
    {
        if (code.StartsWith("#!", StringComparison.Ordinal))
        {
            line = LineAt(code, 0);
            var tool = Shebang.Match(code.Substring(0, line.Length)).Groups["tool"].Value;
            BotLanguage? named = tool.Length == 0 ? null : tool == "python" ? BotLanguage.Python : BotLanguage.Shell;
            return named == declared ? null : named;
        }

        line = FirstLine(code);
        var text = code.Substring(line.Start, line.Length);
        return line.Length is 0 or > LongestLine ? null
            : declared != BotLanguage.CSharp && CSharp.IsMatch(text) ? BotLanguage.CSharp
            : declared != BotLanguage.Python && (Python.IsMatch(text) || (declared == BotLanguage.CSharp && PythonIfNotShell.IsMatch(text))) ? BotLanguage.Python
            : declared != BotLanguage.Shell && Shell.IsMatch(text) ? BotLanguage.Shell
            : null;
    }

    /// <summary>The first line that is neither blank nor a comment of any language, without the blanks around it.</summary>
    private static TextSpan FirstLine(string code)
    {
        for (var at = 0; at < code.Length;)
        {
            var line = LineAt(code, at);
            if (line.Length > 0 && code[line.Start] != '#' && !(line.Length > 1 && code[line.Start] == '/' && code[line.Start + 1] is '/' or '*'))
            {
                return line;
            }

            var next = code.IndexOf('\n', at);
            at = next < 0 ? code.Length : next + 1;
        }

        return default;
    }

    private static TextSpan LineAt(string code, int at)
    {
        var end = code.IndexOf('\n', at) is var found and >= 0 ? found : code.Length;
        while (at < end && char.IsWhiteSpace(code[at]))
        {
            at++;
        }

        while (end > at && char.IsWhiteSpace(code[end - 1]))
        {
            end--;
        }

        return TextSpan.FromBounds(at, end);
    }
}
