using System.Text;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>The words that label a field on pages, in lower case without punctuation.</summary>
internal static partial class FieldLabels
{
    private const int Longest = 60;
    private const int MostWords = 7;

    /// <summary>Labels whose words alone do not say what they are about.</summary>
    private static readonly Dictionary<string, PageField> Labels = Table(
        (PageField.Purpose, """
            what, what for, what it is for, what is it for, what is it, what is this, in short, in brief, in one sentence, in a nutshell,
            about, in one line, does what, one-liner,
            was er tut, was es tut, was er macht, was macht er, wozu, in a word, tells us, subject, role, duty, aim, job description, does
            """),
        (PageField.Functions, "interface, public interface, exports, operations, entry point, entry points, provides, public, fn"),
        (PageField.Examples, "try it, trust, proof, known results, expected results, test cases"),
        (PageField.Schedule, "when, at, cue, clock, kick-off, kickoff, kicks off, fires, wakes, wakes up, goes off, wie oft, beat, "
            + "rhythm, hours, hour, starts itself, start, start at, how often, wann, takt, start time, starting time, start times, at "
            + "what time, run times"),
        (PageField.Dependencies, """
            from what, from whom, after, reads, reads from, uses, data from, gets data from, builds on, who feeds it, where does the data
            come from,
            sources, source, what it needs, runs after, starts after, waits for, läuft nach, wants, first, before it, vorher nötig, vorher,
            asks, eats, follows, before it can start, before it starts, must run first
            """),
        (PageField.UsedBy, """
            used by, feeds, needed by, required by, read by, users, its users, who uses it, genutzt von, benutzt von, verwendet von,
            abnehmer,
            wird genutzt von, wird verwendet von, feeds into, goes to
            """),
        (PageField.Packages, "python packages, python libraries, requirements, external dependencies, pulls in, ingredients, modules, "
            + "imports, third-party, third party, what is installed"),
        (PageField.Language, "womit geschrieben, tongue, inside, made of, code, stack, tech, technology, platform, runtime, "
            + "implementation, made with, built with, made in, how, in what"),
        (PageField.License, "lic, copying, terms, rights, terms of use, legal"),
        (PageField.Memory, "mem, speicher"),
        (PageField.Resources, "ceiling, footprint, patience, may use, may eat, appetite, allowance, verbrauch, cap, max, hunger, "
            + "envelope, container"),
        (PageField.Timeout, """
            t/o, to, max time, maximum time, max run, longest time, max seconds, time max, longest run, how long may it run, how long may
            a run take, kill after,
            cut off after, time limit, run time limit, runtime limit, run limit, max runtime, max run time, maximum runtime, maximum run
            time,
            max duration, maximum duration, killed after, stopped after, aborted after, abbruch nach, zeitgrenze, maximale laufzeit,
            longest,
            gives up after, ends after
            """),
        (PageField.TimeZone, "tz, zone, zeitzone, time zone"),
        (PageField.Days, "days, day, weekdays, on days, tage"),
        (PageField.Bot, """
            bot, bots, name, bot name, task, task name, job, job name, script, service, agent, worker, automation, component, id, robot,
            robots, helper, tool, module, program, programme, process, routine, bot id, job id, which bot, scripts, jobs, tasks, agents,
            skript, programm, dienst, tools, programs, workers
            """),
        (PageField.Parameters, "parameters, parameter, arguments, argument, args, params, takes, parameter list"),
        (PageField.Result, """
            returns, return, return type, return value, result, results, output, expected, expected output, expected result,
            expected value, out, gives, ergebnis, rückgabe, ausgabe
            """),
        (PageField.Call, "call, calls, expression, aufruf"));

