using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Optimisation;

/// <summary>The code of a draft: its own, that of a template, or what an earlier run knows of it.</summary>
internal static class DraftCode
{
    /// <summary>
    /// The draft with code and <see cref="BotDraft.Key"/>: without code of its own, that of the project's template, else that of the
    /// language's, which makes the bot a stub.
    /// </summary>
    public static BotDraft Fill(BotDraft draft, LanguageTable languages, BotLanguage defaultLanguage, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(draft.Code))
        {
            draft = draft with { Language = draft.Task.Metadata.Language ?? defaultLanguage };
            draft = TaskTemplates.OfProject(draft.Task) is { } template
                ? FromProject(draft, template, cancellationToken) : FromLanguage(draft, languages[draft.Language.Value]);
        }

        return draft with
        {
            Key = CompletionKey.Of(draft.Task, draft.Code, draft.DocumentedPurpose, Signatures(draft), draft.TidyMode),
        };
    }

    /// <summary>The draft with what an earlier run with the same <see cref="BotDraft.Key"/> found.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="known">What was found.</param>
    /// <param name="isChecked">True if that run also checked that the bot can call its dependencies.</param>
    public static BotDraft TakeOver(BotDraft draft, Completion known, bool isChecked) => DraftTidying.With(draft, known.Tidy) with
    {
        Language = known.Language,
        Purpose = known.Purpose,
        Functions = known.Functions,
        StubFunctions = known.StubFunctions,
        Proofs = known.Proofs,
        Examples = known.ExamplePlaces is null ? draft.Examples : [.. known.Examples.Select(WithoutNull)],
        ExamplePlaces = known.ExamplePlaces,
        IsKnown = true,
        IsChecked = isChecked,
    };

    /// <summary>The example as it was before it was written: what is not there was read as the value null.</summary>
    private static TaskExample WithoutNull(TaskExample example) =>
        example.Raises is null && example.Prints is null ? example : example with { Returns = null };

    /// <summary>What pages say that the code is compared with, also which fields they give: the same examples in a task are not.</summary>
    private static IEnumerable<string> Signatures(BotDraft draft) => draft.Documented.SelectMany(field =>
        (IEnumerable<string>)[field.Field, .. field.Field == DocumentedCode.Signatures ? field.Value.Items.Select(item => item.Text) : []]);

    private static BotDraft FromLanguage(BotDraft draft, ILanguage language)
    {
        var purpose = draft.Purpose ?? BotSpec.UnknownPurpose;
        return draft with
        {
            Purpose = purpose,
            Code = language.FillTemplate(draft.Task with { Metadata = draft.Task.Metadata with { Purpose = purpose } }),
            IsFilled = true,
            TidyMode = TidyMode.Off,
        };
    }

    private static BotDraft FromProject(BotDraft draft, string template, CancellationToken cancellationToken)
    {
        var path = TaskTemplates.PathOf(template);
        var (code, mistake) = ProjectTemplate.Render(
            draft.Files[path].Text, draft.Task, draft.Language!.Value, ProjectTemplate.TimeLimit, cancellationToken);
        draft = draft with { Code = code };
        return mistake is null ? draft
            : draft.Fail(Rules.TemplateFailed, new("metadata.template", mistake.Offset, 1), path, $"{mistake.Line}", $"{mistake.Column}",
                mistake.Message);
    }
}
