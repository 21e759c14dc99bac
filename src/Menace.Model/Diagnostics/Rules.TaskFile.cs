namespace Menace.Model.Diagnostics;

// MENACE1xxx: mistakes in tasks.json.
partial class Rules
{
    /// <summary>MENACE1001.</summary>
    public static readonly RuleDescriptor InvalidJson = new("MENACE1001", "Invalid JSON",
        "Invalid JSON: expected {0}, found {1}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1002.</summary>
    public static readonly RuleDescriptor TrailingComma = new("MENACE1002", "Trailing comma",
        "A comma before a closing bracket is not JSON; remove it", RuleSeverity.Warning, TaskFile);

    /// <summary>MENACE1003.</summary>
    public static readonly RuleDescriptor DuplicateProperty = new("MENACE1003", "Duplicate property",
        "Duplicate property '{0}' (first at line {1}); keep one", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1004.</summary>
    public static readonly RuleDescriptor Comment = new("MENACE1004", "Comment",
        "Comments are not portable JSON; other tools may refuse this file", RuleSeverity.Information, TaskFile);

    /// <summary>MENACE1005.</summary>
    public static readonly RuleDescriptor ControlCharacter = new("MENACE1005", "Unescaped control character",
        "Unescaped control character U+{0} in a string; write \\n, \\t or \\u{0}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1006.</summary>
    public static readonly RuleDescriptor ForeignQuotes = new("MENACE1006", "Wrong quotes",
        "Quotes around '{0}' are not JSON; use \"", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1008.</summary>
    public static readonly RuleDescriptor NeverClosed = new("MENACE1008", "Never closed",
        "'{0}' opened here is never closed", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1009.</summary>
    public static readonly RuleDescriptor NotJson = new("MENACE1009", "Not a JSON value",
        "'{0}' is not a JSON value; did you mean {1}?", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1101.</summary>
    public static readonly RuleDescriptor RootKind = new("MENACE1101", "Wrong root",
        "The file must be an array of tasks or an object with 'tasks', but is {0}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1102.</summary>
    public static readonly RuleDescriptor MissingProperty = new("MENACE1102", "Missing property",
        "{0} is missing the required property '{1}'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1103.</summary>
    public static readonly RuleDescriptor WrongType = new("MENACE1103", "Wrong type",
        "'{0}' must be {1}, but is {2}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1104.</summary>
    public static readonly RuleDescriptor UnknownProperty = new("MENACE1104", "Unknown property",
        "Unknown property '{0}'{1}", RuleSeverity.Warning, TaskFile);

    /// <summary>MENACE1105.</summary>
    public static readonly RuleDescriptor NoTasks = new("MENACE1105", "No tasks",
        "The file defines no tasks", RuleSeverity.Warning, TaskFile);

    /// <summary>MENACE1201.</summary>
    public static readonly RuleDescriptor DuplicateTask = new("MENACE1201", "Duplicate task",
        "Duplicate task name '{0}' (first at line {1}); names are unique", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1202.</summary>
    public static readonly RuleDescriptor NameDiffersByCase = new("MENACE1202", "Names differ by case",
        "The names '{0}' and '{1}' differ only by case; on many file systems they are one folder", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1203.</summary>
    public static readonly RuleDescriptor InvalidName = new("MENACE1203", "Invalid task name",
        "'{0}' is not a valid task name: use letters, digits, '_', '-' and '.', and start with a letter; for example '{1}'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1204.</summary>
    public static readonly RuleDescriptor NameEscapes = new("MENACE1204", "Name escapes the folder",
        "The name '{0}' would leave the folder of the repositories; names have no '/', '\\' or ':' and are not '.' or '..'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1205.</summary>
    public static readonly RuleDescriptor ReservedName = new("MENACE1205", "Reserved file name",
        "'{0}' is a reserved file name on Windows; choose another, for example '{1}'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1206.</summary>
    public static readonly RuleDescriptor IdentifierClash = new("MENACE1206", "Same identifier",
        "The names '{0}' and '{1}' have the same identifier '{2}' in code; rename one", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1207.</summary>
    public static readonly RuleDescriptor NameTooLong = new("MENACE1207", "Name too long",
        "The name has {0} characters; at most {1} are allowed", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1208.</summary>
    public static readonly RuleDescriptor StandardLibraryName = new("MENACE1208", "Name of a standard module",
        "A Python bot named '{0}' would hide the module '{1}' of the standard library; rename it, for example to '{0}_bot'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1301.</summary>
    public static readonly RuleDescriptor UnknownDependency = new("MENACE1301", "Unknown dependency",
        "Task '{0}' depends on '{1}', which is no task of this file{2}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1302.</summary>
    public static readonly RuleDescriptor DependencyCycle = new("MENACE1302", "Dependency cycle",
        "The dependencies form a cycle: {0}; remove one of them", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1303.</summary>
    public static readonly RuleDescriptor SelfDependency = new("MENACE1303", "Dependency on itself",
        "Task '{0}' depends on itself; remove the dependency", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1304.</summary>
    public static readonly RuleDescriptor RepeatedDependency = new("MENACE1304", "Dependency listed twice",
        "Task '{0}' lists the dependency '{1}' twice", RuleSeverity.Warning, TaskFile);

    /// <summary>MENACE1401.</summary>
    public static readonly RuleDescriptor InvalidCron = new("MENACE1401", "Invalid cron expression",
        "Invalid cron expression '{0}': {1}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1402.</summary>
    public static readonly RuleDescriptor CronNeverFires = new("MENACE1402", "Cron never fires",
        "The cron expression '{0}' never fires: no year has such a day", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1403.</summary>
    public static readonly RuleDescriptor UnknownSchedule = new("MENACE1403", "Unknown schedule",
        "Unknown schedule '{0}'; use 'once', a cron expression such as '0 3 * * *', or 'every 15m'{1}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1404.</summary>
    public static readonly RuleDescriptor InvalidInterval = new("MENACE1404", "Invalid interval",
        "The interval '{0}' must be a positive number with a unit (s, m, h, d), for example '15m'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1405.</summary>
    public static readonly RuleDescriptor ShortInterval = new("MENACE1405", "Short interval",
        "The interval '{0}' is below one second and would flood the runner", RuleSeverity.Warning, TaskFile);

    /// <summary>MENACE1406.</summary>
    public static readonly RuleDescriptor InvalidOnce = new("MENACE1406", "Invalid time",
        "The time '{0}' must be ISO 8601 with an offset, for example '2026-01-31T06:00:00+01:00'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1407.</summary>
    public static readonly RuleDescriptor SeveralSchedules = new("MENACE1407", "Several schedules",
        "A schedule has exactly one of 'once', 'cron' and 'every', but this one has {0}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1409.</summary>
    public static readonly RuleDescriptor InvalidTimeZone = new("MENACE1409", "Invalid time zone",
        "'{0}' is not a time zone name; use UTC or a name such as 'Europe/Berlin'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1501.</summary>
    public static readonly RuleDescriptor NegativeResource = new("MENACE1501", "Negative resource",
        "The resource '{0}' must not be negative, but is {1}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1502.</summary>
    public static readonly RuleDescriptor InvalidQuantity = new("MENACE1502", "Invalid quantity",
        "The resource '{0}' is '{1}', but must be {2}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1603.</summary>
    public static readonly RuleDescriptor InvalidFunction = new("MENACE1603", "Invalid function name",
        "'{0}' is not a valid function name in {1}; for example '{2}'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1605.</summary>
    public static readonly RuleDescriptor UnknownLanguage = new("MENACE1605", "Unknown language",
        "Unknown language '{0}'{1}; allowed: {2}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1606.</summary>
    public static readonly RuleDescriptor UnknownTemplate = new("MENACE1606", "Unknown template",
        "Unknown template '{0}'{1}; allowed: {2}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1611.</summary>
    public static readonly RuleDescriptor ExampleOfUnlisted = new("MENACE1611", "Example of an unlisted function",
        "The example calls '{0}', which metadata.functions does not list{1}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1612.</summary>
    public static readonly RuleDescriptor ExampleOutcome = new("MENACE1612", "Example without one outcome",
        "An example has exactly one of 'returns', 'raises' and 'prints', but this one has {0}", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1613.</summary>
    public static readonly RuleDescriptor FileMissing = new("MENACE1613", "File not found",
        "The file '{0}' named by '{1}' does not exist beside the task file", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1614.</summary>
    public static readonly RuleDescriptor FileEscapes = new("MENACE1614", "File outside the folder",
        "The path '{0}' in '{1}' must stay inside the folder of the task file: no leading '/', no drive, no '..'", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1615.</summary>
    public static readonly RuleDescriptor TwoSources = new("MENACE1615", "Two sources of one thing",
        "Task '{0}' has both '{1}' and '{2}'; keep one", RuleSeverity.Error, TaskFile);

    /// <summary>MENACE1901.</summary>
    public static readonly RuleDescriptor MoreFindings = new("MENACE1901", "More problems",
        "{0} more problems are not shown", RuleSeverity.Information, TaskFile);

    /// <summary>MENACE1902.</summary>
    public static readonly RuleDescriptor RuleFailed = new("MENACE1902", "Internal error in a rule",
        "Internal error while checking the task file: {0}. Please report it", RuleSeverity.Error, TaskFile);

    private const string TaskFile = "Menace.TaskFile";

    private static RuleDescriptor[] TaskFileRules() =>
    [
        InvalidJson, TrailingComma, DuplicateProperty, Comment, ControlCharacter, ForeignQuotes,
        NeverClosed, NotJson, RootKind, MissingProperty, WrongType, UnknownProperty,
        NoTasks, DuplicateTask, NameDiffersByCase, InvalidName, NameEscapes, ReservedName,
        IdentifierClash, NameTooLong, StandardLibraryName, UnknownDependency, DependencyCycle, SelfDependency,
        RepeatedDependency, InvalidCron, CronNeverFires, UnknownSchedule, InvalidInterval, ShortInterval,
        InvalidOnce, SeveralSchedules, InvalidTimeZone, NegativeResource, InvalidQuantity, InvalidFunction,
        UnknownLanguage, UnknownTemplate, ExampleOfUnlisted, ExampleOutcome, FileMissing, FileEscapes,
        TwoSources, MoreFindings, RuleFailed,
    ];
}
