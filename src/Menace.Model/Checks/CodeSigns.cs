using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Checks;

/// <summary>
/// The language that the first line of code shows, if that line is not valid in the declared language. One line is enough for a task
/// that was given the wrong language, and leaves no room for a program that merely contains another.
/// </summary>
internal static class CodeSigns
{
    private const int LongestLine = 500;

    /// <summary>The language, or null if the code may well be <paramref name="declared"/>.</summary>
    /// <param name="code">The code.</param>
    /// <param name="declared">The language in metadata.</param>
    /// <param name="line">The line that shows it.</param>
    public static BotLanguage? LanguageOf(string code, BotLanguage declared, out TextSpan line)
    {
        if (code.StartsWith("#!", StringComparison.Ordinal))
        {
            line = LineAt(code, 0);
            return BotLanguages.OfShebang(code) is { } named && named != declared ? named : null;
        }

        line = FirstLine(code);
        var text = code.Substring(line.Start, line.Length);
        return line.Length is 0 or > LongestLine ? null
            : BotLanguages.Profiles.FirstOrDefault(profile => profile.Id != declared && profile.IsSign(text, declared.Profile()))?.Id;
    }

    /// <summary>The first line that is neither blank nor a comment of any language, without the blanks around it.</summary>
    private static TextSpan FirstLine(string code)
    {
        for (var at = 0; at < code.Length;)
        {
            var line = LineAt(code, at);
            if (line.Length > 0 && code[line.Start] != '#'
                && !(line.Length > 1 && code[line.Start] == '/' && code[line.Start + 1] is '/' or '*'))
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
