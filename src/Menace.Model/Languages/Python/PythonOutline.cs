using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Languages.Python;

/// <summary>The outline of Python code: its definitions without indentation, and the strings that are documentation.</summary>
internal static class PythonOutline
{
    private static readonly Regex Definition = new(
        @"\G(?:async[ \t]+)?(?:def|class)[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*[(\[:]", RegexOptions.CultureInvariant);

    /// <summary>A line that defines something, in whatever way it goes on.</summary>
    private static readonly Regex DefinitionWord = new(
        @"\G(?:async[ \t\\]+)?(?:def|class)\b|\Gasync\b[^\n]*\\\r?\n", RegexOptions.CultureInvariant);

    /// <summary>A string that can be documentation: bytes and formatted ones cannot.</summary>
    private static readonly Regex Documenting = new(@"\G([rRuU]?)[""']", RegexOptions.CultureInvariant);

    /// <summary>A line of blanks alone, between two others.</summary>
    private static readonly Regex BlankLine = new(@"\n[ \t]+\r?\n", RegexOptions.CultureInvariant);

    public static CodeOutline Of(string code)
    {
        if (PythonLines.Read(code) is not { } lines)
        {
            return CodeOutline.Unclear;
        }

        List<(string Name, int Line)> definitions = [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].IsIndented && DefinitionWord.IsMatch(code, lines[i].Start))
            {
                if (Definition.Match(code, lines[i].Start) is not { Success: true } match)
                {
                    return CodeOutline.Unclear;
                }

                definitions.Add((match.Groups[1].Value, i));
            }
        }

        return Of(code, lines, definitions);
    }

    private static CodeOutline Of(string code, IReadOnlyList<PythonLine> lines, List<(string Name, int Line)> definitions)
    {
        var documentation = lines.Count > 0 ? DocumentationAt(code, lines[0]) : (Purpose: null, IsClear: true);
        if (definitions.Count == 0)
        {
            return new([BotLanguage.Python.Profile().BodyFunction], documentation.Purpose);
        }

        if (code.IndexOf("__all__", StringComparison.Ordinal) is >= 0)
        {
            return new(null, documentation.Purpose);
        }

        List<string> offered = [
            .. definitions.Select(definition => definition.Name).Where(name => name[0] != '_').Distinct(StringComparer.Ordinal)];
        if (documentation is { IsClear: true, Purpose: null } && offered.Count == 1)
        {
            // Of a name that is defined twice the last one stays.
            documentation = DocumentationOf(code, lines, definitions.FindLast(definition => definition.Name == offered[0]).Line);
        }

        return new(offered.Count > 0 ? offered : null, documentation.Purpose);
    }

    /// <summary>The documentation of a definition stands in the line behind it, unless its block begins in the same line.</summary>
    private static (string? Purpose, bool IsClear) DocumentationOf(string code, IReadOnlyList<PythonLine> lines, int line) =>
        code[lines[line].Last] == ':' && line + 1 < lines.Count ? DocumentationAt(code, lines[line + 1]) : default;

    /// <summary>
    /// What <paramref name="line"/>, the first of its block, says; not clear where it takes Python to know the value of the string.
    /// </summary>
    private static (string? Purpose, bool IsClear) DocumentationAt(string code, PythonLine line)
    {
        if (Documenting.Match(code, line.Start) is not { Success: true } match)
        {
            return (null, IsClear: true);
        }

        var prefix = match.Groups[1];
        if (PythonLines.StringAt(code, line.Start + prefix.Length, isFormatted: false) is not var (end, contentStart, contentEnd)
            || end != line.Last + 1)
        {
            return default;
        }

        var text = code.Substring(contentStart, contentEnd - contentStart);
        var isPlain = (text.IndexOf('\\') is < 0 || prefix.Value is "r" or "R") && !BlankLine.IsMatch(text) && text.All(IsPlain);
        return isPlain ? (DocumentationText.FirstSentence(text), IsClear: true) : default;
    }

    /// <summary>False for characters that Python and .NET need not agree on as blanks.</summary>
    private static bool IsPlain(char c) => c is ' ' or '\n' or '\r' or '\t' || !(char.IsWhiteSpace(c) || char.IsControl(c));
}
