using System.Globalization;
using Menace.Model.Tasks;

namespace Menace.Model.Checks;

/// <summary>Which names a language accepts for a function.</summary>
internal static class Identifiers
{
    /// <summary>Reserved words of C# (language specification, 6.4.4); contextual keywords are valid identifiers.</summary>
    private static readonly HashSet<string> CSharpKeywords = Words("""
        abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event
        explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null
        object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static
        string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while
        """);

    /// <summary>Keywords of Python 3 (language reference, 2.3.1); soft keywords are valid identifiers.</summary>
    private static readonly HashSet<string> PythonKeywords = Words("""
        False None True and as assert async await break class continue def del elif else except finally for from global if import in is
        lambda nonlocal not or pass raise return try while with yield
        """);

    /// <summary>Reserved words of the shell (POSIX.1, 2.4), with those that bash adds.</summary>
    private static readonly HashSet<string> ShellKeywords = Words("""
        case do done elif else esac fi for if in then until while function select time coproc
        """);

    /// <summary>
    /// True if <paramref name="name"/> can be a function of <paramref name="language"/>; of any language, where that is null.
    /// </summary>
    public static bool IsValid(string name, BotLanguage? language) => language switch
    {
        BotLanguage.CSharp => IsUnicodeName(name, formatting: true, supplementary: false) && !CSharpKeywords.Contains(name),
        BotLanguage.Python => IsUnicodeName(name, formatting: false, supplementary: true) && !PythonKeywords.Contains(name),
        BotLanguage.Shell => name == TaskNames.ToIdentifier(name) && name.Length > 0 && name[0] is not (>= '0' and <= '9') && !ShellKeywords.Contains(name),
        _ => IsValid(name, BotLanguage.CSharp) || IsValid(name, BotLanguage.Python) || IsValid(name, BotLanguage.Shell),
    };

    /// <summary>The valid name closest to <paramref name="name"/>, or null if nothing of it would be left.</summary>
    public static string? Suggest(string name, BotLanguage? language)
    {
        // What fits no language in particular is best written so that it fits all.
        var strict = language ?? BotLanguage.Shell;
        var characters = name.Trim().Select(c => IsValid("a" + c, strict) ? c : '_').ToArray();
        if (!characters.Any(c => c != '_'))
        {
            return null;
        }

        var valid = new string(characters);
        valid = IsValid(valid.Substring(0, 1), strict) ? valid : "_" + valid;
        valid = CSharpKeywords.Contains(valid) || PythonKeywords.Contains(valid) || ShellKeywords.Contains(valid) ? valid + "_" : valid;
        return IsValid(valid, strict) ? valid : null;
    }

    /// <summary>How a message names the language.</summary>
    public static string TitleOf(BotLanguage? language) => language switch
    {
        BotLanguage.CSharp => "C#",
        BotLanguage.Python => "Python",
        BotLanguage.Shell => "the shell",
        _ => "any language",
    };

    private static bool IsUnicodeName(string name, bool formatting, bool supplementary)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(name, i);
            var letter = name[i] == '_' || category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;
            var inside = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation
                || (formatting && category == UnicodeCategory.Format);
            var pair = char.IsSurrogatePair(name, i);
            if (!(letter || (inside && i > 0)) || (pair && !supplementary))
            {
                return false;
            }

            i += pair ? 1 : 0;
        }

        return name.Length > 0;
    }

    private static HashSet<string> Words(string words) =>
        new(words.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
}
