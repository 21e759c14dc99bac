using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Finds the language and the licence that a sentence states about a bot, wherever in the sentence they are.</summary>
internal static partial class LanguageClauses
{
    /// <summary>Returns the language that a bot was written in, if nothing says that it changed; null if none is stated.</summary>
    public static string? Origin(string sentence)
    {
        var match = WrittenOnce().Match(sentence);
        return match.Success && !Changed().IsMatch(sentence) ? Others(sentence, match.Groups["language"].Value) ? ""
            : LanguageWords.Language(match.Groups["language"].Value) ?? "" : null;
    }

    private const string Any = """
        (?<language>Python(?:[ ]3(?:\.\d+)?)?|C\#(?:[ ]\d+)?|CSharp|Bash|POSIX[ ]sh(?:ell)?|
        [Ss]hell|sh|PowerShell|Perl|Ruby|Java|JavaScript|TypeScript|Node(?:\.js)?|Go|Rust|Kotlin|PHP|COBOL|VBA|F\#|Lua|R|awk|zsh)
        """;

    /// <summary>Returns the language; an empty text if it is one that bots cannot have, or several; null if none is stated.</summary>
    public static string? Language(string sentence)
    {
        var found = InWords().Matches(sentence).Select(match =>
            match.Groups["language"].Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return found.Count == 0 ? null : found.Count > 1 || Others(sentence, found[0]) ? "" : LanguageWords.Language(found[0]) ?? "";
    }

    /// <summary>Returns the language that a bot was moved to: <c>has been rewritten in C#</c>; null if none is stated.</summary>
    public static string? Moved(string sentence)
    {
        var match = MovedTo().Match(sentence);
        return match.Success && !match.Groups["plan"].Success ? LanguageWords.Language(match.Groups["language"].Value) ?? "" : null;
    }

    /// <summary>Returns the licence; an empty text if several; null if none is stated.</summary>
    public static string? License(string sentence)
    {
        var hasCue = LicenseCue().IsMatch(sentence);
        var found = LicenseName().Matches(sentence).Where(match => hasCue || match.Groups["exact"].Success)
            .Select(match => LanguageWords.License(match.Value)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return found.Count == 0 ? null : found.Count == 1 ? found[0] : "";
    }

    /// <summary>Returns whether a short sentence is about the licence of the bot, not of something else.</summary>
    public static bool IsShortLicense(string sentence) => sentence.Split(' ').Length <= 8 && LicenseNoun().IsMatch(sentence)
        && !OfOthers().IsMatch(sentence);

    /// <summary>Returns whether a sentence that does not begin with the bot begins with its code: <c>The source is ...</c>.</summary>
    public static bool IsAboutCode(string sentence) => Code().IsMatch(sentence);

    private static bool Others(string sentence, string language) =>
        LanguageWords.NamesLanguage(Regex.Replace(sentence, Regex.Escape(language), "", RegexOptions.IgnoreCase).Replace(".NET", "",
            StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex($"""
        \b(?:written|implemented|coded|programmed|developed|done|built)[ ](?:\w+[ ])?(?:in|with)[ ](?:plain[ ]|pure[ ]|simple[ ]|
        modern[ ])?{Any}(?![\w#+-])
        |\bin[ ]{Any}[ ](?:geschrieben|programmiert|implementiert|umgesetzt)\b|\b{Any}-(?:Skript|Programm|Dienst)\b
        |\b(?:lines?|bit|piece|pages?)[ ]of[ ](?:plain[ ]|pure[ ])?{Any}(?![\w#+-])
        |^(?:The[ ]|Its[ ])?(?:(?:whole[ ]|entire[ ]|source[ ])?(?:code|source|script|implementation|program|logic|thing|
        rest)[ ])?(?:itself[ ])?
        (?:is[ ]|are[ ]|in[ ]|all[ ]|just[ ]|plain[ ]|pure[ ]|simple[ ]|entirely[ ]|completely[ ]|an?[ ]|one[ ]|single[ ]|small[ ]|
        little[ ]|short[ ]|tiny[ ]|still[ ]|now[ ]|only[ ]|An?[ ]|Just[ ]|Plain[ ]|Pure[ ]|One[ ]|Small[ ])*{Any}(?=[ -](?:script|program|
        tool|bot|job|service|module|code|file|console|application|app|one-liner|function|command)s?\b|[.,;)]|$|[ ](?:and|on|with|because|
        since|throughout)\b)
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex InWords();

    [GeneratedRegex($"""
        ^(?:was|were)[ ](?:\w+[ ])?(?:written|implemented|coded|programmed|built|developed)(?:[ ]by[ ][A-Z]\w+)?[ ]in[ ]{Any}(?![\w#+-])|
        \b(?:wrote|coded|built|implemented|programmed)[ ](?:it|this|this[ ]one|the[ ]bot)[ ]in[ ]{Any}(?![\w#+-])
        |^(?:written|implemented|coded)[ ]by[ ][A-Z]\w+[ ]in[ ]{Any}(?![\w#+-])|^(?:[Rr]uns|[Nn]eeds|[Rr]equires)[ ](?:on[ ]|under[ ]|
        with[ ])?(?<language>Python[ ]3(?:\.\d+)?)(?![\w#+-])
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex WrittenOnce();

    [GeneratedRegex(@"\b(?:until|before|originally|first|formerly|previously|used to|now|then|since|later|once|today|initially|"
        + @"at the time|but|would|will|should|could|if|not|never|ursprünglich|zuerst|früher)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Changed();

    [GeneratedRegex($"""
        (?<plan>\b(?:will|would|should|shall|could|might|may|to)[ ]be[ ](?:\w+[ ])?)?\b(?:rewritten|re-written|ported|converted|
        translated|moved|migrated)[ ](?:\w+[ ])?(?:\w+[ ])?(?:in|to|into)[ ]{Any}(?![\w#+-])
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex MovedTo();

    [GeneratedRegex(@"\b(?:licen[cs]ed?|licen[cs]ing|spdx|under|released|published|lizenz|lizenziert|unter)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LicenseCue();

    [GeneratedRegex("""
        (?<![\w.-])(?:(?<exact>Apache-2\.0|BSD-[23]-Clause|A?GPL-[23]\.0-(?:only|or-later)|LGPL-[23]\.[01]-(?:only|or-later)|MPL-2\.0|
        CC0-1\.0|0BSD|EUPL-1\.2|(?:MIT|ISC)-Lizenz|MIT-licen[cs]ed|ISC-licen[cs]ed)
        |MIT|ISC|Unlicense|CC0|EUPL[ ]1\.2|MPL[ ]2\.0|Apache(?:[ ]Licen[cs]e)?,?[ ](?:Version[ ]|v)?2(?:\.0)?|(?:two|three|zero|2|
        3)-clause[ ]BSD|BSD[ ][23]-clause|zlib)(?![\w-]|\.\d)
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LicenseName();

    [GeneratedRegex(@"\b(?:licen[cs]e|licen[cs]ed|lizenz|spdx)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LicenseNoun();

    [GeneratedRegex(@"\b(?:library|libraries|data|feed|package|packages|driver|fonts?|icons?|server|client|vendor|tool|api|was|"
        + @"bibliothek|daten)\b|'s\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OfOthers();

    [GeneratedRegex(@"^(?:The |Its |All |Der |Die |Das )?(?:whole |entire |complete |source )?(?:code|source|sources|implementation|"
        + @"script|program|thing|logic|file|Quelltext|Quellcode|everything)\b|^(?:An? |One |Plain |Pure |Small |Just |Just a |About |"
        + @"Some |Roughly )?(?:\d+|\w+)? ?(?:lines? of|single|small|plain|pure|Python|C#|Bash|POSIX|Shell)(?!\w)|^(?:MIT|Apache|BSD|"
        + @"ISC|Licen[cs]ed?|Written|Released|Published)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
