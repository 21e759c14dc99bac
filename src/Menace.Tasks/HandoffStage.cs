using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Pipeline;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;

namespace Menace.Tasks;

/// <summary>Target MenaceHandoff: reads and checks the task list, records it, writes handoff.json and inputs.txt.</summary>
public sealed class HandoffStage : PipelineTask
{
    private protected override string OutputFile => "handoff.json";

    private protected override async Task<bool> ExecuteAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (await ReadAsync(config, diagnostics, cancellationToken) is not { } file)
        {
            return false;
        }

        diagnostics.Report(file, file.Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error || finding.Rule == Rules.MoreProblems || !AnalyzerRan));
        if (file.HasErrors)
        {
            return false;
        }

        var result = await Pipeline(config).HandoffAsync(file, cancellationToken);
        diagnostics.Report(result.Diagnostics);
        Log.LogMessage(MessageImportance.Low, "Menace: run {0}, {1} of its workflows were recorded before", result.Record.RunId, result.Record.KnownWorkflows);
        StageFile.Write(StagePath(OutputFile), result.Record);
        WriteInputs(config, file);
        return result.Succeeded;
    }

    private async Task<TaskFile?> ReadAsync(BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        var path = Absolute(TasksFile);
        try
        {
            // Read once: what later stages say about places, they say about these bytes.
            var content = await SourceFile.ReadAsync(path, TaskFileLimits.Length, cancellationToken);
            await File.WriteAllBytesAsync(StagePath(DiagnosticLog.CopyName), content, cancellationToken);
            return TaskFileReader.Read(content, new TaskFileOptions
            {
                FileExists = name => File.Exists(Path.Combine(config.SourceDirectory, name)),
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(new PipelineDiagnostic(Rules.TasksFileUnreadable, [TasksFile, exception.Message]));
            return null;
        }
    }

    /// <summary>Every file that the list names: when one changes, this stage runs again.</summary>
    private void WriteInputs(BotDevConfig config, TaskFile file) =>
        File.WriteAllLines(StagePath("inputs.txt"), file.ReferencedFiles.Distinct().Order(StringComparer.Ordinal).Select(name => Path.Combine(config.SourceDirectory, name)));
}
