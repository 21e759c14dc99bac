namespace Menace.Pipeline.Documentation;

/// <summary>The verbs that people use for what a bot does.</summary>
internal static class ActionVerbs
{
    private static readonly HashSet<string> Base = new(
        """
        accept add adjust aggregate alert align allocate analyse analyze announce answer append apply approve archive arrange assemble
        assign associate
        audit back balance batch block book broadcast build bundle calculate calibrate call cancel capture catalogue categorise
        categorize change charge chase
        check choose classify clean cleanse clear close code collate collect combine compare compile complete compress compute condense
        confirm
        connect consolidate construct convert copy correct correlate count crawl create crop cross-check cut deactivate decide decode
        decrypt
        deduplicate delete deliver deploy derive describe detect determine digest discard dispatch display distribute divide download
        draft draw
        drop dump duplicate edit email embed empty encode encrypt enrich ensure enter erase escalate estimate evaluate exchange expand
        expire explain export
        expose extract fetch file fill filter find fix flag flatten flush fold forecast format forward free freeze generate get give
        grade greet group guard
        handle harvest hash hide highlight import index inform insert inspect install invite issue join judge keep label lay link list
        listen load lock
        log look lower mail maintain make manage map mark mask match measure merge migrate mirror mix monitor move name normalise
        normalize note notify number
        obtain offer open optimise optimize order organise organize pack page pair parse pass patch pay pick ping place plan play plot
        poll populate post
        predict prepare present preserve press prevent print process produce propose protect provide prune publish pull purge push put
        query queue raise
        rank rate read rebuild receive recalculate recognise recognize recommend recompute reconcile record redact reduce refresh refund
        register reject release
        relay reload remind remove rename render renew reorder repair repeat replace replicate reply report request reschedule resend
        reserve reset resize
        resolve respond restart restore retrieve retry return reverse review rewrite roll rotate round route sample sanitise sanitize
        save scale scan
        schedule score scrape screen seal search select send separate set settle shift ship shorten show shred shrink shut sign simplify
        simulate slice
        smooth snapshot solve sort spell split spot spread stamp stitch stop store stream strip submit subscribe subtract suggest sum
        summarise summarize
        supply suspend swap switch sync synchronise synchronize tabulate tag tail take tally tell test throttle tidy tie trace track
        train transcode
        transcribe transfer transform translate transmit transpose trigger trim truncate tune turn tweet typeset unlock unpack unzip
        update upload
        validate verify visit wake walk warn wash watch weigh wipe withdraw wrap write zip
        """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static readonly HashSet<string> Forms = new(Base.Select(Third), StringComparer.Ordinal);

    /// <summary>Verbs of sentences about a bot that do not say what it does.</summary>
    private static readonly HashSet<string> Others = new(
        """
        is was has does runs run needs requires depends relies uses lives belongs starts waits comes came exists stands owns begins
        started became stays
        remains costs dates goes sits resides works consists contains owes likes loves ran had were are seems tends appears becomes
        became grew gets will would should can could may might must
        means happens lasts finishes ends fails crashes breaks dies ist war hat läuft braucht benötigt gehört heißt nutzt verwendet hängt
        liegt wird wurde steht stammt
        """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static readonly HashSet<string> Determiners = new(
        ("the a an all every each any our your their its new incoming outgoing this that these those both two three four from to into for "
            + "out up whether").Split(' '),
        StringComparer.Ordinal);

    /// <summary>Words behind a noun in the plural.</summary>
    private static readonly HashSet<string> NounSigns = new(
        ("of are were have had can will may must should do go come run live need use get stay apply arrive which that who is "
            + "was has").Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Plurals = Words.Set(
        """
        notes results details files logs tests jobs bots times limits packages functions examples owners users runs this its news always
        sometimes
        perhaps as was is us sundays mondays tuesdays wednesdays thursdays fridays saturdays weekdays weekends dependencies needs
        requirements
        libraries inputs outputs sources contacts questions remarks alarms reports mails contents things
        """);

    private static readonly HashSet<string> Prepositions = new("by in from before after at on to with since until".Split(' '),
        StringComparer.Ordinal);

    private static readonly HashSet<string> GermanDeterminers = new(
        "die der das den dem ein eine einen alle jede jeden jedes neue aus an auf für fehlende sich täglich".Split(' '),
            StringComparer.Ordinal);

    /// <summary>Returns whether a text has a verb without an ending in front of an article: <c>set the schedule</c>.</summary>
    public static bool HasCommand(string text)
    {
        var words = Words.Of(text);
        return Enumerable.Range(1, Math.Max(0, words.Count - 1)).Any(i => words[i].Lower is "the" or "a" or "an" or "it" or "this" or "all"
            && (Base.Contains(words[i - 1].Lower) || words[i - 1].Lower is "do" or "use" or "see" or "let"));
    }

    /// <summary>Returns whether a word is a verb that does not say what a bot does.</summary>
    public static bool IsOther(string word) => Others.Contains(word.ToLowerInvariant());

    /// <summary>Returns whether a word is a form of a verb.</summary>
    public static bool IsForm(string word) => word.ToLowerInvariant() is var lower && (Forms.Contains(lower) || Others.Contains(lower)
        || IsPastForm(lower));

    /// <summary>Returns whether a sentence begins with a verb that says what a bot does, as in <c>Reads all files</c>.</summary>
    /// <param name="word">Its first word.</param>
    /// <param name="next">Its second word.</param>
    /// <param name="third">Its third word.</param>
    public static bool IsAction(string word, string next, string third)
    {
        var lower = word.ToLowerInvariant();
        if (lower.Length < 3 || Others.Contains(lower))
        {
            return false;
        }

        // Nouns look the same in the plural: only a determiner shows that an unknown word is a verb.
        return Forms.Contains(lower) ? !NounSigns.Contains(next) && !(IsPastForm(next) && Prepositions.Contains(third))
            : (lower.EndsWith('s') && !lower.EndsWith("ss", StringComparison.Ordinal) && Determiners.Contains(next.ToLowerInvariant())
                && next.ToLowerInvariant() is not
                ("for" or "from" or "to" or "that" or "this"))
            || (char.IsUpper(word[0]) && lower.Length > 3 && lower.EndsWith('s') && !lower.EndsWith("ss", StringComparison.Ordinal)
            && !Plurals.Contains(lower)
                && next.Length > 0 && !NounSigns.Contains(next) && !Prepositions.Contains(next) && (!IsForm(next) || next.EndsWith('s'))
                && next.ToLowerInvariant() is not ("for" or "that" or "with" or "without" or "as" or "and" or "or" or "this" or "not"
                or "every" or "only"))
            || (lower.EndsWith('t') && lower.AsSpan().ContainsAny("äöüß") && char.IsUpper(word[0]))
            || (lower.EndsWith('t') && GermanDeterminers.Contains(next.ToLowerInvariant()));
    }

    /// <summary>Returns whether a word behind the name of a bot is a verb that says what the bot does.</summary>
    public static bool IsPredicate(string word) => word.ToLowerInvariant() is { Length: > 2 } lower && !Others.Contains(lower)
        && (Forms.Contains(lower) || (lower.EndsWith('s') && !lower.EndsWith("ss", StringComparison.Ordinal)
            && !lower.EndsWith("'s", StringComparison.Ordinal)
            && lower is not ("always" or "this" or "its" or "thus" or "plus" or "jobs" or "bots" or "results"
                or "sometimes" or "perhaps" or "besides" or "files"
                or "runs" or "towards" or "afterwards" or "las" or "das" or "was" or "als" or "bis")));

    private static bool IsPastForm(string lower) => lower.Length > 4 && lower.EndsWith("ed", StringComparison.Ordinal);

    private static string Third(string verb) =>
        verb.EndsWith('s') || verb.EndsWith("sh", StringComparison.Ordinal) || verb.EndsWith("ch", StringComparison.Ordinal)
            || verb.EndsWith('x') || verb.EndsWith('z') ? verb + "es"
        : verb.EndsWith('y') && verb.Length > 2 && !"aeiou".Contains(verb[^2]) ? verb[..^1] + "ies" : verb + "s";
}
