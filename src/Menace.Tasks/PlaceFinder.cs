using Menace.Model.Reading;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Tasks;

/// <summary>
/// Finds the places of findings by <see cref="PlaceFile"/>. A list or a file that has changed since the first stage read it has none: no
/// place is better than a wrong one.
/// </summary>
internal sealed class PlaceFinder(string tasksFile, PlaceFile? places)
{
    private readonly Dictionary<string, FoundText?> _texts = new(StringComparer.Ordinal);

    /// <summary>The file that the finding is about and the place there, or null for the file as a whole.</summary>
    public (string File, (LineMap Lines, TextSpan Span)? Place) Find(PipelineDiagnostic diagnostic)
    {
        if (places is null || diagnostic.Bot is not { } bot || !places.Tasks.TryGetValue(bot, out var task))
        {
            return (tasksFile, null);
        }

        var anchor = diagnostic.Anchor ?? new TaskAnchor("name");
        var isPart = anchor.Offset + anchor.Length > 0;
        if (isPart && FileOf(task, anchor.Property) is { } file)
        {
            var path = Path.Combine(Path.GetDirectoryName(tasksFile)!, file);
            return (path, TextOf(path, places.Files.GetValueOrDefault(file)) is { } code
                ? (code.Lines, new TextSpan(anchor.Offset, anchor.Length)) : null);
        }

        if (TextOf(tasksFile, places.List) is not { } list || SpanOf(task, anchor.Property) is not { } span)
        {
            return (tasksFile, null);
        }

        return (tasksFile, (list.Lines, isPart && anchor.Property == "code" && list.Text[span.Start] == '"'
            ? JsonEscapes.Map(list.Text, TextSpan.FromBounds(span.Start + 1, span.End - 1), anchor.Offset, anchor.Length) : span));
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
        _ => null,
    };

    /// <summary>The text of a file with this digest; null if it has another one, or cannot be read.</summary>
    private FoundText? TextOf(string path, string? digest)
    {
        if (!_texts.TryGetValue(path, out var text))
        {
            text = _texts[path] = Read(path) is { } content && content.Hash() == digest ? new(content.Text) : null;
        }

        return text;
    }

    private static FileContent? Read(string path)
    {
        try
        {
            return new(SourceFile.ReadAsync(path, FileContent.LargestBytes).GetAwaiter().GetResult());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record FoundText(string Text)
    {
        public LineMap Lines { get; } = new(Text);
    }
}
