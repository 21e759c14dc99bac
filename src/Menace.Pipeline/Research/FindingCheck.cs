using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Research;

/// <summary>
/// Decides whether a value that a source gives can be that of a field. Research reads what strangers wrote, so what is not plainly a value
/// is none: a wrong value is worse than a missing one.
/// </summary>
internal static partial class FindingCheck
{
    private const int LongestText = 500;
    private const int FewestWords = 3;

    private static readonly Lazy<LanguageTable> Languages = new(() => LanguageTable.Create(new BotDevConfig(), new ProcessRunner()));

    /// <summary>Letters and marks that show nothing.</summary>
    private static readonly int[] Blanks = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFFFD];

    private static readonly HashSet<string> Placeholders = new(
        """
        na n/a none null nil unknown undefined unspecified undocumented tbd tbc todo fixme xxx test example sample pending missing default
        string text value empty foo bar
        """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Append(""), StringComparer.Ordinal);

    /// <summary>Why <paramref name="value"/> cannot be the field, as the end of a sentence, or null.</summary>
    public static string? Problem(TaskInfo task, string field, JsonValue value)
    {
        if (!ResearchFields.May(field))
        {
            return "is not a field that research fills";
        }

        return Texts(value).Select(TextProblem).FirstOrDefault(problem => problem is not null)
            ?? FieldMerge.Mistake(task.Name, field, value)
            ?? FieldProblem(task, field, value)
            ?? (value.Items.Count > value.Items.Select(item => item.Text).Distinct(StringComparer.OrdinalIgnoreCase).Count()
                ? "names something twice" : null)
            ?? (ResearchFields.BrokenRule(task, [new(task.Name, field, value, new(FieldSourceKind.Finding), "", 1)]) is { } broken
                ? $"breaks a rule of tasks.json: {broken}" : null);
    }

    private static IEnumerable<string> Texts(JsonValue value) => value.Kind switch
    {
        JsonKind.String => [value.Text],
        JsonKind.Array => value.Items.SelectMany(Texts),
        JsonKind.Object => value.Members.SelectMany(member => Texts(member.Value).Prepend(member.Key)),
        _ => [],
    };

    private static string? TextProblem(string text) =>
        text.Length > LongestText ? $"is longer than {LongestText} characters"
        : HasUnreadable(text) ? "has more than one line, or characters that are not seen"
        : Markup().IsMatch(text) ? "has markup or a placeholder of a template"
        : text.Contains(Redaction.Mark, StringComparison.Ordinal) || Redaction.Redact(text) != text ? "holds what looks like a secret"
        : Placeholders.Contains(Bare(text)) ? "has a placeholder"
        : null;

    private static string? FieldProblem(TaskInfo task, string field, JsonValue value) => field switch
    {
        FieldMerge.Purpose or "metadata.description" => StatementProblem(value.Text),
        "metadata.license" => SpdxNames.Contains(value.Text) ? null : "is not an SPDX identifier",
        "metadata.packages" => value.Items.All(item => IsPackage(task, item.Text)) ? null : "has a package in an unknown form",
        "metadata.functions" => value.Items.All(item => Identifier().IsMatch(item.Text)) ? null : "has a text that is not a public name",
        "metadata.language" => BotLanguages.Names.Contains(value.Text) ? null : "is not the name of a language",
        _ => null,
    };

    /// <summary>By the rules of the task's language, where that is known.</summary>
    private static bool IsPackage(TaskInfo task, string text) => Package().IsMatch(text)
        && (task.Metadata.Language is not { } language || Languages.Value[language].CheckPackage(BotPackage.Parse(text)) is null);

    /// <summary>Why a text does not say what a bot does now.</summary>
    private static string? StatementProblem(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(word => word.Any(char.IsLetter)) < FewestWords
            ? "has fewer than three words"
        : text.Contains('?', StringComparison.Ordinal) ? "is a question"
        : Past().IsMatch(text) ? "is about the past"
        : Guess().IsMatch(text) ? "is about a plan or a guess"
        : Absence().IsMatch(text) ? "says that something is not known"
        : Instruction().IsMatch(text) ? "is an instruction"
        : null;

    /// <summary>By code points: characters that carry hidden text are outside of the first plane. Half a pair reads as U+FFFD.</summary>
    private static bool HasUnreadable(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        || Blanks.Contains(rune.Value) || rune.Value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF));

    private static string Bare(string text) => NoWord().Replace(text, "").ToLowerInvariant();

    [GeneratedRegex(@"</?[A-Za-z!]|<[%?]|#\{|\[\[|__[A-Z_]+__|@[A-Z_]+@|%\(\w+\)s|%[sd]\b|"
        + @"```|~~~|\{\{|\}\}|\{%|\$\{|\$\(|<<|>>|\{[A-Za-z_][\w. -]*\}|%[A-Z_]{2,}%|&\w+;|&#",
        RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex("""
        \b(?:was|were|formerly|former|used[ ]to|no[ ]longer|not[ ]any[ ]?more|anymore|historically|deprecated|obsolete|retired|
        decommissioned|discontinued|superseded|back[ ]then|has[ ]been|have[ ]been|had|replaced[ ]by|until[ ](?:19|20)\d\d|
        (?:before|since|till)[ ](?:19|20)\d\d|
        in[ ]the[ ]past|in[ ](?:19|20)\d\d|last[ ](?:year|month)|until[ ](?:last|recently)|(?:has|have)[ ]\w+ed|
        out[ ]of[ ](?:use|service|order)|(?:switched|turned)[ ]off|shut[ ]down|expired|originally|previously|did|legacy|ago|
        früher|ehemals|wurde|wurden|war|waren|hatte)\b|
        ^\W*(?:\w{2,}ed|sent|wrote|ran|made|built|kept|sold|took|gave|held|led)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Past();

    [GeneratedRegex("""
        \b(?:will|would|should|shall|could|might|may|planned|planning|to[ ]be|going[ ]to|intended|intends|aims|supposed|probably|
        perhaps|maybe|possibly|presumably|apparently|likely|seems?|appears|hopefully|someday|eventually|future|soon|tbd|tbc|todo|wip|
        draft|proposal|proposed|think|guess|guessed|sure|unsure|unclear|assumed?|assuming|allegedly|supposedly|reportedly|expected|
        next[ ](?:year|quarter|release|month|version)|not[ ]yet|coming|plans?[ ]to|meant[ ]to|said[ ]to|about[ ]to|believed?s?|
        suppose[sd]?|under[ ]construction|in[ ]development|in[ ]progress|prototype|experimental|concept|afaik|iirc|as[ ]far[ ]as|
        something[ ]like|kind[ ]of|sort[ ]of|more[ ]or[ ]less|in[ ]theory|or[ ](?:something|so|similar)|either|seemingly|
        rumou?red|looks[ ]like|no[ ]idea|idea|wish|want|wants|wanted|hope|hopes|tries|
        wird|werden|soll|sollte|könnte|vielleicht|geplant|wohl|vermutlich|künftig)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Guess();

    [GeneratedRegex("""
        ^\W*(?:unknown|undocumented|undefined|unspecified|missing|unavailable|error|exception|failed|failure|forbidden|access[ ]denied|
        denied|unauthori[sz]ed|lorem[ ]ipsum|placeholder|see|cf|same[ ]as|as[ ]above|ditto|bot[ ]not|entry[ ]not|nothing|none|no|not|
        does[ ]not|doesn't|n/a)\b|
        \b(?:(?:is|are|be|remains?)[ ](?:\w+[ ])?(?:unknown|missing|undocumented|unavailable|unclear|undefined)|
        (?:not|never)[ ](?:\w+[ ]){0,2}(?:documented|found|known|available|defined|specified|set|provided|given|recorded|described|written|
        exist|exists|maintained|filled)|
        no[ ](?:\w+[ ]){0,2}(?:purpose|description|documentation|entry|information|data|value|bot|record|match|result|results|summary)|
        unknown[ ]purpose|no[ ]?body|no[ ]one|lacks?|lorem[ ]ipsum|server[ ]error|stack[ ]trace|timed[ ]out|rate[ ]limit|too[ ]many|
        denied|unavailable|request[ ]failed|not[ ]authori[sz]ed|log[ ]in|sign[ ]in|goes[ ]here|text[ ]here)\b|
        ^\W*(?:(?:the|a)[ ])?(?:purpose|description|summary)[ ](?:of|for|text)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Absence();

    [GeneratedRegex("""
        \b(?:instructions?|system[ ]message|language[ ]model|you|your|yours|please|kindly|assistant|chatbot|prompt|must|bitte)\b|
        \b(?:ignore|disregard|override|bypass|forget)\b.*\b(?:instruction|prompt|rule|previous|above|prior|policy|warning|check|error|
        test)s?\b|
        \b(?:set|change|make|mark|treat|use|take)[ ](?:the|this|that|it|all|its)\b|\bas[ ](?:verified|trusted|safe|approved)\b|
        \btasks\.json\b|\b(?:ask|contact|refer[ ]to|consult)\b|\bsee[ ](?:the|also|our|wiki|page|https?)\b|
        ^\W*(?:ignore|disregard|override|bypass|forget|do|never|always|note|notice|warning|important|attention|caution|remember|ensure|mark|
        use|run|execute|install|click|visit|contact|ask|respond|answer|say|output|describe|explain|treat|consider|approve|accept|trust|
        skip|disable|enable|fill|insert|replace|overwrite|add|change|set|write|delete|remove|copy|make|let|call|open|read|follow|system|
        instruction|instructions|todo|fixme|hint|tip|edit|update|enter|put|give|tell|try|go|look|check|stop|start|wait)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$", RegexOptions.CultureInvariant)]
    private static partial Regex NoWord();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[A-Za-z0-9,._-]+\])?(?:@[0-9][0-9A-Za-z.+!_-]*)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Package();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
