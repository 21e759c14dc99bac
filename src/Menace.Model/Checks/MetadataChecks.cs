using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>MENACE1603 to 1606: functions, language and template.</summary>
internal static class MetadataChecks
{
    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("metadata", JsonKind.Object) is not { } metadata)
        {
            return;
        }

        CheckLanguage(source, metadata, context);
        CheckTemplate(source, metadata, context);
        CheckFunctions(source, metadata, context);
    }

    private static void CheckLanguage(TaskSource source, JsonNode metadata, CheckContext context)
    {
        if (metadata.Find("language", JsonKind.String) is { } language && BotLanguages.Parse(language.Text) is null)
        {
            // An alias of one or two letters resembles any word.
            var aliases = BotLanguages.Profiles.SelectMany(profile => profile.Aliases).Where(alias => alias.Length > 2);
            var nearest = Nearest.Of(language.Text, [.. BotLanguages.Names, .. aliases]);
            context.Findings.AddSuggesting(
                Quoted(nearest), RuleTable.UnknownLanguage, language.Span, source.Label, Display.Of(language.Text), Nearest.Hint(nearest));
        }
    }

    private static void CheckTemplate(TaskSource source, JsonNode metadata, CheckContext context)
    {
        if (metadata.Find("template", JsonKind.String) is not { } template || context.Options.Templates is not { } own)
        {
            return;
        }

        string[] known = [.. TaskTemplates.BuiltIn, .. own];
        if (!known.Contains(template.Text, StringComparer.Ordinal))
        {
            var nearest = Nearest.Of(template.Text, known);
            context.Findings.AddSuggesting(
                Quoted(nearest), RuleTable.UnknownTemplate, template.Span, source.Label, Display.Of(template.Text), Display.List(known),
                Nearest.Hint(nearest));
        }
    }

    private static void CheckFunctions(TaskSource source, JsonNode metadata, CheckContext context)
    {
        // A language that is not known may be any of them, whatever the defaults say.
        var language = source.LanguageGiven ? source.Metadata.Values.Language : source.Task.Metadata.Language;
        foreach (var function in metadata.Find("functions", JsonKind.Array)?.Items ?? [])
        {
            if (function.Kind != JsonKind.String)
            {
                continue;
            }

            if (!Identifiers.IsValid(function.Text, language))
            {
                var valid = Identifiers.Suggest(function.Text, language);
                context.Findings.AddSuggesting(
                    Quoted(valid), RuleTable.InvalidFunction, function.Span, source.Label, Display.Of(function.Text),
                    Identifiers.TitleOf(language) + Nearest.Hint(valid));
            }
            else if (InvisibleText.IndexOf(function.Text) is var hidden and >= 0)
            {
                context.Findings.AddInvisible(
                    function.Span, source.Label, "", function.Text, hidden, visible => Identifiers.IsValid(visible, language));
            }
        }
    }

    private static string? Quoted(string? text) => text is null ? null : CanonicalJson.Quote(text);
}
