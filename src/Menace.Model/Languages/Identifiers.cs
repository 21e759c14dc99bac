using System.Globalization;
using Menace.Model.Tasks;

namespace Menace.Model.Languages;

/// <summary>Which names a language accepts for a function.</summary>
internal static class Identifiers
{
    /// <summary>
    /// True if <paramref name="name"/> can be a function of <paramref name="language"/>; of any language, if that is null.
    /// </summary>
    public static bool IsValid(string name, BotLanguage? language) =>
        language is { } known ? known.Profile().IsIdentifier(name) : BotLanguages.Profiles.Any(profile => profile.IsIdentifier(name));

    /// <summary>Returns the valid name closest to <paramref name="name"/>, or null if nothing of it would be left.</summary>
    public static string? Suggest(string name, BotLanguage? language)
    {
        // What fits no language in particular is best written so that it fits all.
        var profiles = language is { } known ? [known.Profile()] : BotLanguages.Profiles;
        var characters = name.Trim().Select(c => profiles.All(profile => profile.IsName("a" + c)) ? c : '_').ToArray();
        if (!characters.Any(c => c != '_'))
        {
            return null;
        }

        var valid = new string(characters);
        valid = profiles.All(profile => profile.IsName(valid.Substring(0, 1))) ? valid : "_" + valid;
        valid = BotLanguages.Profiles.Any(profile => profile.Keywords.Contains(valid)) ? valid + "_" : valid;
        return profiles.All(profile => profile.IsIdentifier(valid)) ? valid : null;
    }

    /// <summary>Returns how a message names the language.</summary>
    public static string TitleOf(BotLanguage? language) => language is { } known ? known.Profile().Title : "any language";

    /// <summary>True for letters and digits of Unicode, as the language specifications of C# and Python define names.</summary>
    /// <param name="name">The name.</param>
    /// <param name="formatting">True if formatting characters may stand inside.</param>
    /// <param name="supplementary">True if characters outside the basic plane count.</param>
    public static bool IsUnicodeName(string name, bool formatting, bool supplementary)
    {
        for (var i = 0; i < name.Length; i++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(name, i);
            var letter = name[i] == '_' || category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                    or UnicodeCategory.LetterNumber;
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
}
