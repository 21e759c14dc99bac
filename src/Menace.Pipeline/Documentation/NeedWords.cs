namespace Menace.Pipeline.Documentation;

/// <summary>How a bot relates to a task that a sentence about it names.</summary>
internal enum Relation
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The bot needs the task.</summary>
    Needs,

    /// <summary>The task needs the bot.</summary>
    Feeds,

    /// <summary>They are compared, one replaces the other, or the task gets something.</summary>
    Beside,

    /// <summary>The bot is said not to need the task.</summary>
    Denied,
}

/// <summary>Finds the relation by the words in front of the name: the nearest preposition or verb with a direction decides.</summary>
internal static class NeedWords
{
    private const int Reach = 18;
    private const int Window = 240;

    private static readonly HashSet<string> Needing = Words.Set(
        """
        needs need requires require uses use using consumes consume calls call imports import awaits presupposes asks ask reads read takes
        take gets get queries query invokes loads load parses parse processes process merges merge joins join combines combine fetches fetch
        collects collect receives receive picks pulls polls depends depend relies rely hinges evaluates eats digests accepts
        input inputs upstream prerequisite prerequisites dependency dependencies source sources predecessor feed
        benötigt braucht nutzt verwendet liest setzt hängt wartet
        """);

    /// <summary>Verbs by which a bot works on the output of others.</summary>
    private static readonly HashSet<string> Working = Words.Set(
        """
        compares checks corrects enriches fills completes sends mails prints publishes shows summarises summarizes counts converts sorts
        turns plots draws splits groups validates filters formats archives uploads works builds starts runs waits made built computed
        created assembled compiled generated fed comes come goes talks speaks writes updates looks lists adds finds tells reports
        pages copies posts translates joins multiplies subtracts sums matches
        """);

    private static readonly HashSet<string> Feeding = Words.Set("feeds supplies serves downstream consumers users");

    private static readonly HashSet<string> BesideWords = Words.Set(
        """
        replaces replaced replacing replacement successor predecessor-of unlike compared comparison similar confused confuse same like
        differs
        differ alternative faster slower split merged than instead versus vs see ersetzt nachfolger vorgänger anders verwechseln ähnlich
        beside besides along alongside next independent independently separate separately regardless copy fork forked descendant sibling
        together hands passes skips delivers hand pass gives provides notifies informs triggers wakes restarts precedes owns except part
        copied moved renamed named team older newer supersedes superseded succeeds shares rather left right into towards
        """);

    private static readonly HashSet<string> Taken = Words.Set(
        """
        read used called needed consumed processed shown taken fetched collected opened watched printed sent mailed required picked loaded
        parsed eaten evaluated imported queried polled benötigt verwendet genutzt gelesen
        """);

    private static readonly HashSet<string> Waiting =
        Words.Set("waits wait listens subscribes reacts asks looks due according wartet responds");

    private static readonly HashSet<string> Resting = Words.Set(
        "depends depend relies rely builds build based rests hinges waits works work dependent sits relying depending runs feeds leans "
            + "lean lives draws hangs rests stands wartet");

    private static readonly HashSet<string> Denials = Words.Set(
        """
        not no never without doesn't don't isn't aren't neither nor cannot can't won't independent nicht kein keine ohne nie longer
        """);

    private static readonly HashSet<string> Ready = Words.Set(
        "finished done through ready complete completed ended succeeded ran run has is finishes ends completes succeeds over durch fertig");

    /// <summary>Returns the relation between the bot that a sentence is about and a task that it names.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="mention">The name of the task.</param>
    /// <param name="from">Where the predicate begins.</param>
    /// <param name="all">All names in the sentence.</param>
    /// <param name="isBot">Whether the subject is the bot itself, not something that belongs to it.</param>
    public static Relation Of(string sentence, Mention mention, int from, IReadOnlyList<Mention> all, bool isBot)
    {
        var start = Math.Max(from, mention.Start - Window);
        var words = Words.Of(sentence[start..mention.Start])
            .Where(word => !all.Any(other => other.Start <= word.Start + start && word.Start + start < other.End)).TakeLast(Reach).ToList();
        var stop = words.FindLastIndex(word =>
            word.Lower is ";" or "\u00B7" or "|" or "nothing" or "none" or "." or "?" or "but" or "aber"
            || word.Lower.StartsWith("nobod", StringComparison.Ordinal));
        words = words.GetRange(stop + 1, words.Count - stop - 1);
        var rest = sentence[mention.End..Math.Min(sentence.Length, mention.End + Window)];
        var relation = Scan(words, Words.Of(rest), isBot);
        return relation == Relation.Needs && (IsDenied(words) || IsDeniedBehind(rest)) ? Relation.Denied : relation;
    }

    /// <summary>Returns whether words are about needing something.</summary>
    public static bool HasCue(string text) => Words.Of(text).Exists(word => Needing.Contains(word.Lower) || Taken.Contains(word.Lower)
        || Feeding.Contains(word.Lower) || word.Lower is "from" or "after" or "output" or "results" or "result" or "fed" or "aus" or "von"
            or "nach");

