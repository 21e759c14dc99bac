using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Optimisation;

/// <summary>The code of a draft: its own, that of a template, or what an earlier run knows of it.</summary>
internal static class DraftCode
{
    /// <summary>
    /// The draft with code and <see cref="BotDraft.Key"/>: without code of its own, that of the project's template, else that of the
    /// language's, which makes the bot a stub.
    /// </summary>
    public static BotDraft Fill(
        BotDraft draft, TemplateSet templates, LanguageTable languages, BotLanguage defaultLanguage, CancellationToken cancellationToken)
    {
        var template = TaskTemplates.OfProject(draft.Task) is { } name ? templates.Find(name) : null;
        if (template is not null)
        {
            draft = DraftTemplate.Use(draft, template);
        }

        if (string.IsNullOrWhiteSpace(draft.Code))
        {
            draft = draft with { Language = draft.Task.Metadata.Language ?? template?.Language ?? defaultLanguage };
            draft = template?.CodeFile is { } file ? FromProject(draft, file, cancellationToken)
                : FromLanguage(draft, languages[draft.Language.Value], template?.BuiltIn);
        }

        return draft with { Key = KeyOf(draft, null) };
    }

    /// <summary>The ingredients of <see cref="BotDraft.Key"/>, of a draft as <see cref="Fill"/> returned it.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> IngredientsOf(BotDraft draft)
    {
        var ingredients = new KeyIngredients();
        KeyOf(draft, ingredients);
        return ingredients.Groups;
    }

    private static string KeyOf(BotDraft draft, KeyIngredients? ingredients) => CompletionKey.Of(
        draft.Task, draft.Code, draft.DocumentedPurpose, Signatures(draft), draft.TidyMode, ingredients: ingredients);

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

    /// <param name="draft">The draft.</param>
    /// <param name="language">Its language.</param>
    /// <param name="builtIn">The template of the language if a template of the project names it, or null.</param>
    private static BotDraft FromLanguage(BotDraft draft, ILanguage language, string? builtIn)
    {
        var purpose = draft.Purpose ?? BotSpec.UnknownPurpose;
        var metadata = draft.Task.Metadata with { Purpose = purpose, Template = builtIn ?? draft.Task.Metadata.Template };
        return draft with
        {
            Purpose = purpose,
            Code = language.FillTemplate(draft.Task with { Metadata = metadata }),
            IsFilled = true,
            TidyMode = TidyMode.Off,
        };
    }

    private static BotDraft FromProject(BotDraft draft, string path, CancellationToken cancellationToken)
    {
        var (code, mistake) = ProjectTemplate.Render(
            draft.Files[path].Text, draft.Task, draft.Language!.Value, draft.Template!.Variables, TemplateSandbox.TimeLimit,
            cancellationToken);
        draft = draft with { Code = code };
        return mistake is null ? draft
            : draft.With(draft.Error(Rules.TemplateFailed, new("metadata.template", mistake.Offset, 1), path, $"{mistake.Line}",
                $"{mistake.Column}", mistake.Message) with
            { Page = new(path, mistake.Line) { Column = mistake.Column } });
    }
}
