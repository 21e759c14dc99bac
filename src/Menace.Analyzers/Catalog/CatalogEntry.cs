using System.Text;
using Menace.Model.Reading;
using Menace.Model.Tasks;

namespace Menace.Analyzers.Catalog;

/// <summary>
/// A task as the catalog shows it: nothing else of it makes the catalog change. Only texts, so that equal entries are equal.
/// </summary>
/// <param name="Name">The task's name.</param>
/// <param name="Documentation">The lines of its documentation comment, without indentation.</param>
/// <param name="Value">The expression that makes its <c>BotInfo</c>.</param>
internal sealed record CatalogEntry(string Name, string Documentation, string Value)
{
    /// <summary>The entry of a task, or null if its name cannot be read.</summary>
    public static CatalogEntry? Read(CatalogSlice slice)
    {
        var text = slice.ToFile();
        var findings = new FindingList();
        var reader = new JsonTreeReader(text, findings);
        var bound = new TaskFileBinder(text, findings).Bind(reader.Read(), reader.StructureUncertain);
        return bound.Tasks is [{ Name: not null, Node.IsBroken: false } source] ? Of(source.Task) : null;
    }

    /// <summary>The entry of <paramref name="task"/>.</summary>
    public static CatalogEntry Of(TaskInfo task) => new(task.Name, DocumentationOf(task), ValueOf(task));

    private static string ValueOf(TaskInfo task) =>
        "new BotInfo(" + CatalogText.Literal(task.Name) + ", " + ArrayOf(task.Dependencies) + ", "
        + CatalogText.Literal(task.Schedule?.ToString() ?? "") + ", " + ArrayOf(task.Metadata.Functions) + ")";

    private static string ArrayOf(IReadOnlyList<string> texts) => texts.Count == 0
        ? "global::System.Array.Empty<string>()"
        : "new string[] { " + string.Join(", ", texts.Select(CatalogText.Literal)) + " }";

    private static string DocumentationOf(TaskInfo task)
    {
        var lines = new StringBuilder();
        var purpose = string.IsNullOrWhiteSpace(task.Metadata.Purpose) ? "The bot '" + task.Name + "'." : task.Metadata.Purpose!;
        lines.Append("/// <summary>").Append(CatalogText.Xml(purpose)).Append("</summary>\n/// <remarks>\n");
        if (task.Schedule is { } schedule)
        {
            lines.Append("/// <para>Schedule: <c>").Append(CatalogText.Xml(schedule.ToString())).Append("</c>")
                .Append(RunsOf(schedule)).Append("</para>\n");
        }

        foreach (var function in task.Metadata.Functions)
        {
            lines.Append("/// <para><c>").Append(CatalogText.Xml(function)).Append("</c>");
            if (task.Metadata.FunctionDocs.TryGetValue(function, out var documentation) && !string.IsNullOrWhiteSpace(documentation))
            {
                lines.Append(": ").Append(CatalogText.Xml(documentation));
            }

            lines.Append("</para>\n");
        }

        return lines.Append("/// </remarks>\n").ToString();
    }

    /// <summary>From a fixed start, because a catalog that changed with the clock would never be up to date.</summary>
    private static string RunsOf(TaskSchedule schedule)
    {
        var runs = ScheduleTimes.First(schedule, 3).Select(t => "<c>" + t + "</c>").ToList();
        return runs.Count == 0 ? ""
            : "; its first runs from the start of " + ScheduleTimes.StartText + " on are " + string.Join(", ", runs);
    }
}
