using System.Text.RegularExpressions;
using Menace.Model.Tasks;

namespace Menace.Model.Checking;

/// <summary>What may be the name of a function in each language.</summary>
internal static class FunctionNames
{
    private static readonly Regex Identifier = new(@"^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant);

    private static readonly Dictionary<BotLanguage, HashSet<string>> Keywords = new()
    {
        [BotLanguage.CSharp] = Words("""
            abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
            explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
            object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string
            struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
            """),
        [BotLanguage.Python] = Words("""
            False None True and as assert async await break class continue def del elif else except finally for from global if import in is
            lambda nonlocal not or pass raise return try while with yield
            """),
        [BotLanguage.Shell] = Words("if then else elif fi for while until do done case esac in function select time"),
    };

    /// <summary>True for a valid name; without a language, for one that is valid in at least one.</summary>
    public static bool IsValid(string name, BotLanguage? language) =>
        Identifier.IsMatch(name) && (language is { } known ? !Keywords[known].Contains(name) : Keywords.Values.Any(words => !words.Contains(name)));

    /// <summary>A valid name close to <paramref name="name"/>.</summary>
    public static string Suggest(string name, BotLanguage? language)
    {
        var suggestion = Regex.Replace(name.Trim(), "[^A-Za-z0-9_]+", "_").Trim('_');
        suggestion = suggestion.Length == 0 ? "run" : suggestion[0] is >= '0' and <= '9' ? "run_" + suggestion : suggestion;
        return IsValid(suggestion, language) ? suggestion : suggestion + "_";
    }

    private static HashSet<string> Words(string text) => [.. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
