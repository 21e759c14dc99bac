using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Completion;

/// <summary>A field of a bot with the source of its value.</summary>
/// <param name="Bot">Name of the bot.</param>
/// <param name="Field">The field, as tasks.json names it.</param>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Rule">How it was found there, or empty.</param>
/// <param name="Value">The value.</param>
internal sealed record CompletionRow(string Bot, string Field, FieldSource Source, string Rule, JsonValue Value)
{
    /// <summary>From 0 to 1, or null for what was not found but said.</summary>
    public double? Confidence { get; init; }
}

/// <summary>What target MenaceCompletions prints: every field that has a value, with its source.</summary>
internal static class CompletionTable
{
    private const int LongestValue = 60;

    private static readonly string[] Fields =
    [
        .. TaskFields.Task.Fields.Select(field => field.Key).Where(key => key != "name"),
        .. TaskFields.Metadata.Fields.Select(field => $"{TaskFields.MetadataKey}.{field.Key}"),
    ];

    /// <summary>The rows, in the order of the tasks and of the fields.</summary>
    /// <param name="handoff">The package as its list and documentation give it.</param>
    /// <param name="optimised">The same, completed.</param>
    public static IReadOnlyList<CompletionRow> Of(HandoffRecord handoff, OptimiseRecord optimised)
    {
        var completed = optimised.Completed.ToDictionary(field => (field.Bot, field.Field));
        var given = handoff.Package.Tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        var stubs = optimised.Bots.Where(bot => bot.StubFunctions.Count > 0).Select(bot => bot.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from task in optimised.Package.Tasks
               from field in Fields
               let value = TaskValues.Of(task, field)
               where value is not null
               select completed.TryGetValue((task.Name, field), out var found)
                   ? new CompletionRow(task.Name, field, found.Source, found.Rule, value) { Confidence = found.Confidence }
                   : new CompletionRow(task.Name, field, SourceOf(given[task.Name], field, stubs.Contains(task.Name)), "", value),
        ];
    }

    /// <summary>The rows as text in columns.</summary>
    public static string Text(IReadOnlyList<CompletionRow> rows)
    {
        var cells = rows.Select(row => new[]
        {
            row.Bot, row.Field, row.Source.ToString() + Detail(row), Short(row.Value),
        }).Prepend(["bot", "field", "source", "value"]).ToList();
        int[] widths = [.. Enumerable.Range(0, 3).Select(column => cells.Max(line => line[column].Length))];
        var text = new StringBuilder();
        foreach (var line in cells)
        {
            for (var column = 0; column < widths.Length; column++)
            {
                text.Append(line[column].PadRight(widths[column] + 2));
            }

            text.Append(line[^1]).Append('\n');
        }

        return text.ToString();
    }

    private static FieldSource SourceOf(TaskInfo given, string field, bool isStub) =>
        TaskValues.Of(given, field) is not null ? new(FieldSourceKind.Task)
        : isStub && !FieldMerge.HasCode(given) ? new(FieldSourceKind.Template)
        : new(FieldSourceKind.Code);

    private static string Detail(CompletionRow row) => row.Confidence is { } confidence
        ? string.Create(CultureInfo.InvariantCulture, $" ({row.Rule}, {confidence:0.##})") : "";

    /// <summary>On one line, without secrets and without characters that would move the cursor.</summary>
    private static string Short(JsonValue value)
    {
        var text = value.Kind == JsonKind.String ? value.Text : CanonicalJson.WriteInOrder(value);
        text = string.Concat(Redaction.Redact(text).Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return text.Length <= LongestValue ? text : text[..(LongestValue - 1)] + "…";
    }
}
