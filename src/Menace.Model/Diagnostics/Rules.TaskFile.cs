namespace Menace.Model.Diagnostics;

// MENACE1xxx: mistakes in tasks.json. {0} is mostly the place: "Task 'alpha'", or "The defaults".
partial class Rules
{
    /// <summary>MENACE1001.</summary>
    public static readonly RuleDescriptor InvalidJson = new("MENACE1001", "Invalid JSON",
        "Invalid JSON: expected {0}, but found {1}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1002.</summary>
    public static readonly RuleDescriptor TrailingComma = new("MENACE1002", "Trailing comma",
        "Trailing comma before '{0}'; JSON ends a list without one", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1003.</summary>
    public static readonly RuleDescriptor DuplicateProperty = new("MENACE1003", "Duplicate property",
        "Duplicate property '{0}' (first at line {1}); keep one of them", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1004.</summary>
    public static readonly RuleDescriptor Comment = new("MENACE1004", "Comment in tasks.json",
        "Comments are not portable JSON; this reader accepts them, other tools may not", RuleSeverity.Information, "Menace.TaskFile");

    /// <summary>MENACE1005.</summary>
    public static readonly RuleDescriptor ControlCharacter = new("MENACE1005", "Unescaped control character",
        "Unescaped control character U+{0} in a string; write {1}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1006.</summary>
    public static readonly RuleDescriptor UnfitCharacter = new("MENACE1006", "Character that cannot be stored",
        "The string holds {0}, which cannot be carried into files, commits and commands; {1}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1007.</summary>
    public static readonly RuleDescriptor NotUtf8 = new("MENACE1007", "Text is not UTF-8",
        "{0} is not UTF-8: {1}; save it as UTF-8", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1008.</summary>
    public static readonly RuleDescriptor NeverClosed = new("MENACE1008", "Bracket or quote never closed",
        "'{0}' opened here is never closed; expected a matching '{1}'", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1009.</summary>
    public static readonly RuleDescriptor NotJson = new("MENACE1009", "Value is not JSON",
        "Value '{0}' is not JSON; did you mean {1}?", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1010.</summary>
    public static readonly RuleDescriptor NestedTooDeeply = new("MENACE1010", "Nested too deeply",
        "Arrays and objects are nested deeper than {0} levels here; at most {0} levels are allowed, counted from the list of tasks",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1011.</summary>
    public static readonly RuleDescriptor TooLarge = new("MENACE1011", "Task list too large",
        "The task list is too large: {0}; at most {1} are allowed. Split it, or move code into files with 'code_file'",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1012.</summary>
    public static readonly RuleDescriptor InvisibleCharacter = new("MENACE1012", "Invisible character in a name",
        "{0}: the name '{1}' holds the invisible character U+{2}; remove it", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1101.</summary>
    public static readonly RuleDescriptor InvalidRoot = new("MENACE1101", "The root is not a task list",
        "tasks.json must be an array of tasks, or an object with the array 'tasks', but is {0}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1102.</summary>
    public static readonly RuleDescriptor MissingProperty = new("MENACE1102", "Required property missing",
        "{0}: the required property '{1}' is missing", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1103.</summary>
    public static readonly RuleDescriptor WrongType = new("MENACE1103", "Wrong type of value",
        "{0}: '{1}' must be {2}, but is {3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1104.</summary>
    public static readonly RuleDescriptor UnknownProperty = new("MENACE1104", "Unknown property",
        "{0}: unknown property '{1}'; {2}", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1105.</summary>
    public static readonly RuleDescriptor NoTasks = new("MENACE1105", "No tasks",
        "tasks.json defines no tasks; add an object with a 'name' to the list", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1106.</summary>
    public static readonly RuleDescriptor PropertyCase = new("MENACE1106", "Property differs only by case",
        "{0}: the property '{1}' differs from '{2}' only by case and is not read as that; write '{2}'",
        RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1201.</summary>
    public static readonly RuleDescriptor DuplicateName = new("MENACE1201", "Duplicate task name",
        "Duplicate task name '{0}' (first at line {1}); names must be unique", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1202.</summary>
    public static readonly RuleDescriptor NamesDifferByCase = new("MENACE1202", "Task names differ only by case",
        "Task names '{0}' and '{1}' (line {2}) differ only by case; some file systems treat them as one folder",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1203.</summary>
    public static readonly RuleDescriptor InvalidName = new("MENACE1203", "Invalid task name",
        "'{0}' is not a valid task name: it must start with a letter and hold only letters, digits, '_', '-' and '.'; for example "
        + "'{1}'",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1204.</summary>
    public static readonly RuleDescriptor NameIsPath = new("MENACE1204", "Task name is a path",
        "Task name '{0}' would leave the repository folder; use a plain name, for example '{1}'", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1205.</summary>
    public static readonly RuleDescriptor ReservedName = new("MENACE1205", "Task name is a reserved file name",
        "Task name '{0}' is a reserved file name on Windows; use another, for example '{1}'", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1206.</summary>
    public static readonly RuleDescriptor SameIdentifier = new("MENACE1206", "Task names with one identifier",
        "Tasks '{0}' and '{1}' (line {3}) have the same identifier '{2}' in code; rename one of them",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1207.</summary>
    public static readonly RuleDescriptor NameTooLong = new("MENACE1207", "Task name too long",
        "Task name '{0}' has {1} characters; at most {2} are allowed", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1208.</summary>
    public static readonly RuleDescriptor StandardLibraryName = new(
        "MENACE1208", "Python bot named like a module that Python or pytest needs",
        "Python bot '{0}' would hide the module '{1}' that Python or pytest needs; rename it, for example to '{2}'",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1301.</summary>
    public static readonly RuleDescriptor UnknownDependency = new("MENACE1301", "Unknown dependency",
        "{0} depends on '{1}', which is not a task in this file{2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1302.</summary>
    public static readonly RuleDescriptor DependencyCycle = new("MENACE1302", "Dependency cycle",
        "Dependency cycle: {0}; remove one of these dependencies", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1303.</summary>
    public static readonly RuleDescriptor SelfDependency = new("MENACE1303", "Task depends on itself",
        "{0} depends on itself; remove the dependency", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1304.</summary>
    public static readonly RuleDescriptor RepeatedDependency = new("MENACE1304", "Dependency listed twice",
        "{0} lists the dependency '{1}' more than once", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1305.</summary>
    public static readonly RuleDescriptor RarerDependency = new("MENACE1305", "Dependency runs less often",
        "{0} runs about {1} times a year, but depends on '{2}', which runs about {3} times", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1306.</summary>
    public static readonly RuleDescriptor ImpliedDependency = new("MENACE1306", "Dependency already implied",
        "{0}: the dependency '{1}' is already implied by '{2}'; it can be left out", RuleSeverity.Information, "Menace.TaskFile");

    /// <summary>MENACE1401.</summary>
    public static readonly RuleDescriptor InvalidCron = new("MENACE1401", "Invalid cron expression",
        "{0}: invalid cron expression '{1}': {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1402.</summary>
    public static readonly RuleDescriptor CronNeverFires = new("MENACE1402", "Cron expression never fires",
        "{0}: the cron expression '{1}' never fires; no date meets its day, month and weekday", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1403.</summary>
    public static readonly RuleDescriptor UnknownSchedule = new("MENACE1403", "Unknown schedule",
        "{0}: unknown schedule {1}; use 'once', a cron expression or an interval such as 'every 15m'{2}",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1404.</summary>
    public static readonly RuleDescriptor InvalidInterval = new("MENACE1404", "Invalid interval",
        "{0}: invalid interval '{1}': {2}; write a positive whole number and a unit (s, m, h, d), for example '15m'",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1405.</summary>
    public static readonly RuleDescriptor ShortInterval = new("MENACE1405", "Interval too short",
        "{0}: the interval '{1}' is below {2} seconds and floods the runner", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1406.</summary>
    public static readonly RuleDescriptor InvalidOnce = new("MENACE1406", "Invalid time of a single run",
        "{0}: '{1}' is not an ISO 8601 time with offset, for example '2030-01-31T08:00:00+01:00'", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1407.</summary>
    public static readonly RuleDescriptor SeveralSchedules = new("MENACE1407", "Several schedules",
        "{0}: only one of 'cron', 'every' and 'once' is allowed, but found {1}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1408.</summary>
    public static readonly RuleDescriptor SixFieldCron = new("MENACE1408", "Cron expression with seconds",
        "{0}: the cron expression '{1}' begins with seconds; in five fields it is '{2}'",
        RuleSeverity.Warning, "Menace.TaskFile")
    { IsEnabledByDefault = false };

    /// <summary>MENACE1409.</summary>
    public static readonly RuleDescriptor UnknownTimeZone = new("MENACE1409", "Unknown time zone",
        "{0}: unknown time zone '{1}'; use 'UTC' or an IANA name of the form Area/City, for example 'Europe/Berlin'{2}",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1410.</summary>
    public static readonly RuleDescriptor CronDaysCombined = new("MENACE1410", "Cron expression with both day fields",
        "{0}: '{1}' fires on dates that meet both the day of the month ('{2}') and the day of the week ('{3}'), "
        + "while crontab(5) would fire on dates that meet either; write '*' for one of them, or use two tasks",
        RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1411.</summary>
    public static readonly RuleDescriptor RunFunction = new("MENACE1411", "Run of an unlisted function",
        "{0}: 'run' calls '{1}', but 'metadata.functions' lists {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1412.</summary>
    public static readonly RuleDescriptor VariableName = new("MENACE1412", "Not the name of a variable",
        "{0}: '{1}' in '{2}' is not a new name of an environment variable: {3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1501.</summary>
    public static readonly RuleDescriptor NegativeResource = new("MENACE1501", "Negative resource",
        "{0}: the resource '{1}' must not be negative, but is {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1502.</summary>
    public static readonly RuleDescriptor UnknownUnit = new("MENACE1502", "Unknown unit",
        "{0}: the resource '{1}' has the unknown unit '{2}'; allowed are {3}{4}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1503.</summary>
    public static readonly RuleDescriptor ResourceAboveLimit = new("MENACE1503", "Resource above its limit",
        "{0}: the resource '{1}' is {2}, but the limit of this project is {3}", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1504.</summary>
    public static readonly RuleDescriptor UnknownResource = new("MENACE1504", "Unknown resource",
        "{0}: unknown resource '{1}'; this project knows {2}{3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1601.</summary>
    public static readonly RuleDescriptor PurposeMissing = new("MENACE1601", "Purpose missing",
        "{0}: 'metadata.purpose' is {1}; it will be inferred", RuleSeverity.Information, "Menace.TaskFile");

    /// <summary>MENACE1602.</summary>
    public static readonly RuleDescriptor FunctionsMissing = new("MENACE1602", "Functions missing",
        "{0}: 'metadata.functions' is {1}; they will be inferred", RuleSeverity.Information, "Menace.TaskFile");

    /// <summary>MENACE1603.</summary>
    public static readonly RuleDescriptor InvalidFunction = new("MENACE1603", "Invalid function name",
        "{0}: the function '{1}' is not a valid identifier in {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1604.</summary>
    public static readonly RuleDescriptor FunctionNotInCode = new("MENACE1604", "Listed function not found in the code",
        "{0}: the function '{1}' is not found in the code, which defines {2}{3}", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1605.</summary>
    public static readonly RuleDescriptor UnknownLanguage = new("MENACE1605", "Unknown language",
        "{0}: unknown language '{1}'; allowed are 'csharp', 'python' and 'shell'{2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1606.</summary>
    public static readonly RuleDescriptor UnknownTemplate = new("MENACE1606", "Unknown template",
        "{0}: unknown template '{1}'; allowed are {2}{3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1607.</summary>
    public static readonly RuleDescriptor UnknownCapability = new("MENACE1607", "Unknown capability",
        "{0}: unknown capability '{1}'; this project knows {2}{3}", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1608.</summary>
    public static readonly RuleDescriptor UnknownLevel = new("MENACE1608", "Unknown level",
        "{0}: the level is '{1}'; this project knows {2}{3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1609.</summary>
    public static readonly RuleDescriptor UnknownFormat = new("MENACE1609", "Unknown input and output",
        "{0}: 'io' is '{1}'; this project knows {2}{3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1610.</summary>
    public static readonly RuleDescriptor OtherLanguage = new("MENACE1610", "Code looks like another language",
        "{0}: the code looks like {1}, but its language is {2}; correct 'metadata.language'", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1611.</summary>
    public static readonly RuleDescriptor ExampleFunction = new("MENACE1611", "Example of an unlisted function",
        "{0}: the example calls '{1}', but 'metadata.functions' lists {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1612.</summary>
    public static readonly RuleDescriptor ExampleOutcome = new("MENACE1612", "Example without a single outcome",
        "{0}: an example needs exactly one of 'returns', 'raises' and 'prints', but has {1}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1613.</summary>
    public static readonly RuleDescriptor MissingFile = new("MENACE1613", "File not found",
        "{0}: the file '{1}' named by '{2}' does not exist beside tasks.json{3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1614.</summary>
    public static readonly RuleDescriptor ForeignPath = new("MENACE1614", "Path leaves its folder",
        "{0}: the path '{1}' in '{2}' must be relative, stay inside {3} and hold no control character",
        RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE3010: found while reading, or when the generated files of the repository are known.</summary>
    public static readonly RuleDescriptor FileUnusable = new("MENACE3010", "A file cannot be copied into the repository",
        "{0}: {1}: '{2}' {3}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1615.</summary>
    public static readonly RuleDescriptor CodeTwice = new("MENACE1615", "Code given twice",
        "{0}: both 'code' and 'metadata.code_file' are given; keep one of them", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1616.</summary>
    public static readonly RuleDescriptor SmokeFunction = new("MENACE1616", "Smoke call of an unlisted function",
        "{0}: 'metadata.smoke' names '{1}', but 'metadata.functions' lists {2}", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1618.</summary>
    public static readonly RuleDescriptor TestFileName = new("MENACE1618", "Test file that Python cannot import",
        "{0}: Python cannot import the test file '{1}': {2}; rename it, for example to '{3}'", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1619.</summary>
    public static readonly RuleDescriptor RelativeDataPath = new("MENACE1619", "Copied file opened by a relative path",
        "{0}: '{1}' is relative to the current folder, which differs if another bot calls this; use {2}",
        RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1702.</summary>
    public static readonly RuleDescriptor CodeMissing = new("MENACE1702", "Code missing",
        "{0}: 'code' is missing; it will be completed", RuleSeverity.Information, "Menace.TaskFile");

    /// <summary>MENACE1703.</summary>
    public static readonly RuleDescriptor CodeTooLong = new("MENACE1703", "Code too long",
        "{0}: the code has {1} KB; above {2} KB it belongs in a file that 'metadata.code_file' names",
        RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1801.</summary>
    public static readonly RuleDescriptor PossibleSecret = new("MENACE1801", "Possible secret",
        "{0}: '{1}' seems to hold {2}; keep it out of the file, and let the bot read it from its environment",
        RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1802.</summary>
    public static readonly RuleDescriptor ConnectionPassword = new("MENACE1802", "Connection string with a password",
        "{0}: '{1}' holds a connection string with a password; keep it out of the file, and let the bot read it from its environment",
        RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1803.</summary>
    public static readonly RuleDescriptor RemoteCode = new("MENACE1803", "Fetched content is run",
        "{0}: '{1}' passes content fetched by '{2}' to '{3}'; save it, check it, then run it", RuleSeverity.Warning, "Menace.TaskFile");

    /// <summary>MENACE1901.</summary>
    public static readonly RuleDescriptor MoreProblems = new("MENACE1901", "More problems not shown",
        "{0} more problems in tasks.json are not shown; fix the first ones", RuleSeverity.Information, "Menace.TaskFile");

    /// <summary>MENACE1902.</summary>
    public static readonly RuleDescriptor TaskFileInternalError = new("MENACE1902", "Internal error in the analyzer",
        "Internal error in {0}: {1}. Please report it with your tasks.json", RuleSeverity.Error, "Menace.TaskFile");

    /// <summary>MENACE1903.</summary>
    public static readonly RuleDescriptor UnneededSuppression = new("MENACE1903", "Unneeded suppression",
        "{0}: the suppression of '{1}' has no effect: {2}", RuleSeverity.Information, "Menace.TaskFile");

    private static RuleDescriptor[] TaskFileRules() =>
    [
        InvalidJson, TrailingComma, DuplicateProperty, Comment, ControlCharacter, UnfitCharacter, NotUtf8, NeverClosed, NotJson,
        NestedTooDeeply, TooLarge, InvisibleCharacter, InvalidRoot, MissingProperty, WrongType, UnknownProperty, NoTasks,
        PropertyCase, DuplicateName, NamesDifferByCase, InvalidName, NameIsPath, ReservedName, SameIdentifier, NameTooLong,
        StandardLibraryName, UnknownDependency, DependencyCycle, SelfDependency, RepeatedDependency, RarerDependency,
        ImpliedDependency, InvalidCron, CronNeverFires, UnknownSchedule, InvalidInterval, ShortInterval, InvalidOnce,
        SeveralSchedules, SixFieldCron, UnknownTimeZone, CronDaysCombined, RunFunction, VariableName, NegativeResource, UnknownUnit,
            ResourceAboveLimit,
        UnknownResource,
        PurposeMissing, FunctionsMissing, InvalidFunction, FunctionNotInCode, UnknownLanguage, UnknownTemplate,
        UnknownCapability, UnknownLevel, UnknownFormat, OtherLanguage, ExampleFunction, ExampleOutcome, MissingFile, ForeignPath,
        CodeTwice, SmokeFunction, TestFileName, RelativeDataPath, CodeMissing, CodeTooLong, PossibleSecret, ConnectionPassword, RemoteCode,
        MoreProblems, TaskFileInternalError,
        UnneededSuppression, FileUnusable,
    ];
}
