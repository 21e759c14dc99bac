using Menace.Model.Diagnostics;
using Menace.Model.Languages;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>
/// What pages of the documentation say about code that is there: parameters of functions, and results that the code documents itself. Both
/// have an exact form, so a difference is an error at both places.
/// </summary>
internal static class DocumentedCode
{
    /// <summary>The field of signatures, which is not one of tasks.json.</summary>
    public const string Signatures = "signatures";

    private const string Examples = "metadata.examples";

    /// <summary>The errors about <paramref name="draft"/>; none if the pages agree with its code.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="analysis">The analysis of its code.</param>
    public static IEnumerable<PipelineDiagnostic> Contradictions(BotDraft draft, CodeAnalysis analysis)
    {
        if (draft.IsFilled || draft.Documented.Count == 0)
        {
            return [];
        }

        return [.. draft.Documented.SelectMany(field => field.Field switch
        {
            Signatures when draft.Language!.Value.Profile().DeclaresParameters =>
                field.Value.Items.SelectMany(text => Signature(draft, analysis, field, text.Text)),
            Examples => Example(draft, analysis, field),
            _ => [],
        })];
    }

    /// <summary>A call as the page writes it has to be possible: only parameters that are there, and all that are required.</summary>
    private static PipelineDiagnostic[] Signature(BotDraft draft, CodeAnalysis analysis, CompletedField page, string text)
    {
        var written = SignatureParameters.Of(text);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (written.Count == 0 || open < 0)
        {
            return [];
        }

        var name = text[..open].Split(' ', '.')[^1].Split('<')[0];
        FunctionSignature[] defined = [.. analysis.Functions.Where(function => function.Name == name && !function.IsType)];
        if (defined.Length == 0 || defined.Any(function => Allows(function, written) || AreTypes(function, written)))
        {
            return [];
        }

        var own = $"{name}({string.Join(", ", defined[0].Parameters.Select(parameter => parameter.Name))})";
        return Error(draft, page, $"signature of '{name}'", text, own, null);
    }

    /// <summary>True if the page gives types instead of names, as people do for C#.</summary>
    private static bool AreTypes(FunctionSignature function, IReadOnlyList<string> written) =>
        written.All(name => function.Parameters.All(parameter => parameter.Name != name))
        && written.All(name => function.Parameters.Any(parameter => parameter.Type == name));

    private static bool Allows(FunctionSignature function, IReadOnlyList<string> written)
    {
        var isOpen = function.Parameters.Any(parameter => parameter.Name.StartsWith('*'));
        HashSet<string> names = [.. function.Parameters.Select(parameter => parameter.Name.TrimStart('*'))];
        return (isOpen || written.All(names.Contains))
            && function.Parameters.Where(parameter => !parameter.IsOptional && !parameter.Name.StartsWith('*'))
                .All(parameter => written.Contains(parameter.Name));
    }

    private static IEnumerable<PipelineDiagnostic> Example(BotDraft draft, CodeAnalysis analysis, CompletedField page) =>
        analysis.Examples.SelectMany(own => ExampleDifference.Of([own.Example], draft.Task.Metadata.Examples) is var (mine, theirs)
            ? Error(draft, page, Examples, theirs, mine, own) : []);

    private static PipelineDiagnostic[] Error(
        BotDraft draft, CompletedField page, string what, string theirs, string own, CodeExample? place)
    {
        var error = draft.Error(
            Rules.DocumentationContradicts, draft.PlaceOf(place?.Offset ?? 0, place?.Length ?? 0), page.Source.Place, what, theirs, own);
        return [error, error with { Page = PagePlace.Of(page.Source.Place) }];
    }
}
