using Menace.Model.Languages;

namespace Menace.Pipeline.Documentation;

/// <summary>Finds the programming languages that a text names, and decides whether the bot is said to be written in them.</summary>
internal static class LanguageWords
{
    /// <summary>Names of languages that bots cannot have. Those that are ordinary words count with a capital.</summary>
    private static readonly HashSet<string> Others = Words.Set(
        """
        zsh ksh powershell perl ruby java javascript typescript node node.js go golang rust kotlin scala php cobol fortran c++ f# vba awk
        lua
        groovy r julia haskell elixir delphi pascal swift vb.net basic matlab sql clojure erlang
        """);

    private static readonly HashSet<string> OrdinaryWords = Words.Set("go node rust basic swift r julia ruby java pascal delphi");

    /// <summary>Words between an article and a language, and between it and what it is.</summary>
    private static readonly HashSet<string> Adjectives = Words.Set(
        """
        plain pure modern simple small little short tiny single tidy old new good boring clean typed minimal bare standalone straightforward
        trivial quick self-contained idiomatic posix portable vanilla compact lightweight normal ordinary strict one-file single-file unix
        bourne entirely completely just only all still now basically mostly-standard about mere lean classic regular fairly very
        console command-line internal in-house home-grown scheduled nightly daily hourly standard
        """);

    private static readonly HashSet<string> Programs = Words.Set(
        """
        script program programme tool bot job code app application console service function module one-liner daemon worker utility cli
        project implementation codebase file command batch source sources version skript programm dienst executable helper task wrapper
        loop process lines scripts agent robot automation routine
        """);

    private static readonly string[] Compounds = ["skript", "script", "programm", "dienst", "-tool", "-bot", "-service", "-job"];

    /// <summary>Words behind a language that go on with something else.</summary>
    private static readonly HashSet<string> Ends = Words.Set(
        """
        . , ; : ) ( ! - – — / | and on with that which because since for like throughout only by under as without using so from at run
        runs now
        too also but since therefore then here through via to too geschrieben programmiert implementiert umgesetzt und mit auf itself
        inside plus & + these is again today where while in of
        """);

    private static readonly HashSet<string> Copulas =
        Words.Set("is are it's that's being as ist sind 's just only still now be stays remains a an");

    private static readonly HashSet<string> Articles = Words.Set("a an one the our some ein eine einem its this");

    private static readonly HashSet<string> Creation = Words.Set(
        """
        written implemented coded programmed developed done built rewritten re-written ported converted translated moved migrated wrote
        rewrote made geschrieben programmiert implementiert umgesetzt reimplemented scripted code source script implementation logic
        expressed authored
        """);

    private static readonly HashSet<string> Makers = Words.Set("uses needs requires runs run on under with language in via through needs:");

    /// <summary>Returns the name in tasks.json of the language that is all of a text, or null.</summary>
    public static string? Language(string text)
    {
        var file = text.Trim().Trim('`');
        if (file.LastIndexOf('.') is var dot and > 0 && file[(dot + 1)..] is "py" or "cs" or "sh" && !file.AsSpan().ContainsAny(" ,;("))
        {
            return BotLanguages.Parse(file[(dot + 1)..])?.ToName();
        }

        string? found = null;
        foreach (var word in Words.Of(text))
        {
            var language = LanguageOf(word.Lower);
            if (language is not null && (found is null || found == language))
            {
                found = language;
            }
            else if (language is not null || !IsNoise(word.Lower))
            {
                return null;
            }
        }

        return found;
    }

    /// <summary>
    /// Returns the language of a text that is about nothing else, without what it says about the past and plans; an empty text if there are
    /// several or bots cannot have it, null if there is none.
    /// </summary>
    public static string? Labelled(string text)
    {
        if (Language(text.TrimEnd('.')) is { } whole)
        {
            return whole;
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in text.Split([',', ';', '(', ')', '\u2013', '\u2014']))
        {
            if (!Hedges.IsPast(part) && !Hedges.IsPlan(part))
            {
                var isDenied = Hedges.IsDenied(part);
                found.UnionWith(Mentions(part).Where(mention => !isDenied).Select(mention => mention.Language));
            }
        }

        return found.Count == 0 ? null : found.Count == 1 ? found.First() : "";
    }

    /// <summary>Returns whether a text names a language, also one that bots cannot have.</summary>
    public static bool NamesLanguage(string text) => Mentions(text).Any();

    /// <summary>
    /// Returns the language that a clause about the bot says it is written in; an empty text if there are several or bots cannot have
    /// it, null
    /// if there is none.
    /// </summary>
    /// <param name="clause">The clause.</param>
    /// <param name="isFragment">Whether it has no verb, or begins with its verb.</param>
    public static string? Stated(string clause, bool isFragment)
    {
        var words = Words.Of(clause);
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            if (LanguageAt(clause, words, i) is { } language && !IsLeft(words, i) && IsOfBot(words, i, isFragment))
            {
                found.Add(language);
            }
        }

