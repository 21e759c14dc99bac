using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>Reports or removes the parts of a draft's code that say nothing (docs/tidy.md).</summary>
internal static class DraftTidying
{
    /// <summary>
    /// The analysed drafts with what their code does not need; if it is to be removed, without it, and analysed again. Code that has other
    /// functions then, or does not parse, stays as it is.
    /// </summary>
    public static async Task<IReadOnlyList<BotDraft>> TidyAsync(
        IReadOnlyList<BotDraft> drafts, ILanguage language, CancellationToken cancellationToken)
    {
        drafts = [.. drafts.Select(Find)];
        BotDraft[] tidied = [.. drafts.Where(draft => draft.CodeOfTask is not null)];
        if (tidied.Length == 0)
        {
            return drafts;
        }

        var analyses = await language.AnalyseAsync([.. tidied.Select(draft => draft.ToSource())], cancellationToken);
        var byName = tidied.Zip(analyses).ToDictionary(pair => pair.First.Task.Name, pair => IsSame(pair.First.Analysis!, pair.Second)
            ? pair.First with { Analysis = pair.Second } : Refuse(pair.First, "without what it does not need, it has other functions"));
        return [.. drafts.Select(draft => byName.GetValueOrDefault(draft.Task.Name, draft))];
    }

    /// <summary>The draft with <paramref name="edits"/>, as its mode says.</summary>
    public static BotDraft With(BotDraft draft, IReadOnlyList<TidyEdit> edits) =>
        draft.TidyMode == TidyMode.Off || edits.Count == 0 ? draft
        : draft.TidyMode == TidyMode.Suggest ? draft with { Tidy = edits }
        : draft with { Tidy = edits, CodeOfTask = draft.Code, Code = TidyEdit.Apply(draft.Code, edits) };

    /// <summary>The findings about what is still in the code.</summary>
    public static IEnumerable<PipelineDiagnostic> Suggestions(BotDraft draft) => draft.HasFailed || draft.CodeOfTask is not null ? []
        : draft.Tidy.Select(edit => draft.Error(Rules.TidySuggested, draft.PlaceOf(edit.Offset, edit.Length), edit.Description));

    private static BotDraft Find(BotDraft draft) => draft.Analysis switch
    {
        _ when draft.CodeOfTask is not null => draft,
        null or { Errors.Count: > 0 } => draft,
        { Tidy: { } edits } => With(draft, edits),
        _ => draft.TidyMode == TidyMode.Apply ? Refuse(draft, "without what it does not need, it does not read as the same code") : draft,
    };

    private static BotDraft Refuse(BotDraft draft, string reason) =>
        (draft with { Code = draft.CodeOfTask ?? draft.Code, CodeOfTask = null, Tidy = [] })
            .With(draft.Error(Rules.TidyRefused, draft.PlaceOf(0, 0), reason));

    private static bool IsSame(CodeAnalysis before, CodeAnalysis after) => after.Errors.Count == 0 && after.Shape == before.Shape
        && after.HasEntryPoint == before.HasEntryPoint
        && after.Functions.Select(function => function.Name).SequenceEqual(before.Functions.Select(function => function.Name));
}
