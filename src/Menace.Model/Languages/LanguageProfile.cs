using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Languages;

/// <summary>
/// All that the reader, the rules and the fixes need of a language. What a profile leaves out is the certain answer: nothing shows, nothing
/// is reserved.
/// </summary>
internal abstract class LanguageProfile
{
    /// <summary>Gets the language.</summary>
    public abstract BotLanguage Id { get; }

    /// <summary>Gets the name in messages, for example <c>C#</c>.</summary>
    public abstract string Title { get; }

    /// <summary>Gets further names in tasks.json, in lower case.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>Gets what people call it in documentation besides its names in tasks.json, in lower case.</summary>
    public virtual IReadOnlyList<string> SpokenNames => [];

    /// <summary>Gets whether bots of this language can have third-party packages.</summary>
    public virtual bool HasPackages => true;

    /// <summary>Gets the words that no function can have as its name.</summary>
    public abstract IReadOnlyCollection<string> Keywords { get; }

    /// <summary>Gets the function whose body plain statements are if the task lists none.</summary>
    public virtual string BodyFunction => "run";

    /// <summary>Gets whether the compiler platform of C# reads the code, in the editor too.</summary>
    public virtual bool IsReadByRoslyn => false;

    /// <summary>Gets whether any word that starts a line is a command, so that a bare word shows no other language.</summary>
    public virtual bool RunsBareWords => false;

    /// <summary>True if a function names its parameters.</summary>
    public virtual bool DeclaresParameters => true;

    /// <summary>True if <paramref name="name"/> can be the name of a function.</summary>
    public bool IsIdentifier(string name) => IsName(name) && !Keywords.Contains(name);

    /// <summary>True if the characters of <paramref name="name"/> are those of a name, keyword or not.</summary>
    public virtual bool IsName(string name) =>
        name.Length > 0 && name == TaskNames.ToIdentifier(name) && name[0] is not (>= '0' and <= '9');

    /// <summary>True if a bot called <paramref name="identifier"/> would hide a module that its own language needs.</summary>
    public virtual bool IsReservedModule(string identifier) => false;

    /// <summary>
    /// Returns why the test framework cannot load the test file <paramref name="name"/> of the bot <paramref name="identifier"/>, and a
    /// better name.
    /// </summary>
    public virtual (string Reason, string Suggestion)? TestFileProblem(string name, string identifier) => null;

    /// <summary>True if a shebang with the program <paramref name="program"/> runs this language.</summary>
    public virtual bool IsInterpreter(string program) => false;

    /// <summary>True if <paramref name="line"/>, the first of some code, can stand here and not in <paramref name="declared"/>.</summary>
    public virtual bool IsSign(string line, LanguageProfile declared) => false;

    /// <summary>Returns where the comment or string that begins at <paramref name="at"/> ends; the same place if none begins.</summary>
    public virtual int EndOfHidden(string code, int at) => at;

    /// <summary>Returns the functions and types that <paramref name="code"/> defines, or null for plain statements.</summary>
    public virtual CodeDefinitions? Definitions(string code) => null;

    /// <summary>
    /// True if <paramref name="code"/> plainly defines <paramref name="name"/>, which is cheaper to see than every definition.
    /// </summary>
    public virtual bool PlainlyDefines(string code, string name) => false;

    /// <summary>Returns what <paramref name="code"/> says of itself; <paramref name="listed"/> are the functions of the task.</summary>
    public virtual CodeOutline Outline(string code, IReadOnlyList<string> listed) => CodeOutline.Unclear;

    /// <summary>Returns the literals by which <paramref name="code"/> opens the file at the relative <paramref name="path"/>.</summary>
    public virtual IEnumerable<Match> DataPathUses(string code, string path) => [];

    /// <summary>Returns the expression that means <paramref name="path"/> in the bot's own repository.</summary>
    public virtual string DataPath(string path) => path;

    /// <summary>
    /// Returns how to join <paramref name="literal"/>, as it stands in the JSON string, to the folder of the bot's files; null if that is
    /// not certain.
    /// </summary>
    public virtual DataPathJoin? JoinDataPath(string literal, string code) => null;

    /// <summary>Returns what a function of a bot of another language is called in code of this one.</summary>
    public virtual string CallerName(string function) => TaskNames.ToIdentifier(function);

    /// <summary>
    /// Returns why code of this language cannot import the bot <paramref name="identifier"/> of another language, or null.
    /// </summary>
    public virtual string? ImportObstacle(string identifier) => null;

    /// <summary>Returns <paramref name="function"/> with '_' for what cannot be part of a name here.</summary>
    protected string Fitting(string function)
    {
        var name = IsName("_" + function) ? function : TaskNames.ToIdentifier(function);
        return name[0] is >= '0' and <= '9' ? "_" + name : name;
    }

    /// <summary>Returns the words of a text as a set.</summary>
    protected static HashSet<string> Words(string words) =>
        new(words.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}

/// <summary>A literal that is joined to a folder.</summary>
/// <param name="Text">The expression in place of the literal, escaped for JSON.</param>
/// <param name="Import">The line that the code needs at its start, escaped for JSON; empty for none; null if it cannot stand there.</param>
internal sealed record DataPathJoin(string Text, string? Import = "");