    /// <summary>Beginnings of words, and the field of a label that has them. The first one that fits decides.</summary>
    private static readonly (PageField Field, string[] Stems)[] Stems =
    [
        (PageField.License, ["licen", "spdx", "lizenz"]),
        (PageField.Examples, ["example", "sample", "beispiel"]),
        (PageField.Packages, ["package", "librar", "libs", "pip", "pypi", "nuget", "pkg", "paket", "fremdpaket", "bibliothek",
            "thirdparty"]),
        (PageField.Functions, ["function", "signature", "method", "api", "callable", "func", "funktion", "schnittstelle"]),
        (PageField.TimeZone, ["timezone"]),
        (PageField.Memory, ["memory", "ram", "arbeitsspeicher", "hauptspeicher"]),
        (PageField.Cpu, ["cpu", "cores", "vcpu", "kerne", "prozessorkerne", "core"]),
        (PageField.Timeout, ["timeout", "time-out", "times-out", "zeitlimit"]),
        (PageField.Language, ["language", "written", "coded", "programmed", "implemented", "lang", "lng", "sprache",
            "programmiersprache", "geschrieben"]),
        (PageField.Resources, ["resource", "limit", "quota", "sizing", "ressourcen", "grenze", "grenzwert", "budget"]),
        (PageField.UsedBy, ["downstream", "consumer"]),
        (PageField.Dependencies, ["depend", "need", "requir", "upstream", "prerequisit", "relies", "predecessor", "fed", "waits",
            "input", "deps", "dep",
            "reqs", "abhängig", "hängt", "benötigt", "braucht", "voraussetzung", "vorgänger", "feeder"]),
        (PageField.Schedule, ["schedul", "cron", "sched", "freq", "interval", "cadence", "trigger", "timing", "timer", "periodicity",
            "recurrence",
            "runs", "run", "starts", "started", "execution", "zeitplan", "läuft", "startet", "ausführung", "rhythmus", "often"]),
        (PageField.Purpose, ["purpose", "descr", "desc", "summary", "goal", "objective", "responsib", "zweck", "aufgabe", "beschreibung",
            "kurzbeschreibung",
            "does", "mission"]),
        (PageField.Status, ["status", "state", "lifecycle", "zustand"]),
    ];

    /// <summary>Words of labels that say nothing.</summary>
    private static readonly HashSet<string> Empty = Words.Set(
        """
        the a an of its it is are does do what which how in on by for from to and other bot bots job task script this our we us used
        external
        public programming exact third third-party party first when expr expression line entry max maximum any all only identifier id
        code our
        bot's main required allowed at every automatically automatic up text short long under with ab von er be can may short own full
        main exported offered usage worked callable upon usually time use uses much many own der die das des output outputs results
        result has have
        us limits runs run entries setting settings value made that output reads read data plan
        """);

    private static readonly string[] Joints = [" of ", " from ", " for ", " in "];

    /// <summary>Headings below which nothing is said about how the bot is.</summary>
    private static readonly string[] Ignored =
    [
        "history", "changelog", "change log", "changes", "release notes", "ideas", "idea", "todo", "to do", "planned", "plans",
            "roadmap", "open questions",
        "open points", "future", "backlog", "wishes", "wish list", "wishlist", "proposal", "proposals", "alternatives", "rejected",
            "retired", "removed",
        "decommissioned", "deprecated", "obsolete", "archive", "archived", "former", "formerly", "old", "legacy", "previous",
            "discussion", "comments",
        "mails", "meeting minutes", "meeting notes", "incident", "incidents", "postmortem", "post-mortem", "changed",
            "not used", "unused",
        "tried", "experiments", "verlauf", "geschichte", "änderungen", "historie", "ideen", "geplant", "offene punkte", "offene fragen",
            "abgeschaltet",
        "stillgelegt", "früher", "template", "draft", "superseded", "not yet", "next", "later", "soon", "considered", "before",
    ];

    /// <summary>Words that are such a part only in a short heading.</summary>
    private static readonly HashSet<string> Ordinary =
        Words.Set("next later soon before old previous changes comments draft template tried former removed");

    /// <summary>Returns what a label, the head of a column or a heading is about.</summary>
    public static PageField Of(string label)
    {
        var normal = Normal(label);
        if (normal.Length is 0 or > Longest || label.Contains(": ", StringComparison.Ordinal)
            || (label.Contains('(') && !label.Contains(')')))
        {
            return PageField.None;
        }

        if (Labels.TryGetValue(normal, out var field))
        {
            return field;
        }

        // "Examples from the protocol", "Functions of the bot"
        foreach (var word in Joints)
        {
            if (normal.IndexOf(word, StringComparison.Ordinal) is var at and > 0 && Of(normal[..at]) is var front
                && front is PageField.Functions or PageField.Examples or PageField.Packages)
            {
                return front;
            }
        }

        if (FromOthers().IsMatch(normal))
        {
            return PageField.Dependencies;
        }

        if (label.AsSpan().ContainsAny('/', '&', ',') && label.Split('/', '&', ',').Select(Of).Distinct().Count() > 1)
        {
            return PageField.None;
        }

        var words = normal.Split(' ');
        foreach (var (stemmed, stems) in Stems)
        {
            if (words.Length <= MostWords && Array.Exists(words, word => Begins(word, stems))
                && Array.TrueForAll(words, word => Empty.Contains(word) || Array.Exists(Stems, row => Begins(word, row.Stems))))
            {
                return stemmed;
            }
        }

        return PageField.None;
    }

