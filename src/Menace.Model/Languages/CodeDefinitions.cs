using System.Text.RegularExpressions;

namespace Menace.Model.Languages;

/// <summary>
/// The functions and types that a text of code defines, as far as its lines show. What might define a name in another way counts as
/// defining it, so that a name that is not held here is certainly not in the code.
/// </summary>
internal sealed class CodeDefinitions
{
    private const int MostPlain = 8;
    private const int LongestLine = 200;
    private static readonly char[] LineStartOrHiding = ['\n', '"', '\'', '#', '/', '*'];

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Names that are there in some way; never suggested.</summary>
    private readonly HashSet<string> _mentioned = new(["main", "Main"], StringComparer.Ordinal);

    /// <summary>Gets or sets whether code elsewhere may define more.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Gets the names that are certainly definitions, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _names.OrderBy(n => n, StringComparer.Ordinal)];

    /// <summary>
    /// True if the text plainly defines each of <paramref name="names"/>, as it mostly does: that is seen at a fraction of the cost of
    /// finding every definition. Not tried for many names, each of which takes a search through the code.
    /// </summary>
    public static bool PlainlyHold(string code, LanguageProfile language, IReadOnlyList<string> names) =>
        names.Count <= MostPlain && names.All(name => name.Length > 0 && language.PlainlyDefines(code, name));

    /// <summary>
    /// True if <paramref name="word"/> stands in <paramref name="code"/>, not hidden, and one of <paramref name="followedBy"/> behind it.
    /// </summary>
    public static bool Shows(string code, string word, string followedBy)
    {
        for (var at = code.IndexOf(word, StringComparison.Ordinal); at >= 0; at = code.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            var isFollowed = end < code.Length && followedBy.IndexOf(code[end]) is >= 0;
            var isWord = isFollowed && (at == 0 || !(char.IsLetterOrDigit(code[at - 1]) || code[at - 1] is '_' or '.' or '-'));
            if (isWord && !MayBeHidden(code, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if one of <paramref name="words"/> stands in <paramref name="code"/>.</summary>
    public static bool Contains(string code, params string[] words) => words.Any(w => code.IndexOf(w, StringComparison.Ordinal) is >= 0);

    /// <summary>False if <paramref name="name"/> is certainly not defined.</summary>
    public bool Holds(string name) => IsOpen || _names.Contains(name) || _mentioned.Contains(name);

    /// <summary>
    /// The definitions, or null if there are none: then the code is plain statements, the body of the first listed function.
    /// </summary>
    public CodeDefinitions? OrNone() => _names.Count > 0 ? this : null;

    /// <summary>Adds the first group of each match that has succeeded.</summary>
    public void Define(MatchCollection matches) => Add(_names, matches);

    /// <inheritdoc cref="Define(MatchCollection)"/>
    public void Mention(MatchCollection matches) => Add(_mentioned, matches);

    /// <summary>Adds a definition.</summary>
    public void Define(string name) => _names.Add(name);

    /// <summary>Adds a name that may be defined.</summary>
    public void Mention(string name) => _mentioned.Add(name);

    /// <summary>False if what precedes on the line shows neither comment nor string.</summary>
    private static bool MayBeHidden(string code, int at) =>
        code.LastIndexOfAny(LineStartOrHiding, at, Math.Min(at + 1, LongestLine)) is var sign
            && (sign < 0 ? at >= LongestLine : code[sign] != '\n');

    private static void Add(HashSet<string> names, MatchCollection matches)
    {
        foreach (Match match in matches)
        {
            names.Add(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value);
        }
    }
}
