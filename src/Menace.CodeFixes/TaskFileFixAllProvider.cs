using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Menace.CodeFixes;

/// <summary>Makes all fixes of one rule. The batch fixer of Roslyn merges syntax trees, of which an additional document has none.</summary>
internal sealed class TaskFileFixAllProvider : FixAllProvider
{
    public static readonly TaskFileFixAllProvider Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
        [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(CodeAction.Create(
        "Fix all " + string.Join(", ", fixAllContext.DiagnosticIds.OrderBy(id => id, StringComparer.Ordinal)) + " in the task list",
        cancellationToken => FixAsync(fixAllContext, cancellationToken),
        fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellationToken)
    {
        var solution = context.Solution;
        foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
        {
            var diagnostics = await context.WithCancellationToken(cancellationToken).GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            var paths = new HashSet<string>(
                diagnostics.Where(d => context.DiagnosticIds.Contains(d.Id)).Select(d => d.Location.GetLineSpan().Path),
                StringComparer.Ordinal);
            foreach (var document in project.AdditionalDocuments.Where(d => d.FilePath is { } path && paths.Contains(path)))
            {
                if (await TaskFileDocument.ReadAsync(document, cancellationToken).ConfigureAwait(false) is { } file)
                {
                    solution = file.WithAllFixes(solution, context.DiagnosticIds, cancellationToken);
                }
            }
        }

        return solution;
    }
}
