using System.Security.Cryptography;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks;

/// <summary>
/// The file places.json: where the task list has what findings of later stages are about. The stage that parses the list writes it, so that
/// no other stage parses it.
/// </summary>
/// <param name="List">SHA-256 of the list.</param>
/// <param name="Tasks">The tasks by name.</param>
internal sealed record PlaceFile(string List, IReadOnlyDictionary<string, TaskPlaces> Tasks)
{
    /// <summary>Name of the file among the stage files.</summary>
    public const string Name = "places.json";

    /// <summary>SHA-256 of each file that the list names, by its path beside the list, once it was read.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The places of a list.</summary>
    /// <param name="file">The list as it was read.</param>
    /// <param name="list">Its bytes.</param>
    public static PlaceFile Of(TaskFile file, byte[] list)
    {
        var metadata = file.Package.Tasks.ToDictionary(task => task.Name, task => task.Metadata, StringComparer.Ordinal);
        return new(
            Convert.ToHexStringLower(SHA256.HashData(list)),
            file.Places().GroupBy(place => place.Task, StringComparer.Ordinal).ToDictionary(
                task => task.Key,
                task => new TaskPlaces(
                    task.GroupBy(place => place.Property, StringComparer.Ordinal)
                        .ToDictionary(place => place.Key, place => (int[])[place.Last().Span.Start, place.Last().Span.Length]),
                    metadata.GetValueOrDefault(task.Key)?.CodeFile,
                    metadata.GetValueOrDefault(task.Key)?.Template is { } template ? TaskTemplates.PathOf(template) : null),
                StringComparer.Ordinal));
    }

    /// <summary>These places, with those in <paramref name="files"/>.</summary>
    public PlaceFile With(IReadOnlyDictionary<string, FileContent> files) => this with
    {
        Files = files.ToDictionary(file => file.Key, file => file.Value.Hash(), StringComparer.Ordinal),
    };
}

/// <summary>The places of one task.</summary>
/// <param name="Spans">Start and length of a property's token, by the property as <see cref="TaskAnchor"/> names it.</param>
/// <param name="CodeFile">The file with its code, or null.</param>
/// <param name="Template">The file with the template of its code, or null.</param>
internal sealed record TaskPlaces(IReadOnlyDictionary<string, int[]> Spans, string? CodeFile, string? Template);
