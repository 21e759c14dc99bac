using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>Takes from the analysis of the code what the task leaves out, and reports what does not fit.</summary>
internal static class DraftCompletion
{
    /// <summary>The draft, completed; as it is if it has failed or was not analysed.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="surroundings">The names that the code may use besides its own.</param>
    public static BotDraft Complete(BotDraft draft, Func<CodeSurroundings> surroundings)
    {
        if (draft.HasFailed || draft.Analysis is not { } analysis)
        {
            return draft;
        }

        if (analysis.MissingTool is { } missing)
        {
            return draft.Fail(Rules.ToolMissing, draft.PlaceOf(0, 0), missing.Tool, missing.Looked, missing.Remedy);
        }

        var problems = analysis.Reading?.Problems ?? [];
        var errors = analysis.Errors.Count > 0 || problems.Count == 0 ? analysis.Errors
            : [.. problems.Where(surroundings().IsCertain).Select(p => p.Error)];
        if (errors.Count > 0)
        {
            return draft.With(errors.Select(error => draft.Error(
                Rules.CodeSyntax, draft.PlaceOf(error.Offset, error.Length), error.Id, error.Message)));
        }

        draft = Infer(draft, analysis);
        draft = draft with { Missing = [.. Names("purpose", draft.Purpose is null), .. Names("functions", draft.Functions.Count == 0)] };
        return draft.With([Missing(draft), .. UnknownFunctions(draft, analysis), .. TestFileClashes(draft), .. RelativePaths(draft),
            .. DocumentedCode.Contradictions(draft, analysis)]);
    }

    private static BotDraft Infer(BotDraft draft, CodeAnalysis analysis)
    {
        IReadOnlyList<string> functions = draft.Functions.Count > 0 ? draft.Functions
            : [.. analysis.Functions.Select(function => function.Name)];
        IReadOnlyList<string> stubs = draft.IsFilled ? functions : analysis.Shape == CodeShape.Statements ? [.. functions.Skip(1)]
            : draft.AddedStubs;
        var examples = DraftExamples.Of(draft, analysis, [.. functions.Except(stubs, StringComparer.Ordinal)]);
        return draft with
        {
            Functions = functions,
            StubFunctions = stubs,
            Examples = examples.Count > 0 ? [.. examples.Select(example => example.Example)] : draft.Examples,
            ExamplePlaces = examples.Count > 0
                ? [.. examples.Select(example => draft.PlaceOf(example.Offset, example.Length))] : null,
            Proofs = Exercise.Prove(analysis),
            Purpose = draft.Purpose ?? DocumentationText.FirstSentence(analysis.Purpose)
                ?? (analysis.Functions is [var only] ? DocumentationText.FirstSentence(only.Documentation) : null)
                ?? draft.DocumentedPurpose,
        };
    }

    private static PipelineDiagnostic? Missing(BotDraft draft) => draft.Missing.Count == 0 ? null : draft.Error(
        Rules.MissingInformation, new("metadata"),
        string.Join(" and ", draft.Missing) + (draft.Missing is ["purpose"] ? " is" : " are"),
        string.Join(" or ", [draft.IsFilled ? "the task" : "its code", .. draft.Looked]),
        string.Join(" and ", draft.Missing.Select(field => $"metadata.{field}")));

    private static string[] Names(string field, bool isMissing) => isMissing ? [field] : [];

    /// <summary>
    /// Statements are the body of the first listed function and the template gives the others; any other code must define what is listed.
    /// </summary>
    private static IEnumerable<PipelineDiagnostic> UnknownFunctions(BotDraft draft, CodeAnalysis analysis)
    {
        var defined = analysis.Functions.Select(function => function.Name).ToHashSet(StringComparer.Ordinal);
        var isStatements = analysis.Shape == CodeShape.Statements;
        var metadata = draft.Task.Metadata;
        var named = Named(isStatements ? [] : draft.Functions, "metadata.functions");
        var called = Named(metadata.Examples.Select(example => example.Function).Where(IsNotGiven), "metadata.examples");
        var smoke = Named(
            metadata.Smoke.Where(function => function != TaskMetadata.AllFunctions && IsNotGiven(function)), "metadata.smoke");
        return named.Concat(called).Concat(smoke).DistinctBy(name => name.Function).Where(name => !defined.Contains(name.Function))
            .Select(name => draft.Error(
                Rules.FunctionMissing, name.Anchor, name.Function,
                defined.Count == 0 ? "no public function"
                    : string.Join(", ", defined.Order(StringComparer.Ordinal).Select(function => $"'{function}'")),
                Nearest.Hint(name.Function, analysis.Functions.Select(function => function.Name))));

        bool IsNotGiven(string function) => !isStatements || !draft.Functions.Contains(function);

        static IEnumerable<(string Function, TaskAnchor Anchor)> Named(IEnumerable<string> functions, string property) =>
            functions.Select(function => (function, new TaskAnchor(property)));
    }

    private static IEnumerable<PipelineDiagnostic> TestFileClashes(BotDraft draft) =>
        draft.Task.Metadata.TestsFiles.GroupBy(Path.GetFileName).Where(group => group.Count() > 1).Select(clash => draft.Error(
            Rules.UnsupportedCode, new("metadata.tests_file"),
            $"the test files {string.Join(" and ", clash)} have the same file name; rename one"));

    /// <summary>MENACE1619 for code in a file, which the reader of the task list does not see.</summary>
    private static IEnumerable<PipelineDiagnostic> RelativePaths(BotDraft draft)
    {
        var (task, language) = (draft.Task, draft.Language);
        return task.Metadata.CodeFile is null || language is null ? []
            : DataPathChecks.In(draft.Code, task.Metadata.Files.Keys, language.Value).Select(use => new PipelineDiagnostic(
                Rules.RelativeDataPath,
                [$"Task '{Display.Of(task.Name)}'", Display.Of(use.Path), language.Value.Profile().DataPath(use.Path)])
            {
                Bot = task.Name,
                Anchor = draft.PlaceOf(use.Literal.Index, use.Literal.Length),
            });
    }
}
