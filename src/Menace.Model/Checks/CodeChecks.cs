using System.Globalization;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>
/// MENACE1604, 1610 and 1703: what the text of the code shows without a parser. Only certain signs count; the build has the parsers, and
/// the
/// last word (MENACE1701, MENACE3005).
/// </summary>
internal static class CodeChecks
{
    /// <summary>Kilobytes of UTF-8.</summary>
    private const int Longest = 100;

    private const int MostShown = 10;

    public static void Run(TaskSource source, CheckContext context)
    {
        CheckLength(source, context);
        if (source.Task is { Code.Length: > 0, Metadata.Language: { } language })
        {
            CheckLanguage(source, language, context);
            CheckFunctions(source, language, context);
        }
    }

    private static void CheckLength(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("code", JsonKind.String) is not { Text.Length: > Longest * 1024 / 3 } code
            || Encoding.UTF8.GetByteCount(code.Text) is var bytes && bytes <= Longest * 1024)
        {
            return;
        }

        context.Findings.Add(
            RuleTable.CodeTooLong, new(code.Span.Start, 1), source.Label, (bytes / 1024).ToString(CultureInfo.InvariantCulture),
            Longest.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>At the language if the task names it, else at the line that shows another.</summary>
    private static void CheckLanguage(TaskSource source, BotLanguage declared, CheckContext context)
    {
        if (CodeSigns.LanguageOf(source.Task.Code, declared, out var line) is not { } seen)
        {
            return;
        }

        var code = source.Node.Find("code", JsonKind.String);
        var named = source.Node.Find("metadata", JsonKind.Object)?.Find("language", JsonKind.String);
        TextSpan? shown = code is null ? null : context.Part(code, line.Start, line.Length);
        if ((named?.Span ?? shown) is { } place)
        {
            List<TextSpan> related = named is not null && shown is { } other ? [other] : [];
            context.Findings.Add(RuleTable.OtherLanguage, place, related, source.Label, Identifiers.TitleOf(seen),
                Identifiers.TitleOf(declared));
        }
    }

    private static void CheckFunctions(TaskSource source, BotLanguage language, CheckContext context)
    {
        var metadata = source.Node.Find("metadata", JsonKind.Object);
        var listed = metadata?.Find("functions", JsonKind.Array)?.Items;
        var names = source.Task.Metadata.Functions;
        if (names.Count == 0 && metadata?.Find("smoke", JsonKind.Array)?.Items is { } smoke)
        {
            // Without a list of functions, these are the only ones that the task names; beside one, they must be in it (MENACE1616).
            (listed, names) = (smoke, source.Task.Metadata.Smoke);
        }

        if (listed is null || CodeDefinitions.PlainlyHold(source.Task.Code, language.Profile(), names)
            || language.Profile().Definitions(source.Task.Code) is not { } defined)
        {
            return;
        }

        foreach (var function in listed)
        {
            if (function.Kind == JsonKind.String && Identifiers.IsValid(function.Text, language) && InvisibleText.IndexOf(function.Text) < 0
                && !defined.Holds(function.Text))
            {
                context.Findings.AddWithNearest(
                    function.Text, defined.Names.Where(n => Identifiers.IsValid(n, language)), RuleTable.FunctionNotInCode, function.Span,
                    source.Label, Display.Of(function.Text),
                    Display.List([.. defined.Names.Take(MostShown)]), "");
            }
        }
    }
}
