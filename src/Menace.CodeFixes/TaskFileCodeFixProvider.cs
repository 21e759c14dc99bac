using System.Collections.Immutable;
using System.Composition;
using Menace.Model.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Menace.CodeFixes;

/// <summary>Offers the fixes of tasks.json where the analyzer reports its mistakes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TaskFileCodeFixProvider),
    DocumentKinds = [nameof(TextDocumentKind.AdditionalDocument)], DocumentExtensions = [".json"])]
[Shared]
public sealed class TaskFileCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.CreateRange(
        TaskFileFixes.Table.Select(entry => entry.Rule.Id));

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => TaskFileFixAllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var document = context.TextDocument;
        if (await TaskFileDocument.ReadAsync(document, context.CancellationToken).ConfigureAwait(false) is not { } file)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            if (file.FixOf(diagnostic) is { } fix)
            {
                var changes = fix.Edits.Select(edit => new TextChange(new(edit.Span.Start, edit.Span.Length), edit.NewText))
                    .OrderBy(change => change.Span.Start).ToList();
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, _ =>
                    Task.FromResult(file.With(document.Project.Solution, changes)), equivalenceKey: diagnostic.Id), diagnostic);
            }
        }
    }
}
