using System.Globalization;
using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.TaskFiles;

/// <summary>The one reader of tasks.json (format v1). Analyzer, generator, MSBuild tasks, library and service all use it.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskFileReader
{
    /// <summary>Reads the bytes of a file, whatever they are. Mistakes become findings, never exceptions.</summary>
    public static TaskFile Read(byte[] content, TaskFileOptions? options = null) =>
        content.Length > TaskFileLimits.Length ? TooLarge("bytes")
        : Utf8Text.TryDecode(content, out var text, out var problem) ? Read(text, options)
        : Unreadable(text, RuleTable.NotUtf8, "The task list", problem!);

    /// <summary>Reads <paramref name="text"/>, whatever it is. Mistakes become findings, never exceptions.</summary>
    public static TaskFile Read(string text, TaskFileOptions? options = null) =>
        text.Length > TaskFileLimits.Length ? TooLarge("characters") : Read(text, options ?? new(), null);

    /// <summary>
    /// Reads a text that was cut into its tasks; those that were read before, with the same object as options, are not read again. The
    /// result is that of
    /// reading all.
    /// </summary>
    internal static TaskFile Read(SlicedText text, TaskFileOptions options)
    {
        if (text.Tasks.Count == 0)
        {
            return Read(text.Text, options);
        }

        var sliced = new SlicedTasks(text, options);
        var file = Read(text.Text, options, sliced);
        return sliced.IsSound ? file : Read(text.Text, options);
    }

    private static TaskFile Read(string text, TaskFileOptions options, SlicedTasks? sliced)
    {
        if (Utf8Text.LooksLikeUtf16(text))
        {
            return Unreadable("", RuleTable.NotUtf8, "The task list", Utf8Text.UnmarkedUtf16);
        }

        var findings = new FindingList(options.FindingLimit);
        var reader = new JsonTreeReader(text, findings) { TaskAt = sliced is null ? null : sliced.At };
        var root = reader.Read();
        sliced?.Settle(root);
        var suppressions = Suppressions.Of(root);
        findings.Suppress(suppressions);
        var bound = new TaskFileBinder(text, findings, sliced).Bind(root, reader.StructureUncertain);
        var context = new CheckContext(text, findings, options);
        TaskFileChecks.Run(bound, context);
        foreach (var task in bound.Tasks)
        {
            task.AddTo(findings);
        }

        sliced?.Keep(bound.Tasks);
        SuppressionChecks.Run(suppressions, isComplete: root is { IsBroken: false }, context);
        return new(text, root, bound, findings, options);
    }

    /// <summary>A file that is not UTF-8, in whose <paramref name="text"/> invalid bytes were already replaced by U+FFFD.</summary>
    internal static TaskFile ReadReplaced(string text) =>
        Unreadable(text.Substring(0, text.IndexOf('\uFFFD')), RuleTable.NotUtf8, "The task list",
            "the bytes here are not a valid character");

    private static TaskFile TooLarge(string unit) =>
        Unreadable("", RuleTable.TooLarge, "it is longer than this",
            TaskFileLimits.Length.ToString("N0", CultureInfo.InvariantCulture) + " " + unit);

    /// <summary>A file that is not read beyond <paramref name="text"/>.</summary>
    private static TaskFile Unreadable(string text, RuleDescriptor rule, params string[] arguments)
    {
        var findings = new FindingList();
        findings.Add(rule, new(text.Length, 0), arguments);
        return new(text, null, new(new([]), [], null, NamesComplete: false), findings);
    }
}
