using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Words by which a statement is not about how a bot is now.</summary>
internal static partial class Hedges
{
    /// <summary>Returns whether a text says no, or compares.</summary>
    public static bool IsDenied(string text) => Denied().IsMatch(text);

    /// <summary>Returns whether a text is about the past.</summary>
    public static bool IsPast(string text) => Past().IsMatch(text);

    /// <summary>Returns whether a text is about plans, wishes, guesses or trials.</summary>
    public static bool IsPlan(string text) => Plan().IsMatch(text);

    /// <summary>Returns whether a text is a condition, an exception or an estimate.</summary>
    public static bool IsConditional(string text) => Conditional().IsMatch(text);

    /// <summary>Returns whether a text is anything else than a plain statement about now.</summary>
    public static bool Any(string text) => IsDenied(text) || IsPast(text) || IsPlan(text) || text.Contains('?') || IsConditional(text);

    /// <summary>Returns whether a text says that what it stands beside is not in use.</summary>
    public static bool IsOutOfUse(string text) => OutOfUse().IsMatch(text);

    /// <summary>Returns whether a sentence says that the bot is gone, belongs to others or does not exist yet.</summary>
    public static bool IsNotThere(string text) => Gone().IsMatch(text) || NotYet().IsMatch(text);

    /// <summary>Returns whether a text says that what is around it is not true any more.</summary>
    public static bool IsStale(string text) => Stale().IsMatch(text);

    [GeneratedRegex("""
        \b(?:not|no|never|none|neither|nor|cannot|can't|don't|doesn't|isn't|aren't|won't|without|instead|rather|except|unlike|anymore|
        any[ ]more|
        only[ ]for[ ]comparison|compared|no(?:thing|body)|dropped|removed|independent|
        nicht|kein|keine|keinen|keiner|nie|ohne|statt|außer|anstatt|anders)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Denied();

    [GeneratedRegex("""
        \b(?:was|were|had|used[ ]to|formerly|former|previously|previous|originally|earlier|ago|until|till|old|older|once[ ]was|
        in[ ]the[ ]past|at[ ]first|
        historically|ran|legacy|obsolete|deprecated|before[ ]\d{4}|back[ ]then|did|
        war|waren|wurde|wurden|hatte|früher|früheren?|ehemals?|bis[ ]\d{4}|bisher|alt|alte|alten|damals)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Past();

    [GeneratedRegex("""
        \b(?:will|would|should|shall|could|might|plan|plans|planned|planning|todo|tbd|tbc|wish|wishes|want|wants|wanted|proposal|
        propose[ds]?|suggest|
        suggests|suggested|idea|maybe|perhaps|probably|someday|soon|eventually|considering|consider|considered|going[ ]to|to[ ]be|
        next[ ]year|
        next[ ]quarter|next[ ]month|next[ ]release|hope|hopes|try|tries|tried|trial|experiment|evaluate|evaluated|evaluating|future|draft|
        pending|
        prototype|possibly|hopefully|migrating|migrate|migration|undecided|evtl|eventuell|offen|still[ ]open|favours?|ask|asked|please|
        must[ ]be|
        wird[ ]künftig|künftig|künftige|zukünftig|geplant|soll|sollen|sollte|sollten|würde|möchte|vielleicht|demnächst|bitte|versucht|
        erprobt)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Plan();

    [GeneratedRegex("""
        \b(?:if|unless|whenever|optional|optionally|sometimes|usually|typically|mostly|normally|often|about|around|roughly|approximately|
        approx|
        (?<!-)or(?!-|[ ](?:newer|later|higher))|either|depending|in[ ]case|but|except|for[ ]now|temporarily|said|says|wrote|claims|
        wenn|falls|manchmal|meist|meistens|oft|etwa|ungefähr|circa|ca|oder|aber|je[ ]nach)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Conditional();

    [GeneratedRegex("""
        \b(?:retired|removed|planned|disabled|deprecated|decommissioned|obsolete|switched[ ]off|turned[ ]off|off|draft|proposed|idea|
        archived|paused|
        suspended|inactive|stopped|dead|former|private|internal|taken[ ]out|not[ ]yet|soon|todo|replaced|dropped|legacy|superseded|future|
        tbd|unused|
        gone|
        old|abgeschaltet|geplant|stillgelegt|entfernt|pausiert|intern|ausgemustert)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OutOfUse();

    [GeneratedRegex("""
        \b(?:out[ ]of[ ]date|outdated|obsolete|superseded|no[ ]longer[ ](?:true|valid|correct|accurate|maintained|up[ ]to[ ]date)|
        deprecated|archived|stale|
        not[ ]up[ ]to[ ]date|has[ ]moved[ ]to|do[ ]not[ ]trust|historical|for[ ]reference[ ]only|kept[ ]for[ ]the[ ]record|veraltet|
        überholt)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Stale();

    [GeneratedRegex("""
        \((?:given[ ]up|voted[ ]down|abandoned|scrapped|retired|withdrawn)\b|^\W*(?:[\d.]+[ ])?(?:withdrawn|retired|scrapped|
        decommissioned|discontinued|switched[ ]off|turned[ ]off|abolished|off[ ]since|off\.?$|replaced[ ]by|superseded[ ]by|
        was:|used[ ]to\b|gone[ ]since|dead[ ]since|abgeschaltet|stillgelegt|eingestellt|shut[ ]down)|\bhas[ ]left[ ]the\b|\bfor[ ]good\b|
        \bnot[ ]ours[ ]any[ ]more\b|\b(?:is|was|were|been)[ ](?:withdrawn|retired|scrapped|decommissioned|discontinued|switched[ ]off|
        shut[ ]down)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Gone();

    [GeneratedRegex("""
        ^\W*(?:wish|wunsch|idea|idee|an?[ ](?:mere[ ])?(?:dream|wish|idea|proposal)|planned|proposed|proposal|would[ ]|
        not[ ](?:yet[ ])?(?:built|started|written)|
        postponed|steht[ ]auf[ ]der[ ]wunschliste|geplant|soll[ ]|a[ ]sketch|draft|does[ ]not[ ]exist)|\b(?:no(?:body)|
        no[ ]one)[ ]has[ ](?:written|
        built|started|begun)\b|\bpromised\b|\bdoes[ ]not[ ]exist[ ]yet\b|\bis[ ](?:only[ ])?an?[ ](?:idea|dream|plan|wish|proposal)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotYet();
}
