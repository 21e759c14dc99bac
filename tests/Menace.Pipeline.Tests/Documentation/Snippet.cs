using Menace.Model.Json;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Tests.Documentation;

/// <summary>A small page and the fields that it states.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Tasks">The tasks of the list.</param>
/// <param name="Pages">The pages.</param>
/// <param name="Expected">One line for each field: bot, field, value.</param>
internal sealed record Snippet(
    string Name, IReadOnlyList<string> Tasks, IReadOnlyList<DocumentationPage> Pages, IReadOnlyList<string> Expected)
{
    /// <summary>Reads snippets: <c>=== name</c>, <c>tasks:</c>, the page, <c>--- page</c>, <c>--- expected</c>.</summary>
    public static IReadOnlyList<Snippet> Read(string text)
    {
        var snippets = new List<Snippet>();
        foreach (var part in text.ReplaceLineEndings("\n").Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = part.Split('\n').ToList();
            var file = lines.Find(line => line.StartsWith("file: ", StringComparison.Ordinal))?["file: ".Length..] ?? "page.md";
            var tasks = lines.FindIndex(line => line.StartsWith("tasks: ", StringComparison.Ordinal));
            var expected = lines.IndexOf("--- expected");
            var pages = string.Join('\n', lines.Skip(tasks + 1).Take(expected - tasks - 1)).Split("--- page ");
            snippets.Add(new(lines[0], lines[tasks]["tasks: ".Length..].Split(", "),
                [
                    new(file, pages[0]),
                    .. pages.Skip(1).Select(page => page.Split('\n', 2)).Select(page => new DocumentationPage(page[0], page[1])),
                ],
                [.. lines.Skip(expected + 1).Where(line => line.Length > 0)]));
        }

        return snippets;
    }

    /// <summary>The fields that the reader finds, in the form of <see cref="Expected"/>.</summary>
    public IReadOnlyList<string> Found() =>
        [.. DocumentationReader.Read(Pages, Tasks, CancellationToken.None).Fields
            .Select(field => $"{field.Bot} {field.Field.Replace("metadata.", "", StringComparison.Ordinal)} "
                + CanonicalJson.WriteInOrder(field.Value))];
}
