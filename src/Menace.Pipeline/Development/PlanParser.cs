using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Development;

/// <summary>Makes bots of the entries of a plan (behaviour inventory, section 5). Nothing in a plan is an exception, and nothing is dropped unsaid.</summary>
internal sealed partial class PlanParser
{
    private static readonly string[] Keys =
        ["name", "purpose", "functions", "io", "io_format", "language", "dependencies", "level", "description", "function_docs", "capabilities", "code"];

    private readonly List<PipelineDiagnostic> _findings = [];

    /// <summary>The plan in <paramref name="text"/>.</summary>
    public static BotPlan Parse(string text)
    {
        var parser = new PlanParser();
        if (PlanText.Read(text, out var problem) is not { } root)
        {
            return new([], [new PipelineDiagnostic(Rules.PlanUnreadable, [problem!])]);
        }

        IReadOnlyList<JsonValue> entries = root.Kind == JsonKind.Array ? root.Items : [root];
        PlannedBot[] bots = [.. entries.Select(parser.ReadBot).OfType<PlannedBot>()];
        return new(bots, parser._findings);
    }

    /// <summary>A name without what no file name or identifier can hold; "bot" where nothing is left.</summary>
    internal static string ToName(string text) =>
        NotWord().Replace(text, "_").Trim('_') is { Length: > 0 } name ? name : "bot";

    private PlannedBot? ReadBot(JsonValue entry, int index)
    {
        var number = (index + 1).ToString(CultureInfo.InvariantCulture);
        if (entry.Kind != JsonKind.Object)
        {
            _findings.Add(new PipelineDiagnostic(Rules.PlanEntryInvalid, [number, $"it is {Describe(entry)}, but must be an object with name, purpose and functions"]));
            return null;
        }

        var bot = new Entry(ToName(TextOf(entry["name"]) ?? ""), entry, _findings);
        foreach (var (key, _) in entry.Members.Where(member => !Keys.Contains(member.Key)))
        {
            bot.Drop(key, $"a plan has no such key: it has {string.Join(", ", Keys)}");
        }

        foreach (var key in Keys.Where(key => key is not ("functions" or "dependencies" or "capabilities" or "function_docs") && entry[key] is { Kind: JsonKind.Array or JsonKind.Object }))
        {
            bot.Drop(key, $"it is {Describe(entry[key]!)}, but must be text");
        }

        var language = BotLanguages.Parse(TextOf(entry["language"]));
        if (language is null && TextOf(entry["language"]) is { Length: > 0 } unknown)
        {
            _findings.Add(new PipelineDiagnostic(Rules.PlanEntryInvalid, [number, $"its language is '{unknown}', but must be one of {string.Join(", ", BotLanguages.Names)}"]));
            return null;
        }

        var functions = bot.Functions(language);
        return new PlannedBot
        {
            Name = bot.Name,
            Purpose = bot.Text("purpose"),
            Functions = functions,
            FunctionDocs = bot.FunctionDocs(functions),
            IoFormat = bot.Text("io_format") is { Length: > 0 } format ? format : bot.Text("io"),
            Language = language,
            Dependencies = [.. bot.Texts("dependencies").Select(ToName).Distinct(StringComparer.Ordinal)],
            Level = bot.Text("level"),
            Description = bot.Text("description"),
            Capabilities = CapabilityNames.Sanitise(bot.Texts("capabilities")),
            Code = TextOf(entry["code"]) ?? "",
        };
    }

    /// <summary>The text of a scalar; null for null and for what is no scalar.</summary>
    private static string? TextOf(JsonValue? value) =>
        value is null or { Kind: JsonKind.Null or JsonKind.Array or JsonKind.Object } ? null : value.Text;

    private static string Describe(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "a list",
        JsonKind.Null => "null",
        _ => $"'{value.Text}'",
    };

    [GeneratedRegex(@"\W+")]
    private static partial Regex NotWord();

    /// <summary>One entry while it is read.</summary>
    private sealed class Entry(string name, JsonValue entry, List<PipelineDiagnostic> findings)
    {
        public string Name => name;

        public void Drop(string what, string why) =>
            findings.Add(new PipelineDiagnostic(Rules.PlanPartDropped, [name, what, why]) { Bot = name });

        public string Text(string key) => TextOf(entry[key])?.Trim() ?? "";

        /// <summary>The items of a list that are text; a single text counts as a list of one.</summary>
        public List<string> Texts(string key)
        {
            var value = entry[key] ?? JsonValue.Null;
            List<string> texts = [];
            foreach (var item in value.Kind == JsonKind.Array ? value.Items : value.Kind == JsonKind.Null ? [] : [value])
            {
                if (item.Kind == JsonKind.String)
                {
                    texts.Add(item.Text);
                }
                else if (item.Kind != JsonKind.Null)
                {
                    Drop($"an item of {key}", $"it is {Describe(item)}, but must be text");
                }
            }

            return texts;
        }

        public List<string> Functions(BotLanguage? language)
        {
            List<string> functions = [];
            foreach (var function in Texts("functions").Select(text => text.Trim()))
            {
                if (functions.Contains(function))
                {
                    Drop($"the function '{function}'", "it is listed twice");
                }
                else if (!Identifiers.IsValid(function, language ?? BotLanguage.Python))
                {
                    Drop($"the function '{function}'", $"it is no name that {Identifiers.TitleOf(language ?? BotLanguage.Python)} accepts for a function");
                }
                else
                {
                    functions.Add(function);
                }
            }

            return functions;
        }

        public Dictionary<string, string> FunctionDocs(List<string> functions)
        {
            Dictionary<string, string> docs = new(StringComparer.Ordinal);
            var value = entry["function_docs"] ?? JsonValue.Null;
            if (value.Kind is not (JsonKind.Null or JsonKind.Object))
            {
                Drop("function_docs", $"it is {Describe(value)}, but must be an object of function to text");
            }

            foreach (var (function, doc) in value.Members)
            {
                if (doc.Kind == JsonKind.String && functions.Contains(function))
                {
                    docs[function] = doc.Text;
                }
                else if (doc.Kind != JsonKind.Null)
                {
                    Drop($"the documentation of '{function}'", doc.Kind == JsonKind.String ? "there is no such function" : $"it is {Describe(doc)}, but must be text");
                }
            }

            return docs;
        }
    }
}