    /// <summary>Returns the field that a question asks for.</summary>
    public static PageField OfQuestion(string question) =>
        Why().IsMatch(question) ? PageField.None
        : Array.Find(Asked(), row => row.Words.IsMatch(question)).Field;

    private static (PageField Field, Regex Words)[] Asked() =>
    [
        (PageField.License, LicenseAsked()), (PageField.Packages, PackagesAsked()), (PageField.Language, LanguageAsked()),
        (PageField.Resources, LimitsAsked()), (PageField.Dependencies, NeedsAsked()), (PageField.Schedule, TimesAsked()),
    ];

    /// <summary>A short stem is a whole word.</summary>
    private static bool Begins(string word, string[] stems) =>
        Array.Exists(stems, stem => word == stem || (stem.Length > 3 && word.StartsWith(stem, StringComparison.Ordinal)
            && word.Length <= stem.Length + 6));

    /// <summary>Returns whether a heading begins a part about the past, plans or talk.</summary>
    public static bool IsIgnored(string heading)
    {
        var normal = " " + Normal(heading) + " ";
        var isLong = normal.Count(c => c == ' ') > 4;
        return Array.Exists(Ignored, word => (!isLong || !Ordinary.Contains(word))
            && normal.Contains(" " + word + " ", StringComparison.Ordinal));
    }

    /// <summary>The words of a label in lower case: without marks, what stands in brackets, and articles.</summary>
    public static string Normal(string label)
    {
        if (label.Length > 4 * Longest)
        {
            return "";
        }

        var bracket = label.IndexOf('(');
        var text = new StringBuilder();
        foreach (var c in bracket > 0 ? label[..bracket] : label)
        {
            text.Append(char.IsLetterOrDigit(c) || c is '-' or '#' ? char.ToLowerInvariant(c) : ' ');
        }

        var words = text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipWhile(IsNumbering).ToList();
        return string.Join(' ', words is ["the" or "its" or "die" or "der" or "das", .. var rest] ? rest : words);
    }

    private static bool IsNumbering(string word) => word.All(c => char.IsDigit(c) || c == '-');

    private static Dictionary<string, PageField> Table(params (PageField Field, string Words)[] rows)
    {
        var table = new Dictionary<string, PageField>(StringComparer.Ordinal);
        foreach (var (field, words) in rows)
        {
            foreach (var word in words.Split([',', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                table.TryAdd(word, field);
            }
        }

        return table;
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^(?:\w+ )?(?:eats?|feeds?|takes?|leans?|builds?|draws?|lives?|hangs?|sits?|stands?|listens?|looks?|gets?|reads?|"
        + @"pulls?|fetch(?:es)?|"
        + @"asks?|picks?|works?|fed|taken|based|drinks?|relies|rests?)(?: \w+)? (?:from|on|off|of|to|at|upon|by)$", Options)]
    private static partial Regex FromOthers();

    [GeneratedRegex(@"^(?:why|who|can|may|could|should|will|would)\b", Options)]
    private static partial Regex Why();

    [GeneratedRegex(@"\b(?:licen[cs]e|terms)\b", Options)]
    private static partial Regex LicenseAsked();

    [GeneratedRegex(@"\b(?:packages?|librar(?:y|ies))\b", Options)]
    private static partial Regex PackagesAsked();

    [GeneratedRegex(@"\b(?:language|written)\b", Options)]
    private static partial Regex LanguageAsked();

    [GeneratedRegex(@"\b(?:memory|how much|hungry|eat|cores?|limits?|how long may)\b", Options)]
    private static partial Regex LimitsAsked();

    [GeneratedRegex(@"\b(?:needs?|have to be there|has to be there|depends?|requires?|waits? for)\b", Options)]
    private static partial Regex NeedsAsked();

    [GeneratedRegex(@"^(?:when|how often|and when|at what|what time)\b", Options)]
    private static partial Regex TimesAsked();
}
