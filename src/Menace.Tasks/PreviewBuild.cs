using Menace.Model.Diagnostics;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Previews;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>
/// Target MenacePreview: prints what a build would do to each repository, and writes it to a file in the folder of the stage files. Nothing
/// else is written.
/// </summary>
public sealed class PreviewBuild : TaskListTask
{
    /// <summary>Absolute path of the file with the preview; empty without one.</summary>
    [Output]
    public string PreviewFile { get; private set; } = "";

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (FormatOf(Properties["MenacePreviewFormat"].Trim()) is not var (name, write))
        {
            diagnostics.Report(new PipelineDiagnostic(
                Rules.InvalidProperty, ["MenacePreviewFormat", Properties["MenacePreviewFormat"], "text or json"]));
            return false;
        }

        if (await ReadListAsync(config, diagnostics, cancellationToken) is not { } file)
        {
            return false;
        }

        var last = ReadLastBuild(StagePath);
        var preview = await Pipeline(config).PreviewAsync(file, last, cancellationToken) with
        {
            Upgrade = VersionChange.Since(ProjectState.Read(Absolute(StageDirectory)), last.Built),
        };
        if (Properties["MenaceExecution"].Trim().Equals("Remote", StringComparison.OrdinalIgnoreCase))
        {
            const string Remote = "With MenaceExecution=Remote a Stage 4 builds. The preview shows a build here.";
            preview = preview with { Notes = [.. preview.Notes, Remote] };
        }

        PreviewFile = Print(name, output => write(output, preview));
        return true;
    }

    /// <summary>The records of the last build.</summary>
    /// <param name="pathOf">The path of the file of a stage.</param>
    internal static LastBuild ReadLastBuild(Func<PipelineStage, string> pathOf) => new(
        StageFile.ReadPrevious<OptimiseRecord>(pathOf(PipelineStage.Optimise)),
        StageFile.ReadPrevious<BuildRecord>(pathOf(PipelineStage.Develop)),
        StageFile.ReadPrevious<VerifyRecord>(pathOf(PipelineStage.Verify))?.Results.Where(result => !result.IsGreen)
            .Select(result => result.Bot).ToHashSet(StringComparer.Ordinal) ?? []);

    private static (string Name, Action<Stream, BuildPreview> Write)? FormatOf(string format) => format.ToUpperInvariant() switch
    {
        "" or "TEXT" => ("preview.txt", PreviewText.Write),
        "JSON" => ("preview.json", PreviewJson.Write),
        _ => null,
    };
}
