using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Handoff;

/// <summary>Turns places in a body that was sent into places of the task list that it was made from.</summary>
internal static class PackagePlaces
{
    private static readonly string[] Properties =
        [.. TaskFields.TaskProperties, .. TaskFields.Metadata.Keys.Select(key => $"{TaskFields.MetadataKey}.{key}")];

    /// <summary>Each mistake as a finding, at the narrowest property that holds its place.</summary>
    /// <param name="mistakes">What a receiver found.</param>
    /// <param name="package">The package.</param>
    /// <param name="body">The body before it was gzipped.</param>
    public static IReadOnlyList<PipelineDiagnostic> Map(IReadOnlyList<ReceiverFinding> mistakes, TaskPackage package, string body)
    {
        var text = TaskPackageJson.Write(package);
        var start = body.LastIndexOf(text, StringComparison.Ordinal);
        var file = TaskFileReader.Read(text, new() { Templates = null });
        return [.. mistakes.Select(mistake => Find(file, package, mistake.Line == 1 ? mistake.Column - 1 - start : -1) is var (bot, property)
            ? new PipelineDiagnostic(Rules.PackageRefused, [mistake.Id, mistake.Message]) { Bot = bot, Anchor = new(property) }
            : new PipelineDiagnostic(Rules.PackageRefused, [mistake.Id, mistake.Message]))];
    }

    private static (string Bot, string Property)? Find(TaskFile file, TaskPackage package, int offset) =>
        package.Tasks.SelectMany(task => Properties.Select(property => (Bot: task.Name, Property: property, Span: file.SpanOf(task.Name, property))))
            .Where(place => place.Span.Start <= offset && offset < place.Span.End)
            .OrderBy(place => place.Span.Length)
            .Select(place => ((string, string)?)(place.Bot, place.Property))
            .FirstOrDefault();
}
