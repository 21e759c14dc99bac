using Menace.Model.Checks;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Documentation;

/// <summary>All statements of all pages, and what they say together. Two that differ are no value.</summary>
internal sealed class StatementList
{
    private const int LongestValue = 4_000;

    private readonly Dictionary<(string Bot, string Field), List<Statement>> _statements = [];

    /// <summary>Adds a statement.</summary>
    public void Add(Statement statement)
    {
        var key = (statement.Bot, statement.Field);
        if (!_statements.TryGetValue(key, out var list))
        {
            _statements[key] = list = [];
        }

        list.Add(statement);
    }

    /// <summary>Returns the fields of a bot.</summary>
    public IEnumerable<CompletedField> FieldsOf(string bot, IReadOnlyList<DocumentationPage> pages, IReadOnlyList<LineMap?> lines)
    {
        Statement?[] found =
        [
            First(bot, FieldNames.Purpose), Same(bot, FieldNames.Functions), Same(bot, FieldNames.Signatures), Docs(bot), Examples(bot),
                Schedule(bot),
            Union(bot, FieldNames.Dependencies),
            BotLanguages.Parse(Same(bot, FieldNames.Language)?.Value?.Text)?.Profile().HasPackages == false ? null
                : Union(bot, FieldNames.Packages),
            Same(bot, FieldNames.Language), Same(bot, FieldNames.License),
            Resources(bot),
        ];
        foreach (var statement in found)
        {
            if (statement is { Value: { } value } && !IsEmpty(value) && CanBeStored(value) && !HidesSecret(value)
                && lines[statement.Place.Page] is { } map)
            {
                var page = pages[statement.Place.Page];
                var line = map.PositionOf(statement.Place.Offset).Line + 1;
                var from = Math.Clamp(statement.Place.From, 0, page.Text.Length);
                var section = page.Text[from..Math.Clamp(statement.Place.To, from, page.Text.Length)];
                yield return new(bot, statement.Field, value,
                    new(FieldSourceKind.Documentation, $"{page.Path}:{line}") { Digest = ContentDigest.Of(section) }, statement.Rule,
                        statement.Confidence);
            }
        }
    }

    private static bool IsEmpty(JsonValue value) =>
        (value.Kind == JsonKind.Array && value.Items.Count == 0) || (value.Kind == JsonKind.Object && value.Members.Count == 0);

