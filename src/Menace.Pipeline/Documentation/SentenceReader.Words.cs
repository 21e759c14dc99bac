using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <content>The words that distinguish sentences.</content>
internal sealed partial class SentenceReader
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace;

    [GeneratedRegex(@"^\d+(?:\.\d+)+\.?[ ](?=\p{Lu})|^(?:Note|NB|N\.B\.|Attention|Warning|Important|Caution|Hint|Tip|Hinweis|Achtung|"
        + @"Wichtig|Exception|Ausnahme):[ ]?", Options)]
    private static partial Regex Notice();

    [GeneratedRegex(@",?[ ](?:and[ ])?(?:no|without)[ ](?:\w+[ ])?(?:dependencies|packages|libraries|frameworks?)\b", Options)]
    private static partial Regex NoMore();

    [GeneratedRegex(@"^(?:should|would|could|will|might|shall|soll|sollte|würde)\b", Options)]
    private static partial Regex Modal();

    [GeneratedRegex(@"\w[ ]it\b", Options)]
    private static partial Regex Object();

    [GeneratedRegex(@"^[,][ ]*(?:which|that|der|die|das)[ ]|^(?:which|that|der|die|das)[ ]", Options)]
    private static partial Regex WhichIs();

    [GeneratedRegex(@"(?:,|;|,?[ ]and|,?[ ]while|,?[ ]whereas|,?[ ]but)(?:[ ]the)?[ ][`""]?$", Options)]
    private static partial Regex OwnSubject();

    [GeneratedRegex(@"^[ ](?:is|are|runs?|needs?|depends?|uses?|reads?|starts?|in|at|every|takes|waits|requires?)[ ]", Options)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^,?[ ]*(?:(?:the|our|der|die|das)[ ](?=[\w`]+[-_A-Z]))?",
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comma();

    [GeneratedRegex("""
        ^(?:(?:If|When|Should)[ ])?(?:(?:The|Its|Their|A|An|All|Any|Each|Every|Der|Die|Das)[ ])?(?:hard[ ]|whole[ ]|entire[ ]|complete[ ]|
        source[ ]|single[ ]|memory[ ]|
        time[ ]|run[ ]|its[ ]|of[ ]the[ ])*
        (?:limits?|timeout|quota|cap|budget|memory|ram|cpu|cpus|runs?|runtime|code|source|sources|implementation|script|program|logic|
        thing|licen[cs]e|
        codebase|everything|container|process|execution|ceiling|allowance|quelltext|quellcode|rest|file)\b
        |^(?:MIT|Apache|BSD|ISC|Licen[cs]ed?|Written|Released|Published|Coded|Implemented)\b|^(?:An?|One|Plain|Pure|Small|Just|About|Some|
        Roughly|
        Single|Simple)?[ ]?(?:[\w-]+[ ]){0,3}(?:lines?[ ]of|Python|C\#|Bash|POSIX|Shell|sh)(?!\w)|^[A-Z]\w+[ ]wrote[ ](?:it|this)\b
        """, Options)]
    private static partial Regex PartSubject();

    [GeneratedRegex("""
        \b(?:cron(?:[ ]?job|tab)?|scheduler|systemd(?:[ ]timer)?|timer|we|jenkins|gitlab|cronjob|airflow|
        kubernetes|nomad|watchdog|supervisor|runner|pipeline|orchestrator|system)[ ](?:\w+[ ])?(?:cuts?|ends?|shoots?|runs?|starts?|
        triggers?|launch(?:es)?|kicks?(?:[ ]off)?|
        fires?|calls?|executes?|wakes?|kills?|stops?|gives?|allows?|terminates?|aborts?|limits?|grants?)[ ](?:it|off|the[ ](?:bot|job|
        script|task|
        run)|this[ ](?:bot|job|one)|runs?)\b|^(?:Give|Kill|Limit|Allow|Abort|Stop)[ ](?:it|the[ ](?:bot|job|script|task|run))\b
        """, Options)]
    private static partial Regex AgentSubject();

    [GeneratedRegex(@"^(?:Its|The|Die|Der|Das)[ ](?<label>[\w -]{2,40}?)(?:[ ](?:of|for)[ ](?:the|this)[ ](?:bot|job|script|task|"
        + @"program|tool|"
        + @"service))?[ ](?:is|are|ist)[ ](?:the[ ]|set[ ]to[ ]|in[ ]|written[ ]in[ ])?", Options)]
    private static partial Regex Fact();

    [GeneratedRegex(@"\b(?:runs?|running|started|starts?|scheduled?|cron|crontab|executed|fires|läuft|laufen|startet|gestartet|"
        + @"launched)\b", Options)]
    private static partial Regex RunCue();

    [GeneratedRegex(@"\b(?:it|its|the[ ]bot|this[ ]bot|the[ ]job|the[ ]task|the[ ]script|the[ ]run|the[ ]schedule|er|es|der[ ]bot|"
        + @"the[ ]cron|"
        + @"crontab)\b", Options)]
    private static partial Regex AboutIt();
}
