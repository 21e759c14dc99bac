using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Menace.Tasks;

/// <summary>Logs findings as MSBuild diagnostics, each at its place in the task list (<see cref="PlaceFinder"/>).</summary>
internal sealed class DiagnosticLog(
    TaskLoggingHelper log, BuildOutput output, string tasksFile, string projectDirectory, string stageDirectory, string helpLinkBase)
{
    /// <summary>How many diagnostics of one stage are logged, as of one file; the rest is counted.</summary>
    private const int Limit = 200;

    private readonly List<string> _codes = [];
    private readonly List<string> _errorCodes = [];
    private readonly List<CodeQualityEntry> _qualityEntries = [];
    private readonly BuildServer _server = new(Environment.GetEnvironmentVariable);
    private PlaceFinder? _places;

    /// <summary>Codes of the warnings and errors so far, each once, in their order.</summary>
    public IReadOnlyCollection<string> Codes => _codes;

    /// <summary>Codes of the errors among them.</summary>
    public IReadOnlyCollection<string> ErrorCodes => _errorCodes;

    /// <summary>The findings so far for GitLab's code quality report; null on other servers.</summary>
    public IReadOnlyList<CodeQualityEntry>? QualityEntries => _server.IsGitLab ? _qualityEntries : null;

    private PlaceFinder Places => _places
        ??= new(tasksFile, StageFile.ReadPrevious<PlaceFile>(Path.Combine(stageDirectory, PlaceFile.Name)));

    /// <summary>Uses <paramref name="places"/> from now on, instead of those that the first stage left.</summary>
    public void Use(PlaceFile places) => _places = new(tasksFile, places);

    /// <summary>Logs <paramref name="diagnostics"/> in their order, or the most severe first if there are very many.</summary>
    public void Report(params IEnumerable<PipelineDiagnostic> diagnostics)
    {
        PipelineDiagnostic[] all = [.. diagnostics];
        var shown = all.Length <= Limit ? all
            : [.. all.OrderByDescending(diagnostic => diagnostic.Rule.Severity).Take(Limit)];
        foreach (var diagnostic in shown)
        {
            if (diagnostic.Page is { } page)
            {
                Report(diagnostic, Path.Combine(Path.GetDirectoryName(tasksFile)!, page.Path), page.Line,
                    page.Column > 0 ? page.Column : Math.Min(page.Line, 1));
                continue;
            }

            var (file, span) = Places.Find(diagnostic);
            Log(diagnostic.Rule, diagnostic.Message, file, span);
        }

        if (all.Length > shown.Length)
        {
            var rest = new PipelineDiagnostic(Rules.MoreProblems, [(all.Length - shown.Length).ToString(CultureInfo.InvariantCulture)]);
            Log(rest.Rule, rest.Message, tasksFile, null);
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

    /// <summary>Says at a place of the task list what was done about a finding.</summary>
    public void Tell(RuleDescriptor rule, LinePosition place, string message) =>
        output.PrintAt(rule.Id, Shown(tasksFile), place.Line + 1, place.Column + 1, 0, 0, message);

    /// <summary>Counts findings that another part of the build reports: they are findings of the build all the same.</summary>
    public void Note(IEnumerable<TaskFileFinding> findings)
    {
        foreach (var finding in findings)
        {
            Remember(finding.Rule);
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
        var shown = Shown(file);
        Remember(rule);
        var annotation = _server.Annotation(rule, message, file, line, column);
        if (_server.QualityEntry(rule, message, file, line) is { } entry)
        {
            _qualityEntries.Add(entry);
        }

        message = BuildServer.WithoutCommands(message);
        switch (rule.Severity)
        {
            case RuleSeverity.Error:
                log.LogError(null, rule.Id, null, rule.HelpLink(helpLinkBase), shown, line, column, endLine, endColumn, "{0}", message);
                break;
            case RuleSeverity.Warning:
                log.LogWarning(null, rule.Id, null, rule.HelpLink(helpLinkBase), shown, line, column, endLine, endColumn, "{0}", message);
                break;
            case RuleSeverity.Information when IsShown(rule):
                output.PrintAt(rule.Id, shown, line, column, endLine, endColumn, message);
                break;
            default:
                log.LogMessage(null, rule.Id, null, shown, line, column, endLine, endColumn, MessageImportance.Normal, "{0}", message);
                break;
        }

        if (annotation is not null)
        {
            output.Print(annotation);
        }
    }

    private void Remember(RuleDescriptor rule)
    {
        Add(_codes, rule.Severity is RuleSeverity.Warning or RuleSeverity.Error);
        Add(_errorCodes, rule.Severity == RuleSeverity.Error || (rule.Severity == RuleSeverity.Warning && output.TreatsAsError(rule.Id)));

        void Add(List<string> codes, bool isOne)
        {
            if (isOne && !codes.Contains(rule.Id))
            {
                codes.Add(rule.Id);
            }
        }
    }

    /// <summary>True for information that every console is to show.</summary>
    private static bool IsShown(RuleDescriptor rule) =>
        rule == Rules.MoreProblems || rule == Rules.RepositoriesOrphaned || rule == Rules.CommitsUndated
            || rule == Rules.BotSuggested || rule == Rules.TidySuggested || rule == Rules.TidyRefused;

    /// <summary>Relative to the project if the file is in it.</summary>
    private string? Shown(string? file) =>
        file is null ? null : Path.GetRelativePath(projectDirectory, file) is var relative
            && relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
}
