using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Languages.CSharp;

/// <summary>C#.</summary>
internal sealed class CSharpProfile : LanguageProfile
{
    // Blanks are never matched across lines, and no pattern repeats a repetition: the time is linear in the code.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Multiline;
    private const string Openers = @"\b(?:File\.\w+|new\s+(?:FileStream|FileInfo|StreamReader)|XDocument\.Load)";
    private const string Access = "public|private|internal|protected";

    /// <summary>A name, and not what may follow a variable called record or the modifiers of a tuple.</summary>
    private const string Name = @"((?!(?:is|readonly|switch|with)\b)\w+)";

    private static readonly Regex Modifier = new($@"^[ \t]*(?:{Access})[ \t]", Options);
    private static readonly Regex Type = new(@"\b(?:class|struct|interface|enum|record(?:[ \t]+(?:class|struct))?)[ \t]+" + Name, Options);
    private static readonly Regex Callable = new(@"\b(\w+)[ \t]*(?:<[\w, \t]*>[ \t]*)?\(", Options);

    private static readonly Regex Method = new(
        $@"^[ \t]*(?:(?:{Access}|static|async|virtual|override|sealed|unsafe|extern|partial)[ \t]+)+"
        + $@"[\w.<>,?\[\]()]+[ \t]+{Name}[ \t]*(?:<[\w, \t]*>[ \t]*)?\(",
        Options);

    private static readonly Regex Sign = new(
        @"^(?:using (?:static )?[A-Z]\w*(?:\.\w+)*;|namespace [A-Z]\w*(?:\.\w+)*[;{ ]?"
        + @"|(?:public|internal) (?:static |sealed |abstract |partial |async )*(?:class|struct|record|interface|enum|void|int|string" +
            @"|bool|double|Task)\b"
        + @"|Console\.Write(?:Line)?\(.*;$|var \w+ = .*;$)",
        RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override BotLanguage Id => BotLanguage.CSharp;

    /// <inheritdoc/>
    public override string Title => "C#";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Aliases { get; } = ["c#", "cs"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpokenNames { get; } = ["c-sharp", "c sharp", ".net", "dotnet"];

    /// <summary>Gets the reserved words (language specification, 6.4.4); contextual keywords are valid identifiers.</summary>
    public override IReadOnlyCollection<string> Keywords { get; } = Words("""
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
        explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
        object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
        string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
        """);

    /// <inheritdoc/>
    public override string BodyFunction => "Run";

    /// <inheritdoc/>
    public override bool IsReadByRoslyn => true;

    /// <inheritdoc/>
    public override bool IsName(string name) => Identifiers.IsUnicodeName(name, formatting: true, supplementary: false);

    /// <inheritdoc/>
    public override bool IsInterpreter(string program) => program == "dotnet";

    /// <inheritdoc/>
    public override bool IsSign(string line, LanguageProfile declared) => Sign.IsMatch(line);

    /// <inheritdoc/>
    public override CodeDefinitions? Definitions(string code)
    {
        if (!CodeDefinitions.Contains(code, "public", "private", "internal", "protected") || CSharpScanner.Mask(code) is not { } masked)
        {
            return null;
        }

        var definitions = new CodeDefinitions();
        definitions.Define(Type.Matches(masked));
        definitions.Define(Method.Matches(masked));
        definitions.Mention(Callable.Matches(masked));
        return Modifier.IsMatch(masked) ? definitions.OrNone() : null;
    }

    /// <inheritdoc/>
    public override bool PlainlyDefines(string code, string name) => CodeDefinitions.Shows(code, name, "(<");

    /// <inheritdoc/>
    public override CodeOutline Outline(string code, IReadOnlyList<string> listed) => CSharpOutline.Of(code, listed);

    /// <inheritdoc/>
    public override IEnumerable<Match> DataPathUses(string code, string path) =>
        Regex.Matches(code, $"(?<={Openers}\\s*\\(\\s*)(?:{CodeMask.QuotedPath(path)})").Cast<Match>();

    /// <inheritdoc/>
    public override string DataPath(string path) => $"Path.Combine(AppContext.BaseDirectory, \"{path}\")";

    /// <inheritdoc/>
    public override DataPathJoin? JoinDataPath(string literal, string code) => new($"Path.Combine(AppContext.BaseDirectory, {literal})");

    /// <summary>Keywords stay, to be written with '@'.</summary>
    public override string CallerName(string function) => Fitting(function);
}
