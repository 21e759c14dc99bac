using System.Text;
using Menace.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Menace.CodeFixes.Tests;

/// <summary>A project with a task list in a workspace, as an editor has it.</summary>
internal sealed class EditorRun : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly Project _project;
    private readonly DocumentId _tasks;
    private readonly TaskFileCodeFixProvider _provider = new();

    public EditorRun(string text, Encoding? encoding = null)
    {
        var project = ProjectId.CreateNewId();
        _tasks = DocumentId.CreateNewId(project);
        var solution = _workspace.CurrentSolution
            .AddProject(project, "Bots", "Bots", LanguageNames.CSharp)
            .AddAdditionalDocument(_tasks, "tasks.json", SourceText.From(text, encoding ?? Encoding.UTF8), filePath: "/p/tasks.json");
        _project = solution.GetProject(project)!;
    }

    /// <summary>Title and resulting text of each fix that is offered, by position.</summary>
    public async Task<IReadOnlyList<(string Title, string Text)>> OffersAsync()
    {
        var offers = new List<(string, string)>();
        foreach (var diagnostic in await DiagnosticsAsync(_project))
        {
            foreach (var action in await ActionsAsync(diagnostic))
            {
                offers.Add((action.Title, (await TextAfterAsync(action)).ToString()));
            }
        }

        return offers;
    }

    /// <summary>The text after "fix all" of the rule <paramref name="id"/>.</summary>
    public async Task<SourceText> FixAllAsync(string id, FixAllScope scope)
    {
        var context = new FixAllContext(_project.Documents.FirstOrDefault() ?? AnyDocument(), _provider, scope, id, [id], new Diagnostics(this), default);
        var action = await _provider.GetFixAllProvider().GetFixAsync(context);
        return await TextAfterAsync(action!);
    }

    public void Dispose() => _workspace.Dispose();

    private Document AnyDocument() => _project.AddDocument("A.cs", "");

    private async Task<IReadOnlyList<CodeAction>> ActionsAsync(Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        if (_provider.FixableDiagnosticIds.Contains(diagnostic.Id))
        {
            await _provider.RegisterCodeFixesAsync(new(_project.GetAdditionalDocument(_tasks)!, diagnostic, (action, _) => actions.Add(action), default));
        }

        return actions;
    }

    private async Task<SourceText> TextAfterAsync(CodeAction action)
    {
        var change = Assert.Single((await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>());
        return await change.ChangedSolution.GetAdditionalDocument(_tasks)!.GetTextAsync();
    }

    private static async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync(Project project)
    {
        var compilation = await project.GetCompilationAsync();
        var analysis = compilation!.WithAnalyzers([new TaskFileAnalyzer()], project.AnalyzerOptions);
        return [.. (await analysis.GetAnalyzerDiagnosticsAsync()).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private sealed class Diagnostics(EditorRun run) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => await DiagnosticsAsync(run._project);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
