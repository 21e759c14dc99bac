using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Languages.Python;

/// <summary>Python 3.</summary>
internal sealed class PythonProfile : LanguageProfile
{
    // Blanks are never matched across lines, and no pattern repeats a repetition: the time is linear in the code.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline;
    private const string Openers = @"\b(?:open|Path|read_csv|connect)";
    private const string Ending = ".py";

    private static readonly Regex Definition = new(@"^([ \t]*)(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", Options);
    private static readonly Regex Binding = new(@"^(\w+)[ \t]*(?:=(?!=)|:)", Options);
    private static readonly Regex Import = new(@"^[ \t]*(?:from|import)[ \t].*$", Options);
    private static readonly Regex Word = new(@"\w+", Options);
    private static readonly Regex ImportsModule = new(@"^import pathlib\s*$", Options);
    private static readonly Regex ImportsPath = new(@"^from pathlib import (?:.*,\s*)?Path\b", Options);

    /// <summary>What has to stay in front of any import.</summary>
    private static readonly Regex StartsWithPreamble = new("^(?:#|[rRuU]?[\"']|from __future__)", RegexOptions.CultureInvariant);

    private static readonly Regex Sign = new(
        @"^(?:(?:async )?def \w+\(.*\)[^{;]*:$|class \w+(?:\(.*\))?:$|from [\w.]+ import \w)", RegexOptions.CultureInvariant);

    /// <summary>What a language of bare words would take for a command.</summary>
    private static readonly Regex SignOfWords = new(@"^(?:import \w+(?:\.\w+)*$|print\([^;]*\)$)", RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override BotLanguage Id => BotLanguage.Python;

    /// <inheritdoc/>
    public override string Title => "Python";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Aliases { get; } = ["py"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpokenNames { get; } = ["cpython"];

    /// <summary>Gets the keywords of Python 3 (language reference, 2.3.1); soft keywords are valid identifiers.</summary>
    public override IReadOnlyCollection<string> Keywords { get; } = Words("""
        False None True and as assert async await break class continue def del elif else except finally for from global if import in is
        lambda nonlocal not or pass raise return try while with yield
        """);

    /// <inheritdoc/>
    public override bool IsName(string name) => Identifiers.IsUnicodeName(name, formatting: false, supplementary: true);

    /// <inheritdoc/>
    public override bool IsReservedModule(string identifier) => PythonStandardLibrary.Contains(identifier);

    /// <inheritdoc/>
    public override (string Reason, string Suggestion)? TestFileProblem(string name, string identifier)
    {
        if (!name.EndsWith(Ending, StringComparison.Ordinal))
        {
            return null;
        }

        var stem = name.Substring(0, name.Length - Ending.Length);
        var reason = stem.IndexOf('.') is >= 0 ? "a '.' in the name of a module stands for a package"
            : stem == identifier ? "the module of the bot has the same name"
            : PythonStandardLibrary.Contains(stem) && stem != "conftest" ? "a module that Python or pytest needs has the same name"
            : null;
        var better = stem.Replace('.', '_');
        better = better.StartsWith("test_", StringComparison.Ordinal) ? better : "test_" + better;
        return reason is null ? null : (reason, better + Ending);
    }

    /// <inheritdoc/>
    public override bool IsInterpreter(string program) => program.StartsWith("python", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool IsSign(string line, LanguageProfile declared) =>
        Sign.IsMatch(line) || (!declared.RunsBareWords && SignOfWords.IsMatch(line));

    /// <inheritdoc/>
    public override int EndOfHidden(string code, int at) =>
        code[at] == '#' ? CodeMask.EndOfLine(code, at)
        : CodeMask.Begins(code, at, "\"\"\"") ? CodeMask.Behind(code, at + 3, "\"\"\"")
        : CodeMask.Begins(code, at, "'''") ? CodeMask.Behind(code, at + 3, "'''")
        : code[at] is '"' or '\'' ? CodeMask.EndOfString(code, at, isMultiline: false)
        : at;

    /// <inheritdoc/>
    public override CodeDefinitions? Definitions(string code)
    {
        if (!CodeDefinitions.Contains(code, "def ", "class "))
        {
            return null;
        }

        var masked = CodeMask.Of(code, this);
        var definitions = new CodeDefinitions();
        foreach (Match match in Definition.Matches(masked))
        {
            var isTopLevel = match.Groups[1].Length == 0;
            Action<string> add = isTopLevel ? definitions.Define : definitions.Mention;
            add(match.Groups[2].Value);
        }

        definitions.Mention(Binding.Matches(masked));
        foreach (Match import in Import.Matches(masked))
        {
            definitions.IsOpen |= import.Value.IndexOfAny(['*', '(', '\\']) >= 0;
            foreach (Match word in Word.Matches(import.Value))
            {
                definitions.Mention(word.Value);
            }
        }

        return definitions.OrNone();
    }

    /// <inheritdoc/>
    public override bool PlainlyDefines(string code, string name) =>
        CodeDefinitions.Shows(code, "def " + name, "(:") || CodeDefinitions.Shows(code, "class " + name, "(:");

    /// <inheritdoc/>
    public override CodeOutline Outline(string code, IReadOnlyList<string> listed) => PythonOutline.Of(code);

    /// <inheritdoc/>
    public override IEnumerable<Match> DataPathUses(string code, string path) =>
        Regex.Matches(code, $"(?<={Openers}\\s*\\(\\s*)(?:{CodeMask.QuotedPath(path)})").Cast<Match>();

    /// <inheritdoc/>
    public override string DataPath(string path) => $"Path(__file__).resolve().parent / \"{path}\"";

    /// <inheritdoc/>
    public override DataPathJoin? JoinDataPath(string literal, string code) =>
        ImportsPath.IsMatch(code) ? new($"Path(__file__).resolve().parent / {literal}")
        : new($"pathlib.Path(__file__).resolve().parent / {literal}", ImportsModule.IsMatch(code) ? "" : ImportFor(code));

    /// <summary>A keyword gets '_' behind it (PEP 8).</summary>
    public override string CallerName(string function) => Fitting(function) is var name && IsIdentifier(name) ? name : name + "_";

    /// <inheritdoc/>
    public override string? ImportObstacle(string identifier) =>
        !IsIdentifier(identifier) ? "is a keyword of Python"
        : IsReservedModule(identifier) ? "is a module of Python's standard library"
        : null;

    private static string? ImportFor(string code) => StartsWithPreamble.IsMatch(code) ? null : "import pathlib\\n";
}