    /// <summary>A page can hold halves of surrogate pairs and control characters, a task list cannot.</summary>
    private static bool CanBeStored(JsonValue value)
    {
        var text = value.Kind == JsonKind.String ? value.Text : string.Concat(AllTexts(value));
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]) || char.IsControl(text[i]))
            {
                return false;
            }
        }

        return text.Length <= LongestValue;
    }

    private static IEnumerable<string> AllTexts(JsonValue value) =>
        value.Items.Concat(value.Members.Select(member => member.Value)).SelectMany(AllTexts).Concat(value.Members.Select(member =>
            member.Key)).Append(value.Text);

    private static bool HidesSecret(JsonValue value)
    {
        var text = value.Kind == JsonKind.String ? value.Text : CanonicalJson.Write(value);
        return Redaction.Redact(text) != text;
    }

    private List<Statement> Of(string bot, string field)
    {
        if (!_statements.TryGetValue((bot, field), out var all))
        {
            return [];
        }

        // One about the bot itself counts more than one about all of them.
        var own = all.Where(statement => statement.Kind != StatementKind.All).ToList();
        return own.Count > 0 ? own : [.. all];
    }

    private Statement? First(string bot, string field) =>
        Of(bot, field) is { Count: > 0 } all ? all.MinBy(statement => (statement.Place.Page, statement.Place.Offset)) : null;

    private Statement? Same(string bot, string field)
    {
        var all = Of(bot, field);
        return all.Count > 0 && all.TrueForAll(statement => statement.Value is { } value && value.Equals(all[0].Value)) ? all[0] : null;
    }

    /// <summary>Lists have to be equal; parts of sentences add up, or repeat what a list has.</summary>
    private Statement? Union(string bot, string field)
    {
        var all = Of(bot, field);
        if (field == FieldNames.Dependencies && all.Exists(statement => statement is { Kind: StatementKind.Whole, Value: not null }))
        {
            // What a sentence says in passing does not make a list unclear.
            all.RemoveAll(statement => statement is { Kind: StatementKind.Part, Value: null });
        }

        if (all.Count == 0 || all.Exists(statement => statement.Value is null))
        {
            return null;
        }

        var lists = all.Where(statement => statement.Kind == StatementKind.Whole).ToList();
        var items = new List<string>();
        foreach (var statement in lists.Count > 0 ? lists.Take(1) : all)
        {
            items.AddRange(Texts(statement).Where(text => !items.Contains(text, StringComparer.OrdinalIgnoreCase)));
        }

        var isSame = lists.TrueForAll(list => Texts(list).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(items))
            && all.TrueForAll(part => Texts(part).All(text => items.Contains(text, StringComparer.OrdinalIgnoreCase)))
            && !Of(bot, field + ".not").Exists(denied => Texts(denied).Any(text => items.Contains(text, StringComparer.OrdinalIgnoreCase)))
            && items.Select(item => item.Split('@')[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count() == items.Count;
        return isSame ? (lists.Count > 0 ? lists[0]
            : all[0]) with
        { Value = JsonValue.FromItems([.. items.Select(JsonValue.FromString)]) } : null;
    }

    private static IEnumerable<string> Texts(Statement statement) => statement.Value!.Items.Select(item => item.Text);

    private Statement? Docs(string bot) => Same(bot, FieldNames.Functions) is null ? null : Same(bot, FieldNames.FunctionDocs);

    private Statement? Examples(string bot)
    {
        var all = Of(bot, FieldNames.Examples);
        if (all.Count == 0 || all.Exists(statement => statement.Value is null))
        {
            return null;
        }

        var examples = all.SelectMany(statement => statement.Value!.Items).Distinct().ToList();
        var calls = examples.Select(example =>
            CanonicalJson.Write(example["function"]!) + CanonicalJson.Write(example["args"] ?? JsonValue.Null));
        return calls.Distinct(StringComparer.Ordinal).Count() == examples.Count ? all[0] with { Value = JsonValue.FromItems(examples) }
            : null;
    }

    private Statement? Schedule(string bot)
    {
        var all = Of(bot, FieldNames.Schedule);
        if (all.Count == 0 || all.Exists(statement => statement.Value is null))
        {
            return null;
        }

        var zones = all.Concat(Of(bot, FieldNames.TimeZone)).Select(Zone).ToList();
        var own = zones.Where(zone => zone is not null).Distinct(StringComparer.Ordinal).ToList();
        if (own.Count > 1 || own.Contains("") || !all.TrueForAll(statement => ScheduleWords.IsSame(Cron(statement), Cron(all[0])))
            || !IsGood(Cron(all[0])))
        {
            return null;
        }

        return own.Count == 0 ? all[0] with { Value = Cron(all[0]) }
            : all[0] with { Value = JsonValue.FromMembers([new("cron", Cron(all[0])), new("timeZone", own[0]!)]) };
    }

    private static string Cron(Statement statement) =>
        statement.Value!.Kind == JsonKind.String ? statement.Value.Text : statement.Value["cron"]?.Text ?? "";

    /// <summary>The zone of a schedule or of a statement about it; null if it has none, an empty text if it is unclear.</summary>
    private static string? Zone(Statement statement) =>
        statement.Field == FieldNames.TimeZone ? statement.Value?.Text ?? "" : statement.Value?["timeZone"]?.Text;

    private static bool IsGood(string cron) => CronParser.Parse(cron, out _) is { RestrictsBothDays: false } expression
        && expression.EverFires();

    private Statement? Resources(string bot)
    {
        var members = new List<KeyValuePair<string, JsonValue>>();
        Statement? first = null;
        foreach (var field in new[] { FieldNames.Cpu, FieldNames.Memory, FieldNames.Timeout })
        {
            var all = Of(bot, field);
            if (all.Count == 0)
            {
                continue;
            }

            if (Same(bot, field) is not { Value: { } value } same)
            {
                return null;
            }

            first = first is null || (same.Place.Page, same.Place.Offset).CompareTo((first.Place.Page, first.Place.Offset)) < 0 ? same
                : first;
            members.Add(new(field["resources.".Length..], value));
        }

        return first is null || Of(bot, FieldNames.Resources).Exists(statement => statement.Value is null) ? null
            : first with { Field = FieldNames.Resources, Value = JsonValue.FromMembers(members) };
    }
}
