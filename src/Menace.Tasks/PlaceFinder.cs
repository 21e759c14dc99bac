using System.Globalization;
using Menace.Model.Reading;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>
/// Finds the places of findings by <see cref="PlaceFile"/>.
/// </summary>
internal sealed class PlaceFinder(string tasksFile, PlaceFile? places)
{
    private const string TestsFile = "metadata.tests_file.";

    private readonly Dictionary<string, LineMap> _lines = new(StringComparer.Ordinal);

    /// <summary>The file that the finding is about and the place there, or null for the file as a whole.</summary>
    public (string File, (LineMap Lines, TextSpan Span)? Place) Find(PipelineDiagnostic diagnostic)
    {
        if (places is null || (diagnostic.Anchor?.Bot ?? diagnostic.Bot) is not { } bot || !places.Tasks.TryGetValue(bot, out var task))
        {
            return (tasksFile, null);
        }

        var anchor = diagnostic.Anchor ?? new TaskAnchor("name");
        var isPart = anchor.Offset + anchor.Length > 0;
        if (isPart && FileOf(task, anchor.Property) is { } file)
        {
            var path = Path.Combine(Path.GetDirectoryName(tasksFile)!, file);
            return (path, places.Files.TryGetValue(file, out var code)
                ? (LinesOf(path, code), new TextSpan(anchor.Offset, anchor.Length)) : null);
        }

        if (SpanOf(task, anchor.Property) is not { } span)
        {
            return (tasksFile, null);
        }

        var isInString = isPart && anchor.Property is ("code" or "metadata.tests") && places.List[span.Start] == '"';
        return (tasksFile, (LinesOf(tasksFile, places.List), isInString
            ? JsonEscapes.Map(places.List, TextSpan.FromBounds(span.Start + 1, span.End - 1), anchor.Offset, anchor.Length) : span));
    }

    /// <summary>The token of the property, else of what contains it, else of the task's name.</summary>
    private static TextSpan? SpanOf(TaskPlaces task, string property)
    {
        for (var path = property; path.Length > 0; path = path[..Math.Max(path.LastIndexOf('.'), 0)])
        {
            if (task.Spans.TryGetValue(path, out var span) && (path == property || path.Contains('.', StringComparison.Ordinal)))
            {
                return new(span[0], span[1]);
            }
        }

        return task.Spans.TryGetValue("name", out var name) ? new(name[0], name[1]) : null;
    }

    private static string? FileOf(TaskPlaces task, string property) => property switch
    {
        "metadata.code_file" => task.CodeFile,
        "metadata.template" => task.Template,
        _ => property.StartsWith(TestsFile, StringComparison.Ordinal)
            && int.TryParse(property.AsSpan(TestsFile.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? task.TestsFiles.ElementAtOrDefault(index) : null,
    };

    private LineMap LinesOf(string path, string text) =>
        _lines.TryGetValue(path, out var lines) ? lines : _lines[path] = new LineMap(text);
}
