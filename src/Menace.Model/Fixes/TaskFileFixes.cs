using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Fixes;

/// <summary>How the findings of one rule are fixed.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Summary">The description of the fix, for its page.</param>
/// <param name="Make">The fix of a finding, or null if it is not certain what was meant.</param>
internal sealed record FixEntry(RuleDescriptor Rule, string Summary, Func<FixContext, TaskFileFinding, TaskFileFix?> Make);

/// <summary>The one table of all fixes. A new one is an entry here and the function it names.</summary>
internal static class TaskFileFixes
{
    public static IReadOnlyList<FixEntry> Table { get; } =
    [
        new(RuleTable.InvalidJson, "writes double quotes around a name or a text that has other quotes, and around a name that has none",
            SyntaxFixes.Replace),
        new(RuleTable.TrailingComma, "removes the comma", SyntaxFixes.RemoveComma),
        new(RuleTable.DuplicateProperty, "removes the earlier one, because readers of JSON take the last; never the list of tasks",
            SyntaxFixes.RemoveEarlierProperty),
        new(RuleTable.Comment, "removes the comment", SyntaxFixes.RemoveComment),
        new(RuleTable.ControlCharacter, "writes the escapes of all control characters of the string; a line break is written `\\n`",
            SyntaxFixes.EscapeControlCharacters),
        new(RuleTable.NotJson, "writes the value that the message names; none for `NaN` and for more than one word", SyntaxFixes.Replace),
        new(RuleTable.InvisibleCharacter,
            "removes all invisible characters of the name, of a function also in `function_docs`, `examples` and `smoke`; none if that " +
            "name exists already, or is empty", FunctionFixes.RemoveInvisible),
        new(RuleTable.MissingProperty, "inserts the name `task-N`, where N is the place in the list; only for a missing `name`",
            NameFixes.InsertName),
        new(RuleTable.UnknownProperty, "writes the property that the message names, unless the object has it already",
            SyntaxFixes.RenameProperty),
        new(RuleTable.PropertyCase, "writes the property that the message names, unless the object has it already",
            SyntaxFixes.RenameProperty),
        new(RuleTable.InvalidName, "writes the name that the message suggests, numbered if it is taken, also in `dependencies`",
            NameFixes.Rename),
        new(RuleTable.ReservedName, "writes the name that the message suggests, numbered if it is taken, also in `dependencies`",
            NameFixes.Rename),
        new(RuleTable.SameIdentifier, "numbers the name, also in `dependencies`", NameFixes.Rename),
        new(RuleTable.StandardLibraryName, "writes the name that the message suggests, numbered if it is taken, also in `dependencies`",
            NameFixes.Rename),
        new(RuleTable.UnknownDependency, "writes the name that the message names, unless it is listed already", ListFixes.Replace),
        new(RuleTable.SelfDependency, "removes the dependency", ListFixes.RemoveDependency),
        new(RuleTable.RepeatedDependency, "removes the later one", ListFixes.RemoveDependency),
        new(RuleTable.ImpliedDependency, "removes the dependency", ListFixes.RemoveDependency),
        new(RuleTable.InvalidCron, "writes the macro that the message names; other mistakes in an expression have no fix",
            SyntaxFixes.Replace),
        new(RuleTable.UnknownSchedule, "writes the schedule that the message names", SyntaxFixes.Replace),
        new(RuleTable.InvalidInterval, "writes the interval that the message names: `15 min` is `15m`, `1.5h` is `90m`",
            SyntaxFixes.Replace),
        new(RuleTable.SeveralSchedules, "keeps the first, which is the one that the reader uses", ScheduleFixes.RemoveLater),
        new(RuleTable.SixFieldCron,
            "removes the seconds; `MenaceFix` does so only if `WarningsAsErrors` names the rule, because it is off by default",
            ScheduleFixes.RemoveSeconds),
        new(RuleTable.UnknownUnit, "writes the unit that the message names", SyntaxFixes.Replace),
        new(RuleTable.PurposeMissing,
            "writes the purpose that the build infers from the code, instead of an empty one or after the other metadata; none if the " +
            "code has none, or if only a parser can find it", CompletionFixes.AddPurpose),
        new(RuleTable.FunctionsMissing,
            "writes the functions that the build infers from the code, instead of an empty list or after the other metadata; none if " +
            "only a parser can find them", CompletionFixes.AddFunctions),
        new(RuleTable.InvalidFunction, "writes the name that the message names, also in `function_docs`, `examples` and `smoke`",
            FunctionFixes.Rename),
        new(RuleTable.FunctionNotInCode,
            "writes the name that the message names, also in `function_docs`, `examples` and `smoke`, unless it is listed already",
            FunctionFixes.Rename),
        new(RuleTable.UnknownLanguage, "writes the language that the message names", SyntaxFixes.Replace),
        new(RuleTable.UnknownTemplate, "writes the template that the message names", SyntaxFixes.Replace),
        new(RuleTable.UnknownCapability, "writes the capability that the message names, unless it is listed already", ListFixes.Replace),
        new(RuleTable.RelativeDataPath,
            "joins the path to the folder of the bot's own files, in Python with an import of `pathlib` if there is none; none if the " +
            "code starts with a comment or a docstring that an import would have to follow", DataPathFixes.Join),
        new(RuleTable.UnneededSuppression, "removes the entry, and the list with its last one; none if the message names another rule",
            ListFixes.RemoveSuppression),
    ];

    private static readonly Dictionary<RuleDescriptor, FixEntry> ByRule = Table.ToDictionary(entry => entry.Rule);

    /// <summary>The fix of <paramref name="finding"/>, or null.</summary>
    public static TaskFileFix? For(TaskFile file, TaskFileFinding finding) => For(new FixContext(file), finding);

    /// <summary>Every finding of <paramref name="file"/> that has a fix, by position.</summary>
    public static IEnumerable<FixedFinding> All(TaskFile file)
    {
        var context = new FixContext(file);
        foreach (var finding in file.Findings)
        {
            if (For(context, finding) is { } fix)
            {
                yield return new(finding, fix);
            }
        }
    }

    private static TaskFileFix? For(FixContext context, TaskFileFinding finding) =>
        ByRule.TryGetValue(finding.Rule, out var entry) ? entry.Make(context, finding) : null;
}
