using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;
using Menace.Pipeline.Handoff;

namespace Menace.Pipeline.Completion;

/// <summary>A task list with what the documentation of its project and earlier completions add.</summary>
/// <param name="Package">The package to hand off.</param>
/// <param name="Completed">The fields that were filled.</param>
/// <param name="Purposes">See <see cref="HandoffRecord.Purposes"/>.</param>
/// <param name="Looked">See <see cref="HandoffRecord.Looked"/>.</param>
/// <param name="Findings">Contradictions, values that cannot be used, and pages that were not read.</param>
internal sealed record CompletedProject(
    TaskPackage Package, IReadOnlyList<CompletedField> Completed, IReadOnlyDictionary<string, string> Purposes,
    IReadOnlyList<string> Looked, IReadOnlyList<PipelineDiagnostic> Findings);

/// <summary>Completes a task list from the files of its project alone: its documentation and <see cref="CompletionPins"/>.</summary>
internal static class ProjectCompletion
{
    /// <summary>The files and folders that <see cref="CompleteAsync"/> reads, as absolute paths, also those that do not exist.</summary>
    public static IReadOnlyList<string> SourcesOf(BotDevConfig config)
    {
        var folder = DocumentationFolder.Find(config);
        return [CompletionPins.PathOf(config), .. folder.Folders, .. folder.Files];
    }

    /// <summary>Completes <paramref name="file"/>.</summary>
    /// <param name="file">The list.</param>
    /// <param name="isWritten">False for a list that was made from a package in code.</param>
    /// <param name="config">The settings.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PipelineException">The pins cannot be used.</exception>
    /// <exception cref="IOException">The folder of the documentation cannot be listed.</exception>
    public static async Task<CompletedProject> CompleteAsync(
        TaskFile file, bool isWritten, BotDevConfig config, CancellationToken cancellationToken)
    {
        var package = file.Package;
        var pins = await CompletionPins.ReadAsync(CompletionPins.PathOf(config), cancellationToken);
        var (pages, skipped) = await DocumentationFolder.Find(config).ReadAsync(config, cancellationToken);
        if (pages.Count == 0 && skipped.Count == 0 && pins.Fields.Count == 0)
        {
            return new(package, [], new Dictionary<string, string>(), [], []);
        }

        var given = new GivenValues(file, isWritten);
        var documented = DocumentationReader.Read(pages, [.. package.Tasks.Select(task => task.Name)], cancellationToken);
        List<PipelineDiagnostic> findings =
            [.. skipped.Concat(documented.Skipped).Select(page => new PipelineDiagnostic(Rules.PageSkipped, [page.Path, page.Reason]))];
        try
        {
            var merged = FieldMerge.Merge(package.Tasks, pins.Over(documented.Fields), given.Has);
            findings.AddRange(merged.Findings);
            var pinned = FieldMerge.Merge(
                merged.Tasks, [.. merged.Tasks.SelectMany(pins.Of)],
                (task, field) => given.Has(task, field) || TaskValues.Of(task, field) is not null);
            CompletedField[] completed = [.. merged.Completed, .. pinned.Completed];
            package = package with { Tasks = pinned.Tasks };
            if (completed.Length > 0)
            {
                findings.AddRange(FieldMerge.Check(
                    package, completed, TaskFolder.Options(Path.GetFullPath(config.SourceDirectory))));
            }

            return new(package, completed, merged.Purposes, pages.Count == 0 ? [] : [Pages(pages.Count)], findings);
        }
        catch (FormatException exception)
        {
            throw new PipelineException(PipelineStage.Handoff, [.. findings, new(
                Rules.PinsUnusable, [Path.GetFileName(CompletionPins.PathOf(config)), exception.Message])]);
        }
    }

    private static string Pages(int count) => count == 1 ? "one page of documentation"
        : string.Create(CultureInfo.InvariantCulture, $"{count} pages of documentation");
}
