using Menace.Model.Text;

namespace Menace.Pipeline.Documentation;

/// <summary>
/// Reads which fields of tasks the pages of a project state (docs/documentation.md). Pages are text: nothing in them is followed or run.
/// What is
/// not clear is left out.
/// </summary>
internal static class DocumentationReader
{
    private const int LongestPage = 16_000_000;

    /// <summary>Returns the fields that the pages clearly state.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="tasks">The names of all tasks of the list.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static DocumentedFields Read(
        IReadOnlyList<DocumentationPage> pages, IReadOnlyList<string> tasks, CancellationToken cancellationToken)
    {
        var names = new TaskMentions(tasks);
        var statements = new StatementList();
        var skipped = new List<SkippedPage>();
        var lines = new List<LineMap?>();
        for (var i = 0; i < pages.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var reason = ReadPage(pages[i], i, names, statements, cancellationToken);
            lines.Add(reason is null ? new(pages[i].Text) : null);
            if (reason is not null)
            {
                skipped.Add(new(pages[i].Path, reason));
            }
        }

        return new([.. tasks.Distinct(StringComparer.Ordinal).SelectMany(task => statements.FieldsOf(task, pages, lines))], skipped);
    }

    private static string? ReadPage(
        DocumentationPage page, int number, TaskMentions names, StatementList statements, CancellationToken cancellationToken)
    {
        if (page.Text.Length > LongestPage)
        {
            return "it is longer than 16,000,000 characters";
        }

        if (page.Text.Contains('\0'))
        {
            return "it is not a text file";
        }

        var isTable = page.Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        var blocks = isTable
            ? [new PageBlock(PageBlockKind.Table, 0, page.Text.Length) { Rows = CsvTable.Read(page.Text, cancellationToken) }]
            : PageParser.Read(page.Text, cancellationToken);
        if (blocks is null)
        {
            return "its blocks or marks are nested too deeply";
        }

        new PageReader(number, names, statements, cancellationToken).Read(blocks, page.Text);
        return null;
    }
}
