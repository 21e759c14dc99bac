using Menace.Model.Diagnostics;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;

namespace Menace.Tasks;

/// <summary>Target MenaceCleanRepositories: removes the repositories without a task, if they contain no changes of the user.</summary>
public sealed class CleanRepositories : TaskListTask
{
    private const int Named = 5;

    private protected override async Task<bool> ExecuteAsync(
        BotDevConfig config, DiagnosticLog diagnostics, CancellationToken cancellationToken)
    {
        if (!bool.TryParse(Properties["MenaceCleanAll"].Trim() is { Length: > 0 } text ? text : "false", out var all))
        {
            diagnostics.Report(new PipelineDiagnostic(
                Rules.InvalidProperty, ["MenaceCleanAll", Properties["MenaceCleanAll"], "true or false"]));
            return false;
        }

        if (await ReadTasksAsync(diagnostics, cancellationToken) is not { } content)
        {
            return false;
        }

        // Without knowing all names, repositories that have a task would look as if they had none.
        var file = TaskFileReader.Read(content, TaskFolder.Options(config.SourceDirectory, config.TemplateFolders));
        if (file.HasErrors)
        {
            diagnostics.Report(file, file.Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error));
            return false;
        }

        var result = await Pipeline(config).CleanRepositoriesAsync(file.Package.Tasks.Select(task => task.Name), all, cancellationToken);
        foreach (var name in result.Record.Removed)
        {
            Output.Line($"{name} removed");
        }

        if (result.Record.Current is { Count: > 0 } current)
        {
            var names = string.Join(", ", current.Take(Named)) + (current.Count > Named ? $" and {current.Count - Named} more" : "");
            Output.Line($"{current.Count} kept, because their tasks are in the list: {names}");
        }

        diagnostics.Report(result.Diagnostics);
        return true;
    }
}
