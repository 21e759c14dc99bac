using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Checks;

/// <summary>
/// The functions and types that a text of code defines, as far as its lines show. What might define a name in another way counts as
/// defining it, so that a name that is not held here is certainly not in the code.
/// </summary>
internal sealed class CodeDefinitions
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline;

    // Blanks are never matched across lines, and no pattern repeats a repetition: the time is linear in the code.
    private static readonly Regex PythonDefinition = new(@"^([ \t]*)(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", Options);
    private static readonly Regex PythonBinding = new(@"^(\w+)[ \t]*(?:=(?!=)|:)", Options);
    private static readonly Regex PythonImport = new(@"^[ \t]*(?:from|import)[ \t].*$", Options);
    private static readonly Regex ShellDefinition = new(@"^[ \t]*(?:function[ \t]+([A-Za-z_][\w-]*)|([A-Za-z_][\w-]*)[ \t]*\([ \t]*\))", Options);
    private static readonly Regex CSharpModifier = new(@"^[ \t]*(?:public|private|internal|protected)[ \t]", Options);
    private static readonly Regex CSharpType = new(@"\b(?:class|struct|interface|enum|record(?:[ \t]+(?:class|struct))?)[ \t]+(\w+)", Options);
    private static readonly Regex CSharpCallable = new(@"\b(\w+)[ \t]*(?:<[\w, \t]*>[ \t]*)?\(", Options);
    private static readonly Regex CSharpMethod = new(@"^[ \t]*(?:(?:public|private|internal|protected|static|async|virtual|override|sealed|unsafe|extern|partial)[ \t]+)+[\w.<>,?\[\]()]+[ \t]+(\w+)[ \t]*(?:<[\w, \t]*>[ \t]*)?\(", Options);
    private static readonly Regex Word = new(@"\w+", Options);

    private const int MostPlain = 8;
    private const int LongestLine = 200;
    private static readonly char[] LineStartOrHiding = ['\n', '"', '\'', '#', '/', '*'];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Names that are there in some way; never suggested.</summary>
    private readonly HashSet<string> _mentioned = new(["main", "Main"], StringComparer.Ordinal);

    private bool _isOpen;

    private CodeDefinitions()
    {
    }

    /// <summary>The names that are certainly definitions, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _names.OrderBy(n => n, StringComparer.Ordinal)];

    /// <summary>The definitions, or null for code that has none: plain statements, which are the body of the first listed function.</summary>
    public static CodeDefinitions? Of(string code, BotLanguage language)
    {
        var definitions = new CodeDefinitions();
        var has = language switch
        {
            BotLanguage.Python => Contains(code, "def ", "class ") && definitions.ReadPython(CodeMask.Of(code, language)),
            BotLanguage.Shell => Contains(code, ")", "function") && definitions.ReadShell(CodeMask.Of(code, language)),
            _ => Contains(code, "public", "private", "internal", "protected") && definitions.ReadCSharp(CodeMask.Of(code, language)),
        };
        return has && definitions._names.Count > 0 ? definitions : null;
    }

    /// <summary>
    /// True if the text plainly defines each of <paramref name="names"/>, as it mostly does: that is seen at a fraction of the cost of
    /// finding every definition. Not tried for many names, each of which takes a search through the code.
    /// </summary>
    public static bool PlainlyHold(string code, BotLanguage language, IReadOnlyList<string> names) =>
        names.Count <= MostPlain && names.All(name => name.Length > 0 && language switch
        {
            BotLanguage.Python => Holds(code, "def " + name, "(:") || Holds(code, "class " + name, "(:"),
            BotLanguage.Shell => Holds(code, name, "(") || Holds(code, "function " + name, " {\n("),
            _ => Holds(code, name, "(<"),
        });

    private static bool Holds(string code, string word, string followedBy)
    {
        for (var at = code.IndexOf(word, StringComparison.Ordinal); at >= 0; at = code.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            var isWord = end < code.Length && followedBy.IndexOf(code[end]) is >= 0 && (at == 0 || !(char.IsLetterOrDigit(code[at - 1]) || code[at - 1] is '_' or '.' or '-'));
            if (isWord && !MayBeHidden(code, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>False if what precedes on the line shows neither comment nor string.</summary>
    private static bool MayBeHidden(string code, int at) =>
        code.LastIndexOfAny(LineStartOrHiding, at, Math.Min(at + 1, LongestLine)) is var sign && (sign < 0 ? at >= LongestLine : code[sign] != '\n');

    /// <summary>False if <paramref name="name"/> is certainly not defined.</summary>
    public bool Holds(string name) => _isOpen || _names.Contains(name) || _mentioned.Contains(name);

    private static bool Contains(string code, params string[] words) => words.Any(w => code.IndexOf(w, StringComparison.Ordinal) is >= 0);

    private bool ReadPython(string code)
    {
        var isFile = false;
        foreach (Match match in PythonDefinition.Matches(code))
        {
            var isTopLevel = match.Groups[1].Length == 0;
            isFile |= isTopLevel;
            (isTopLevel ? _names : _mentioned).Add(match.Groups[2].Value);
        }

        Add(_mentioned, PythonBinding.Matches(code));
        foreach (Match import in PythonImport.Matches(code))
        {
            _isOpen |= import.Value.IndexOfAny(['*', '(', '\\']) >= 0;
            foreach (Match word in Word.Matches(import.Value))
            {
                _mentioned.Add(word.Value);
            }
        }

        return isFile;
    }

    private bool ReadShell(string code)
    {
        Add(_names, ShellDefinition.Matches(code));

        // What another script or eval defines is not here.
        _isOpen = Contains(code, "eval ", "source ", ". ./", ". \"", ". $", ". /");
        return true;
    }

    private bool ReadCSharp(string code)
    {
        Add(_names, CSharpType.Matches(code));
        Add(_names, CSharpMethod.Matches(code));
        Add(_mentioned, CSharpCallable.Matches(code));
        return CSharpModifier.IsMatch(code);
    }

    private static void Add(HashSet<string> names, MatchCollection matches)
    {
        foreach (Match match in matches)
        {
            names.Add(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);
        }
    }
}
