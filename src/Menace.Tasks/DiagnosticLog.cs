using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks;

/// <summary>Logs findings as MSBuild diagnostics, each at its place in the task list.</summary>
internal sealed class DiagnosticLog(TaskLoggingHelper log, string tasksFile, string projectDirectory)
{
    private readonly Lazy<TaskFile?> _file = new(() => Read(tasksFile));

    /// <summary>Logs <paramref name="diagnostics"/> in their order.</summary>
    public void Report(params IEnumerable<PipelineDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            var (file, span) = Locate(diagnostic);
            Log(diagnostic.Rule, diagnostic.Message, file, span);
        }
    }

    /// <summary>Logs a finding in another file than the task list; line and column count from 1, 0 means the whole file.</summary>
    public void Report(PipelineDiagnostic diagnostic, string file, int line, int column) =>
        Log(diagnostic.Rule, diagnostic.Message, file, line, column, line, column);

    /// <summary>Logs what reading the task list found.</summary>
    public void Report(TaskFile file, IEnumerable<TaskFileFinding> findings)
    {
        foreach (var finding in findings)
        {
            Log(finding.Rule, finding.Message, tasksFile, (file.Lines, finding.Span));
        }
    }

    private void Log(RuleDescriptor rule, string message, string? file, (LineMap Lines, TextSpan Span)? place)
    {
        if (place is not var (lines, span))
        {
            Log(rule, message, file, 0, 0, 0, 0);
            return;
        }

        var (start, end) = (lines.PositionOf(span.Start), lines.PositionOf(span.End));
        Log(rule, message, file, start.Line + 1, start.Column + 1, end.Line + 1, end.Column + 1);
    }

    private void Log(RuleDescriptor rule, string message, string? file, int line, int column, int endLine, int endColumn)
    {
        var shown = file is null ? null : Path.GetRelativePath(projectDirectory, file) is var relative && relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
        switch (rule.Severity)
        {
            case RuleSeverity.Error:
                log.LogError(null, rule.Id, null, rule.HelpLink, shown, line, column, endLine, endColumn, "{0}", message);
                break;
            case RuleSeverity.Warning:
                log.LogWarning(null, rule.Id, null, rule.HelpLink, shown, line, column, endLine, endColumn, "{0}", message);
                break;
            default:
                log.LogMessage(null, rule.Id, null, shown, line, column, endLine, endColumn, MessageImportance.Normal, "{0}", message);
                break;
        }
    }

    private (string? File, (LineMap Lines, TextSpan Span)? Place) Locate(PipelineDiagnostic diagnostic)
    {
        if (diagnostic.Bot is not { } bot)
        {
            return (tasksFile, null);
        }

        if (_file.Value is not { } file)
        {
            return (tasksFile, null);
        }

        var anchor = diagnostic.Anchor ?? new TaskAnchor("name");
        if (anchor.Offset + anchor.Length > 0 && NamedFile(anchor.Property, file.Package.Tasks.FirstOrDefault(task => task.Name == bot)?.Metadata) is { } named)
        {
            var path = Path.Combine(Path.GetDirectoryName(tasksFile)!, named);
            return ReadText(path) is { } code ? (path, (new LineMap(code), new TextSpan(anchor.Offset, anchor.Length))) : (path, null);
        }

        var span = anchor is { Property: "code" } && anchor.Offset + anchor.Length > 0
            ? file.MapCode(bot, anchor.Offset, anchor.Length)
            : file.SpanOf(bot, anchor.Property);
        return (tasksFile, (file.Lines, span));
    }

    /// <summary>The file, beside the task list, that a property with an offset means.</summary>
    private static string? NamedFile(string property, TaskMetadata? metadata) => property switch
    {
        "metadata.code_file" => metadata?.CodeFile,
        "metadata.template" => metadata?.Template is { } template ? TaskTemplates.PathOf(template) : null,
        _ => null,
    };

    private static TaskFile? Read(string path) => ReadText(path) is { } text ? TaskFileReader.Read(text) : null;

    /// <summary>A file that is gone meanwhile costs the line number, not the message.</summary>
    private static string? ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