        // A fragment that names another one beside it is not clear.
        return found.Count == 0 ? null
            : found.Count == 1 && !(isFragment && Mentions(clause).Any(mention => mention.Language != found.First()
            && !clause.Contains(" from ",
                StringComparison.Ordinal))) ? found.First() : "";
    }

    private static IEnumerable<(string Language, int Start)> Mentions(string text)
    {
        var words = Words.Of(text);
        return Enumerable.Range(0, words.Count).Select(i => (LanguageAt(text, words, i), words[i].Start))
            .Where(mention => mention.Item1 is not null).Select(mention => (mention.Item1!, mention.Start));
    }

    /// <summary>"from Perl to Python": the first one is left.</summary>
    private static bool IsLeft(List<Word> words, int at) =>
        at > 0 && words[at - 1].Lower == "from" && words.Skip(at).Take(4).Any(word => word.Lower is "to" or "into");

    private static bool IsOfBot(List<Word> words, int at, bool isFragment)
    {
        var next = at + 1;
        while (next < words.Count && ((IsVersion(words[next].Lower) && words[next].Lower is not ("(" or ")"))
            || LanguageOf(words[next].Lower) is not null || words[next].Lower is "core"))
        {
            next++;
        }

        var isMade = at > 0 && words[at - 1].Lower == "in" && words.Take(at).Any(each => Creation.Contains(each.Lower))
            && !(next < words.Count && words[next].Lower is "files" or "format" or "syntax" or "notation" or "style");
        if (!isMade && next < words.Count && !Ends.Contains(words[next].Lower) && !Programs.Contains(words[next].Lower))
        {
            return false;
        }

        var before = at - 1;
        while (before >= 0 && Adjectives.Contains(words[before].Lower))
        {
            before--;
        }

        var hasProgram = next < words.Count && Programs.Contains(words[next].Lower);
        if (before >= 0 && (Articles.Contains(words[before].Lower) || (hasProgram
            && words[before].Lower.EndsWith("'s", StringComparison.Ordinal))))
        {
            before--;
            while (before >= 0 && Adjectives.Contains(words[before].Lower))
            {
                before--;
            }
        }

        var word = before < 0 ? "" : words[before].Lower;
        return word switch
        {
            "" => isFragment || hasProgram,
            "in" or "to" or "into" or "with" => words.Take(before).Any(each => Creation.Contains(each.Lower)) || (word == "in" && isFragment
                && before == 0) || words.Skip(at).Any(each => each.Lower.StartsWith("ge", StringComparison.Ordinal)
                && Creation.Contains(each.Lower)),
            "of" => words.Take(before).Any(each => each.Lower is "line" or "lines" or "bit" or "piece" or "page" or "pages" or "handful"
                or "file" or "bits" or "loc" or "zeilen"),
            "," or "(" or "\u2013" or "\u2014" or "-" or ":" => isFragment || hasProgram,
            "on" or "under" => isFragment && before == 1 && words[0].Lower is "runs" or "run",
            "needs" or "requires" => isFragment && before == 0 && next > at + 1,
            _ => Copulas.Contains(word),
        };
    }

    private static string? LanguageAt(string text, List<Word> words, int at)
    {
        var lower = words[at].Lower;
        if (OrdinaryWords.Contains(lower) && char.IsLower(text[words[at].Start]))
        {
            return null;
        }

        if (at + 1 < words.Count && LanguageOf(lower + " " + words[at + 1].Lower) is { } spoken && LanguageOf(lower) is null)
        {
            return spoken;
        }

        return Others.Contains(lower) ? "" : LanguageOf(lower) is { } known && lower is not ("py" or "cs") ? known
            : Array.Find(Compounds, noun => lower.EndsWith(noun, StringComparison.Ordinal)) is { } compound
                ? LanguageOf(lower[..^compound.Length].TrimEnd('-')) : null;
    }

    private static string? LanguageOf(string word)
    {
        // A version can stand right behind the name.
        var digit = word.AsSpan().IndexOfAnyInRange('0', '9');
        word = digit > 3 && IsVersion(word[digit..]) ? word[..digit] : word;
        return (BotLanguages.Parse(word) ?? BotLanguages.Profiles.FirstOrDefault(profile =>
            profile.SpokenNames.Contains(word))?.Id)?.ToName();
    }

    private static bool IsVersion(string word) => word.Length > 0 && (char.IsDigit(word[0]) || (word[0] == 'v' && word.Length > 1
        && char.IsDigit(word[1])) || word is "(" or ")" or "+" or ">" or "=" or "\u2265" or "or" or "newer" or "later" or "higher" or "x");

    private static bool IsNoise(string word) => IsVersion(word) || Adjectives.Contains(word) || Programs.Contains(word)
        || word is ".net" or "dotnet" or "a" or "an" or "and" or "on" or "/" or "," or "." or "bin" or "core" or "usr" or "env" or "!"
        or "#"
            or "c" or "sharp" or "\uD83D" or "\uDC0D" or "\uDC1A" or "\u2705" or "\u2714" or "\u200D" or "\uFE0F" or "the" or "in"
                or "written";
}