    private static bool IsDenied(List<Word> words)
    {
        var denial = words.FindLastIndex(word => Denials.Contains(word.Lower));
        var end = denial < 0 ? -1 : words.FindIndex(denial, word => word.Lower is "," or "and");
        return denial >= 0 && (end < 0 || words.Skip(end).All(word => word.Lower is "," or "and" or "or" or "nor" or "the"));
    }

    private static bool IsDeniedBehind(string rest)
    {
        var words = Words.Of(rest).TakeWhile(word => word.Lower is not ("," or "." or ";" or "and" or "but" or "since" or ":")).ToList();
        return words.Take(3).Any(word => word.Lower is "not" or "nicht" or "no" or "isn't") || words.Exists(word => word.Lower is "anymore")
            || (words.Count >= 2 && words[^2].Lower == "any" && words[^1].Lower == "more");
    }

    private static Relation Scan(List<Word> words, List<Word> behind, bool isBot)
    {
        var ofOutput = false;
        if (!isBot && behind is [{ Lower: "must" or "has" or "needs" },
            { Lower: "have" or "to" or "be" or "first" or "run" or "finish" }, ..])
        {
            return Relation.Needs;
        }

        for (var i = words.Count - 1; i >= 0; i--)
        {
            var word = words[i].Lower;
            var before = i > 0 ? words[i - 1].Lower : "";
            switch (word)
            {
                case "by" or "von" when Participle(words, i) is { } participle:
                    return participle is "called" or "started" && !isBot ? Relation.Unknown
                        : Taken.Contains(participle) ? isBot ? Relation.Feeds : Relation.Unknown
                        : participle is "owned" or "maintained" or "replaced" or "superseded" ? Relation.Beside : Relation.Needs;
                case "from" or "aus" or "after" or "nach" or "through" or "via" or "behind" or "once" or "out" or "seit":
                    return word is "out" && i + 1 < words.Count && words[i + 1].Lower is not "of" ? Relation.Unknown
                        : words.Take(i).TakeLast(4).Any(each => BesideWords.Contains(each.Lower) && each.Lower is not ("next" or "right"
                            or "part" or "same" or "into" or "together")) ? Relation.Beside : Relation.Needs;
                case "when" or "until" or "as" when behind.Take(4).Any(each => Ready.Contains(each.Lower)):
                    return before is "same" || (word == "as" && !words.Take(i).Any(each => each.Lower is "soon")) ? Relation.Beside
                        : Relation.Needs;
                case "to" or "for" or "an" or "für" or "auf" or "on" or "upon":
                    var verbs = words.Take(i).TakeLast(word is "on" or "upon" or "auf" ? 6 : 3);
                    if (word is "on" or "upon" or "auf" && verbs.Any(each => Resting.Contains(each.Lower)))
                    {
                        return Relation.Needs;
                    }

                    if (word is "to" or "for" && verbs.LastOrDefault() is { Lower: { } last } && (Waiting.Contains(last)
                        || last == "thanks"))
                    {
                        return Relation.Needs;
                    }

                    if (word is "to" or "for" or "für")
                    {
                        return Relation.Beside;
                    }

                    break;
                case "before" or "vor" when i + 2 >= words.Count:
                    return Relation.Beside;
                case "with" or "mit":
                    var verb = words.Take(i).LastOrDefault(each => ActionVerbs.IsForm(each.Lower)
                        || BesideWords.Contains(each.Lower)).Lower;
                    return verb is null ? Relation.Unknown : BesideWords.Contains(verb)
                        || verb.StartsWith("compare", StringComparison.Ordinal)
                        ? Relation.Beside : Needing.Contains(verb) || Working.Contains(verb) ? Relation.Needs : Relation.Unknown;
                case "of" when before is "output" or "outputs" or "result" or "results" or "files" or "data" or "export" or "exports":
                    ofOutput = before is not "files";
                    break;
            }

            if (BesideWords.Contains(word))
            {
                return Relation.Beside;
            }

            if (Feeding.Contains(word))
            {
                return Relation.Feeds;
            }

            if (Needing.Contains(word) || (ofOutput && (Working.Contains(word) || ActionVerbs.IsPredicate(word))))
            {
                return Relation.Needs;
            }
        }

        return Relation.Unknown;
    }

    /// <summary>The participle in front of <i>by</i>: <c>is used also by</c>, <c>picked up by</c>.</summary>
    private static string? Participle(List<Word> words, int by)
    {
        for (var i = by - 1; i >= Math.Max(0, by - 3); i--)
        {
            var word = words[i].Lower;
            if (Taken.Contains(word) || word.EndsWith("ed", StringComparison.Ordinal)
                || word is "written" or "made" or "built" or "fed" or "done"
                or "produced" or "kept" or "run" or "filed" or "gefüttert" or "geliefert")
            {
                return word;
            }
        }

        return null;
    }
}
