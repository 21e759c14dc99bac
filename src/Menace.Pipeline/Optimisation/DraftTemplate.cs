using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Optimisation;

/// <summary>The template of a draft: the values of its variables, and whether it fits the bot.</summary>
internal static class DraftTemplate
{
    private const string Property = "metadata.template_variables";

    /// <summary>The draft with <paramref name="template"/> and the values of its variables; a wrong value is an error.</summary>
    public static BotDraft Use(BotDraft draft, ResolvedTemplate template)
    {
        var given = draft.Task.Metadata.TemplateVariables;
        var values = new SortedDictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var (name, variable) in template.Variables)
        {
            if (!given.TryGetValue(name, out var value))
            {
                if (variable.Default is null)
                {
                    draft = Fail(draft, template, "metadata.template",
                        $"needs a value of the variable '{name}' ({variable.TypeName}). Give it in {Property}");
                }

                value = variable.Default ?? JsonValue.Null;
            }
            else if (value.Kind != variable.Type)
            {
                draft = Fail(draft, template, $"{Property}.{name}",
                    $"has the variable '{name}', which is a {variable.TypeName}; found is '{Display.Of(CanonicalJson.Write(value))}'");
            }

            values[name] = value;
        }

        foreach (var name in given.Keys.Where(name => !template.Variables.ContainsKey(name)))
        {
            draft = Fail(draft, template, $"{Property}.{name}", $"has no variable '{Display.Of(name)}'"
                + (template.Variables.Count == 0 ? "; it declares none"
                    : $"; it declares {Display.List([.. template.Variables.Keys.Order(StringComparer.Ordinal)])}")
                + Nearest.Hint(name, template.Variables.Keys));
        }

        return draft with { Template = template.Template with { Variables = values } };
    }

    /// <summary>The error of a bot whose language is not that of its template, or null.</summary>
    public static PipelineDiagnostic? CheckLanguage(BotDraft draft, TemplateSet templates) =>
        draft is { HasFailed: false, Language: { } language, Template: { } template }
            && templates.Find(template.Name)?.Language is { } expected && expected != language
            ? draft.Error(Rules.TemplateVariableInvalid, new("metadata.template"), template.Name,
                $"is for bots in {expected.ToName()}; the bot is written in {language.ToName()}")
            : null;

    private static BotDraft Fail(BotDraft draft, ResolvedTemplate template, string property, string message) =>
        draft.Fail(Rules.TemplateVariableInvalid, new(property), template.Template.Name, message);
}
