using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>What the subject of a sentence is.</summary>
internal enum SubjectKind
{
    /// <summary>Something else than a bot.</summary>
    Other,

    /// <summary>A name.</summary>
    Named,

    /// <summary><i>It</i> or <i>the bot</i>.</summary>
    Pronoun,

    /// <summary>None: the sentence begins with its verb.</summary>
    Front,
}

/// <summary>The subject of a sentence.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bots">The bots that it names.</param>
/// <param name="End">Where the verb begins.</param>
internal sealed record SentenceSubject(SubjectKind Kind, IReadOnlyList<string> Bots, int End);

/// <summary>Finds subjects.</summary>
internal sealed partial class SubjectFinder(TaskMentions names)
{
    /// <summary>Returns the subject of a sentence.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="section">The bot of the section, or null.</param>
    /// <param name="before">The bot that a pronoun can mean, or null.</param>
    public SentenceSubject Of(RichText text, string? section, string? before)
    {
        if (names.Leading(text, out var end) is { } mention && IsAtStart(text.Plain, mention.Start))
        {
            return NamedBy(text, mention, end);
        }

        var plain = text.Plain;
        if (Pronoun().Match(plain) is { Success: true } pronoun)
        {
            var isBot = pronoun.Groups["noun"].Success;
            var bot = before ?? (isBot ? section : null);
            return bot is null ? new(SubjectKind.Other, [], 0)
                : new(SubjectKind.Pronoun, [bot], SkipAdverbs(plain, pronoun.Length + (pronoun.Groups["short"].Success ? 2 : 0)));
        }

        if (section is not null && PartOfName().Match(plain) is { Success: true } part && IsPartOf(section, part.Groups["noun"].Value))
        {
            return new(SubjectKind.Pronoun, [section], SkipAdverbs(plain, part.Length));
        }

        var start = SkipAdverbs(plain, 0);
        return section is not null && IsVerb(plain, start) ? new(SubjectKind.Front, [section], start) : new(SubjectKind.Other, [], 0);
    }

    /// <summary>The word at a place, in its own case.</summary>
    public static string WordAt(string text, int at)
    {
        at = Math.Min(at, text.Length);
        var end = at;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] is '\'' or '-' or '\u2019'))
        {
            end++;
        }

        return text[at..end];
    }

    /// <summary>The word behind the one at a place.</summary>
    public static string NextWord(string text, int at)
    {
        at = Math.Min(at, text.Length) + WordAt(text, at).Length;
        while (at < text.Length && text[at] is ' ' or '\n')
        {
            at++;
        }

        return WordAt(text, at);
    }

    private SentenceSubject NamedBy(RichText text, Mention mention, int end)
    {
        var bots = new List<string?> { mention.Task };
        var plain = text.Plain;
        while (Joint().Match(plain, end) is { Success: true } joint
            && names.Leading(text.From(end + joint.Length), out var length) is { Start: 0 } next)
        {
            bots.Add(next.Task);
            end += joint.Length + length;
        }

        if (Brackets().Match(plain, end) is { Success: true } brackets)
        {
            end += brackets.Length;
        }

        if (Apposition().Match(plain, end) is { Success: true } apposition)
        {
            end += apposition.Length;
        }

        // "frost-watch's forecast" is something else.
        var isPlain = end == plain.Length || plain[end] is ' ' or '\n' or ',' or ':';
        return isPlain && !bots.Contains(null) ? new(SubjectKind.Named, [.. bots.OfType<string>()], SkipAdverbs(plain, end))
            : new(SubjectKind.Other, [], 0);
    }

    /// <summary>"The loader" is statement-loader.</summary>
    private static bool IsPartOf(string name, string noun) => noun.Length > 3
        && TaskMentions.PlainOf(name).Split(' ').Contains(noun.ToLowerInvariant(), StringComparer.Ordinal);

    private static bool IsAtStart(string text, int start)
    {
        var front = text[..start].Trim().Trim('"', '*', '(').Trim();
        return front.Length == 0 || Article().IsMatch(front);
    }

    private static bool IsVerb(string text, int at)
    {
        var word = WordAt(text, at);
        return ActionVerbs.IsAction(word, NextWord(text, at), NextWord(text, at + word.Length + 1)) || ProgramThat().IsMatch(text[at..])
            || FrontVerb().IsMatch(text[at..Math.Min(text.Length, at + 40)]);
    }

    private static int SkipAdverbs(string text, int at)
    {
        while (at < text.Length)
        {
            while (at < text.Length && text[at] is ' ' or '\n' or ',')
            {
                at++;
            }

            var word = WordAt(text, at);
            if (!Adverb().IsMatch(word))
            {
                break;
            }

            at += word.Length;
        }

        return at;
    }

    [GeneratedRegex(@"^(?:(?<short>It(?='s ))|It|Es|Er|Sie|(?:The|This|Our|Der|Die|Das|Dieser|Diese|Dieses) (?<noun>bot|job|task|"
        + @"script|service|agent|tool|program|skript|dienst|programm)|(?<noun>This one))(?=[ \n,'])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pronoun();

    /// <summary>A small Python script that turns drawings into lists.</summary>
    [GeneratedRegex(@"^An? (?:[\w#+]+ ){0,3}(?:script|program|tool|bot|job|service|helper|agent) (?:that|which) \w+s\b",
        RegexOptions.CultureInvariant)]
    internal static partial Regex ProgramThat();

    [GeneratedRegex(@"^The (?<noun>\w+)(?= )", RegexOptions.CultureInvariant)]
    private static partial Regex PartOfName();

    [GeneratedRegex(@"\G(?:, and |, | and | und | & )(?:the )?", RegexOptions.CultureInvariant)]
    private static partial Regex Joint();

    /// <summary>x, a Python script, reads ...</summary>
    [GeneratedRegex(@"\G, (?:an?|the|our|which|written|started|run|ein|eine|der|die) [^,.;:]{2,100},(?= )", RegexOptions.CultureInvariant)]
    private static partial Regex Apposition();

    [GeneratedRegex(@"\G ?\([^()]{0,100}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^(?:(?:the|our|this|der|die|das|unser)?\s*)?(?:bot|job|task|script|service|agent|tool|program|dienst|skript|both)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Article();

    [GeneratedRegex(@"^(?:also|then|always|simply|just|automatically|currently|now|itself|auch|dann|immer)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Adverb();

    [GeneratedRegex("""
        ^(?:runs|is[ ](?:run|started|written|licensed|scheduled|stopped|killed|triggered)|starts|needs|requires|depends|relies|uses|waits|
        written|implemented|coded|licensed|released|published|
        executes|executed|fires|scheduled|started|triggered|may[ ]use|gets|takes|reads|consumes|killed|stopped|limited|replaces|works|
        builds|calls|asks|relies|talks|speaks|merges|
        läuft|startet|braucht|benötigt|verwendet|nutzt|geschrieben|wartet|liest)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex FrontVerb();
}
