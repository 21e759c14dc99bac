using System.Text;

namespace Menace.Pipeline.Documentation;

/// <summary>The words that label a field on pages, in lower case without punctuation.</summary>
internal static class FieldLabels
{
    private const int Longest = 60;

    private static readonly Dictionary<string, PageField> Labels = Table(
        (PageField.Purpose, """
            purpose, what it does, what does it do, what, what it is for, what for, what the bot does, description, short description,
            summary, does,
            role, duty, aim, goal, objective, in short, in brief, in one sentence, in a nutshell, about, responsibility, zweck, aufgabe,
            beschreibung, kurzbeschreibung, was er tut, was es tut, was er macht, was macht er, wozu, was, desc, descr, what is it for,
            what does the bot do, job description, what is it, what is this, in a word, bot does, tells us, subject
            """),
        (PageField.Functions, """
            functions, public functions, function, api, public api, interface, public interface, exports, exported functions, signature,
            signatures, methods, public methods, method, operations, functions offered, entry point, main function, main functions,
            public method, provides, provided functions, exported, callable functions, func, funcs, which functions, what functions,
            what functions does it have, which functions does it have, fn, entry points, funktionen, funktion,
            öffentliche funktionen, schnittstelle
            """),
        (PageField.Examples, """
            examples, example, sample calls, sample call, example calls, example call, worked examples, usage examples, samples,
            known results,
            expected results, test cases, beispiele, beispiel, beispielaufrufe, beispielaufruf
            """),
        (PageField.Schedule, """
            schedule, scheduled, runs, run, when, when it runs, when does it run, cron, crontab, sched, freq, cron expr, cron expression,
            how often does it run, start at, at what time, runs automatically, cron schedule, frequency,
            how often, runs at, run at, runs every, starts, starts at, start time, timing, cadence, interval, trigger, triggered, runs when,
            zeitplan, läuft, wann, wann läuft er, takt, rhythmus, start, startet, ausführung, execution, execution time, run schedule,
            periodicity, recurrence, timer, scheduling, when does it start, how often does it start, when is it started, which schedule,
            at which times, start times, cron line, cron entry,
            starting time, run times, runs on
            """),
        (PageField.Dependencies, """
            depends on, dependencies, dependency, depends, needs, requires, required bots, upstream, upstream bots, prerequisites,
            prerequisite,
            relies on, after, runs after, waits for, reads from, reads, input from, inputs from, gets its input from, fed by, builds on,
            needs the output of, needs output of, needs results of, uses, uses bots, bots it needs, needs bots, other bots, deps, dep,
            reqs, from what, from whom, what does it need, what it needs, what does it depend on, which bots does it need, who feeds it,
            where does the data come from, needs which bots, depends on bots, bots needed, needed bots, needs first, sources, source,
            gets data from, data from, input bots, predecessor, predecessors, inputs, input,
            abhängigkeiten, abhängigkeit, hängt ab von, abhängig von, benötigt, braucht, voraussetzung, voraussetzungen, vorgänger,
            läuft nach
            """),
        (PageField.UsedBy, """
            used by, consumers, consumer, downstream, downstream bots, feeds, needed by, required by, read by, users, its users,
            who uses it, genutzt von,
            benutzt von, verwendet von, wird genutzt von, wird verwendet von, abnehmer
            """),
        (PageField.Packages, """
            packages, package, libraries, library, libs, third-party packages, third party packages, thirdparty packages, python packages,
            nuget packages, nuget, pip, pypi, pip packages, requirements, external packages, external libraries, third-party libraries,
            third party libraries, third-party, third party, package references, pkg, pkgs, which packages, what packages,
            which libraries, which packages does it use, what is installed, packages used, used packages, external dependencies,
            third-party dependencies, python libraries, nuget libraries, packages from pypi, packages from nuget,
            pakete, bibliotheken, fremdpakete
            """),
        (PageField.Language, """
            language, programming language, written in, implemented in, implementation, lang, implementation language, prog language,
            which language, what language, in which language, what is it written in, which language is it written in, code language,
            language of the code, lng, coded in, programmed in, code, stack, tech, technology, made with, built with, platform,
            runtime, sprache, programmiersprache, geschrieben in
            """),
        (PageField.License, """
            license, licence, licensed under, spdx, spdx license, spdx licence, spdx id, spdx-license-identifier, license id,
            licence id, lic, code license, which licence, which license, what licence, what license, under which licence,
            under which license, code licence, lizenz
            """),
        (PageField.Resources, "resources, resource limits, limits, limit, quota, sizing, ressourcen, grenzen, grenzwerte"),
        (PageField.Cpu, "cpu, cpus, cpu max, max cpu, max cores, cpu limit, cpu cores, cores, vcpu, vcpus, kerne, prozessorkerne"),
        (PageField.Memory, """
            memory, ram, mem, mem limit, memory max, max mem, how much memory, how much memory may it use, memory limit, max memory,
            maximum memory, ram limit, max ram, speicher, arbeitsspeicher, hauptspeicher
            """),
        (PageField.Timeout, """
            timeout, time-out, time out, t/o, to, max time, maximum time, max seconds, time max, run time limit, runtime limit,
            longest run, how long may it run, how long may a run take, kill after, cut off after, time limit, run limit, max runtime,
            max run time, maximum runtime, maximum run time, max duration,
            maximum duration, killed after, stopped after, aborted after, times out after, zeitlimit, abbruch nach, zeitgrenze,
            maximale laufzeit
            """),
        (PageField.TimeZone, "time zone, timezone, tz, zeitzone, zone"),
        (PageField.Status, "status, state, lifecycle, life cycle, zustand"),
        (PageField.Bot, """
            bot, bots, name, bot name, task, task name, job, job name, script, service, agent, worker, automation, component, id, robot,
            robots, helper, tool, module, program, programme, process, routine, bot id, job id, which bot, scripts, jobs, tasks, agents,
            skript, programm,
            dienst
            """),
        (PageField.Parameters, "parameters, parameter, arguments, argument, args, params, takes, parameter list"),
        (PageField.Result, """
            returns, return, return type, return value, result, results, output, expected, expected output, expected result,
            expected value, out, gives, ergebnis, rückgabe, ausgabe
            """),
        (PageField.Call, "call, calls, expression, aufruf"));

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
        "mails", "meeting minutes", "meeting notes", "incident", "incidents", "postmortem", "post-mortem", "faq", "questions",
            "not used", "unused",
        "tried", "experiments", "verlauf", "geschichte", "änderungen", "historie", "ideen", "geplant", "offene punkte", "offene fragen",
            "abgeschaltet",
        "stillgelegt", "früher", "template", "draft", "superseded", "not yet", "next", "later", "soon", "considered", "before",
    ];

    /// <summary>Returns what a label, the head of a column or a heading is about.</summary>
    public static PageField Of(string label)
    {
        var normal = Normal(label);
        if (normal.Length is 0 or > Longest)
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
            if (normal.IndexOf(word, StringComparison.Ordinal) is var at and > 0 && Labels.TryGetValue(normal[..at], out field)
                && field is PageField.Functions or PageField.Examples or PageField.Packages)
            {
                return field;
            }
        }

        return PageField.None;
    }

    /// <summary>Returns whether a heading begins a part about the past, plans or talk.</summary>
    public static bool IsIgnored(string heading)
    {
        var normal = " " + Normal(heading) + " ";
        return Array.Exists(Ignored, word => normal.Contains(" " + word + " ", StringComparison.Ordinal));
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
}
