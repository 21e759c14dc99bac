using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>
/// The file places.json: where the task list has what findings of later stages are about. The stage that parses the list writes it, so that
/// no other stage parses it. Places are those of the texts that this stage read: a file can be edited while the build runs.
/// </summary>
/// <param name="List">The text of the list.</param>
/// <param name="Tasks">The tasks by name.</param>
internal sealed record PlaceFile(string List, IReadOnlyDictionary<string, TaskPlaces> Tasks)
{
    /// <summary>Name of the file among the stage files.</summary>
    public const string Name = "places.json";

    /// <summary>The text of each file with code or tests, by its path beside the list, once it was read.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The places of a list.</summary>
    public static PlaceFile Of(TaskFile file)
    {
        var metadata = file.Package.Tasks.ToDictionary(task => task.Name, task => task.Metadata, StringComparer.Ordinal);
        return new(
            file.Text,
            file.Places().GroupBy(place => place.Task, StringComparer.Ordinal).ToDictionary(
                task => task.Key,
                task => new TaskPlaces(
                    task.GroupBy(place => place.Property, StringComparer.Ordinal)
                        .ToDictionary(place => place.Key, place => (int[])[place.Last().Span.Start, place.Last().Span.Length]),
                    metadata.GetValueOrDefault(task.Key)?.CodeFile,
                    metadata.GetValueOrDefault(task.Key)?.Template is { } template ? TaskTemplates.PathOf(template) : null)
                {
                    TestsFiles = metadata.GetValueOrDefault(task.Key)?.TestsFiles ?? [],
                },
                StringComparer.Ordinal));
    }

    /// <summary>These places, with the files with code or tests in <paramref name="files"/>.</summary>
    public PlaceFile With(IReadOnlyDictionary<string, FileContent> files)
    {
        var named = Tasks.Values.SelectMany(task => task.TestsFiles.Append(task.CodeFile).Append(task.Template)).OfType<string>();
        return this with
        {
            Files = named.Distinct(StringComparer.Ordinal).Where(files.ContainsKey)
                .ToDictionary(path => path, path => files[path].Text, StringComparer.Ordinal),
        };
    }
}

/// <summary>The places of one task.</summary>
/// <param name="Spans">Start and length of a property's token, by the property as <see cref="TaskAnchor"/> names it.</param>
/// <param name="CodeFile">The file with its code, or null.</param>
/// <param name="Template">The file with the template of its code, or null.</param>
internal sealed record TaskPlaces(IReadOnlyDictionary<string, int[]> Spans, string? CodeFile, string? Template)
{
    /// <summary>The files with its tests, in the order of the task.</summary>
    public IReadOnlyList<string> TestsFiles { get; init; } = [];
}
