using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline;
using Menace.Pipeline.Completion;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Target MenaceHandoff: reads and checks the task list, records it, writes handoff.json, places.json and the schema for editors.
/// </summary>
public sealed class HandoffStage : TaskListTask
{
    /// <summary>Folder of the SDK's own props and targets.</summary>
    public string SdkDirectory { get; set; } = "";

    /// <summary>Gets or sets the path of the project's schema; empty: none is written.</summary>
    public string SchemaFile { get; set; } = "";

    private protected override PipelineStage? Stage => PipelineStage.Handoff;

    private protected override IReadOnlyList<string> SideFiles => [PlaceFile.Name];

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (ReaderOptions(config, diagnostics) is not { } options)
        {
            return false;
        }

        var list = SeenFile.BeforeReading(Absolute(TasksFile));
        if (await ReadTasksAsync(diagnostics, cancellationToken) is not { } content)
        {
            return false;
        }

        var file = TaskFileReader.Read(content, options);
        WriteSchema(options, file);
        diagnostics.Report(file, file.Findings.Where(finding =>
            finding.Rule.IsEnabledByDefault
                && (finding.Rule.Severity == RuleSeverity.Error || finding.Rule == Rules.MoreProblems || !AnalyzerRan)));
        diagnostics.Note(file.Findings.Where(finding => finding.Rule.IsEnabledByDefault));
        if (file.HasErrors)
        {
            return false;
        }

        SeenFile[] sources = [.. file.ReferencedFiles.Distinct().Order(StringComparer.Ordinal)
            .Select(name => Path.Combine(config.SourceDirectory, name)).Concat(ProjectCompletion.SourcesOf(config))
            .Concat(TemplateFolders.SourcesOf(file.Package, config))
            .Concat(config.Extension is { } extension ? ExtensionAssembly.FilesOf(extension) : [])
            .Select(SeenFile.BeforeReading)];
        var places = PlaceFile.Of(file);
        diagnostics.Use(places);
        var pins = SeenFile.Now(CompletionPins.PathOf(config), "");
        var result = await Pipeline(config).HandoffAsync(file, cancellationToken);
        diagnostics.Report(result.Diagnostics);
        Log.LogMessage(MessageImportance.Low, "Menace: run {0}, {1} of its workflows were already recorded", result.Record.RunId,
            result.Record.KnownWorkflows);
        Changed = StageFile.Write(StagePath(PipelineStage.Handoff), result.Record);
        StageFile.Write(StagePath(PlaceFile.Name), places.With(result.Record.Files));

        // Warnings of the list are the analyzer's in every build; without it they are reported here, and again as long as they are true.
        var warns = file.Findings.Any(finding => finding.Rule is { IsEnabledByDefault: true, Severity: RuleSeverity.Warning });

        // What research found before the package was sent is pinned: that is no change that the next build has to take in.
        var pinned = pins.IsUnchanged() ? pins : SeenFile.Now(pins.Path, "");
        sources = [.. sources.Select(source => source == pins ? pinned : source)];
        Record = state => state with { Sources = [list, .. sources], ReliesOnAnalyzer = warns };
        return IsSilent(result.Diagnostics) && (AnalyzerRan || !warns) && !result.FellBack;
    }

    /// <summary>Also for a list with mistakes: it is being edited.</summary>
    private void WriteSchema(TaskFileOptions options, TaskFile file)
    {
        if (SchemaFile.Length > 0)
        {
            ProjectSchema.Write(File.ReadAllText(Path.Combine(SdkDirectory, "../schema/tasks.schema.json")), Absolute(SchemaFile),
                file.Package, [.. TaskTemplates.BuiltIn, .. options.Templates ?? []]);
        }
    }
}
