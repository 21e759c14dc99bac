using System.Text.RegularExpressions;
using Menace.Model.Checks;
using Menace.Model.Json;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads the values of labels, columns and sections, and adds what they state.</summary>
internal sealed partial class ValueReader(int page, TaskMentions names, StatementList statements)
{
    private const double Labelled = 0.95;

    /// <summary>Packages are the least certain: half of those found on held-out pages were wrong.</summary>
    private const double PackageShare = 0.7;

    /// <summary>Adds a statement.</summary>
    public void Add(PageScope scope, string bot, string field, JsonValue? value, StatementKind kind, string rule, double confidence,
        int offset) =>
        statements.Add(new(bot, field, value, kind, rule, confidence * (field == FieldNames.Packages ? PackageShare
            : 1), new(page, Math.Max(offset, scope.From), scope.From, scope.To)));

    /// <summary>Reads a value that is a text of its own.</summary>
    /// <param name="scope">Where it is.</param>
    /// <param name="bot">The bot.</param>
    /// <param name="field">The field.</param>
    /// <param name="value">The text.</param>
    /// <param name="isCell">Whether it is a cell, which is taken as a whole.</param>
    public void Read(PageScope scope, string bot, PageField field, RichText value, bool isCell)
    {
        if (value.IsBlank)
        {
            return;
        }

        var rule = isCell ? "column" : "label";
        var whole = value;
        if (!isCell && field is not (PageField.Purpose or PageField.Functions or PageField.Examples))
        {
            var sentences = Sentences.Of(value, names);
            value = sentences.Count > 1 ? sentences[0].Text : value;
        }

        var plain = value.Plain.TrimEnd('.', ' ');
        switch (field)
        {
            case PageField.Purpose:
                ReadPurpose(scope, bot, value, isCell, rule);
                break;
            case PageField.Schedule:
                ReadSchedule(scope, bot, value, whole, rule);
                break;
            case PageField.TimeZone:
                Put(FieldNames.TimeZone, Text(TimeZones.Contains(plain) ? plain : null));
                break;
            case PageField.Dependencies:
                ReadItems(scope, bot, field, [value]);
                break;
            case PageField.UsedBy:
                ReadUsers(scope, bot, value);
                break;
            case PageField.Packages:
                ReadItems(scope, bot, field, [value]);
                break;
            case PageField.Language:
                ReadLanguage(scope, bot, value, rule);
                if ((PackageWords.Listed(value) ?? PackageWords.Pinned(value)) is { Count: > 0 } packages)
                {
                    Add(scope, bot, FieldNames.Packages, Items(packages), StatementKind.Part, rule, Labelled, value.Place);
                }

                break;
            case PageField.License:
                Put(FieldNames.License, Text(LicenseWords.Labelled(plain)));
                break;
            case PageField.Cpu:
                Put(FieldNames.Cpu, ResourceWords.Cores(plain));
                break;
            case PageField.Memory:
                Put(FieldNames.Memory, ResourceWords.Memory(plain));
                break;
            case PageField.Timeout:
                Put(FieldNames.Timeout, ResourceWords.Timeout(plain));
                break;
            case PageField.Resources:
                ReadLimits(scope, bot, value, rule);
                break;
            case PageField.Functions:
                ReadItems(scope, bot, field, [.. ListParts.Of(value).Where(part => !IsOutOfUseAlone(part))]);
                break;
            case PageField.Examples:
                ReadItems(scope, bot, field, [value]);
                break;
        }

        void Put(string name, JsonValue? read) =>
            Add(scope, bot, name, value.HasGap ? null : read, StatementKind.Whole, rule, Labelled, value.Place);
    }

    /// <summary>Reads the entries of a list that is the value of a field.</summary>
    public void ReadItems(PageScope scope, string bot, PageField field, IReadOnlyList<RichText> items)
    {
        // An entry that is struck out as a whole is none.
        items = [.. items.Where(item => !item.IsBlank)];
        if (items.Count == 0)
        {
            return;
        }

        switch (field)
        {
            case PageField.Functions:
                ReadFunctions(scope, bot, items);
                break;
            case PageField.Examples:
                ReadExamples(scope, bot, items);
                break;
            case PageField.Dependencies:
                ReadPinned(scope, bot, items);
                Put(FieldNames.Dependencies, Items(All(item => DependencyList.Read(item, names))?.Where(task => task != bot)));
                break;
            case PageField.Packages:
                Put(FieldNames.Packages, Items(All(PackageWords.Read)));
                break;
            case PageField.UsedBy:
                foreach (var item in items)
                {
                    ReadUsers(scope, bot, item);
                }

                break;
            case PageField.Resources:
                foreach (var item in items)
                {
                    ReadLimits(scope, bot, item, "list");
                }

                break;
            default:
                if (items.Count == 1)
                {
                    Read(scope, bot, field, items[0], isCell: false);
                }
                else if (NameOf(field) is { } name)
                {
                    Put(name, null);
                }

                break;
        }

        void Put(string name, JsonValue? value) => Add(scope, bot, name, value, StatementKind.Whole, "list", Labelled, items[0].Place);

        IReadOnlyList<string>? All(Func<RichText, IReadOnlyList<string>?> read)
        {
            var all = new List<string>();
            foreach (var item in items)
            {
                if (read(item) is not { } some)
                {
                    return null;
                }

                all.AddRange(some.Where(text => !all.Contains(text, StringComparer.OrdinalIgnoreCase)));
            }

            return all;
        }
    }

    /// <summary>A label such as <i>Stack</i> says nothing about the language if its value names none.</summary>
    private void ReadLanguage(PageScope scope, string bot, RichText value, string rule)
    {
        if (LanguageWords.Labelled(value.Plain) is { } language)
        {
            Add(scope, bot, FieldNames.Language, Text(language.Length > 0
                && !value.HasGap ? language : null), StatementKind.Whole, rule, Labelled,
                value.Place);
        }
    }

    /// <summary>People list packages beside bots: those with exact versions are packages if everything else in the list is clear.</summary>
    private void ReadPinned(PageScope scope, string bot, IReadOnlyList<RichText> items)
    {
        var others = items.SelectMany(ListParts.Of).Where(part => names.Whole(part.Plain) is null && names.In(part).Count == 0
            && !part.HasGap).ToList();
        var packages = others.Select(part => PackageWords.One(part.Plain)).ToList();
        if (packages.Exists(package => package is { } text && text.Contains('@')) && !packages.Contains(null))
        {
            Add(scope, bot, FieldNames.Packages, Items(packages.OfType<string>().Where(package => package.Length > 0)),
                StatementKind.Whole, "list", 0.85, items[0].Place);
        }
    }

    /// <summary>Returns an array of texts, or null.</summary>
    public static JsonValue? Items(IEnumerable<string>? texts) => texts is null ? null
        : JsonValue.FromItems([.. texts.Select(JsonValue.FromString)]);

    [GeneratedRegex(@"\((?:was|until|till|formerly|previously|before|früher|bis)\b[^()]*\)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PastNote();

    /// <summary>References, open points and remarks.</summary>
    [GeneratedRegex(@"^\(.*\)$|^(?:mr|mrs|ms|dr)\b|\bext\.|^(?:see|siehe|cf|vgl|as above|same as|like|tbd|t\.b\.d|tbc|todo|to be|to do|"
        + @"ask|unknown|unclear|not|none|no|"
        + @"n/a|\?|open|pending|replaced|replaces|obsolete|retired|moved|merged|now|ditto|dito|unused|never|formerly|former|old|owner|"
        + @"owned|maintained|written|runs|deprecated|removed|opens in|starts in|was|wird noch|noch)\b|^(?:\S+ ){1,3}(?:will|would|"
        + @"should|shall|wird|"
        + @"soll)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoPurpose();

    /// <summary>Returns a text as a value, or null.</summary>
    public static JsonValue? Text(string? text) => text is null ? null : JsonValue.FromString(text);

    private static string? NameOf(PageField field) => field switch
    {
        PageField.Schedule => FieldNames.Schedule,
        PageField.Language => FieldNames.Language,
        PageField.License => FieldNames.License,
        PageField.Memory => FieldNames.Memory,
        PageField.Timeout => FieldNames.Timeout,
        PageField.Cpu => FieldNames.Cpu,
        _ => null,
    };

    private void ReadPurpose(PageScope scope, string bot, RichText value, bool isCell, string rule)
    {
        var sentences = isCell ? [] : Sentences.Of(value, names);
        var sentence = isCell ? value
            : sentences is [{ } first, { } second, ..] && !ActionVerbs.IsPredicate(SubjectFinder.WordAt(first.Text.Plain, 0))
                && names.Leading(second.Text, out _)?.Task == bot ? second.Text : sentences[0].Text;
        if (!sentence.HasGap && sentence.Plain.Any(char.IsWhiteSpace) && !sentence.Plain.Contains('?') && !Hedges.IsStale(sentence.Plain)
            && !NoPurpose().IsMatch(sentence.Plain))
        {
            Add(scope, bot, FieldNames.Purpose, sentence.Written(), StatementKind.Whole, rule, Labelled, sentence.Place);
        }
    }

    private void ReadSchedule(PageScope scope, string bot, RichText value, RichText whole, string rule)
    {
        var text = PastNote().Replace(value.Plain, "");
        var reading = ScheduleWords.Read(text);
        reading = reading.Clarity == ScheduleClarity.Unclear && !Hedges.IsPast(text) && !Hedges.IsPlan(text)
            && !Hedges.IsConditional(text)
            && TimeFinder.Find(text.TrimEnd('.'), _ => false) is { Clarity: ScheduleClarity.Clear } found ? found : reading;

        // A second sentence with times could say anything.
        var more = whole.Plain.Length > value.Plain.Length ? whole.Plain[value.Plain.Length..] : "";
        var isClear = reading.Clarity == ScheduleClarity.Clear && !ScheduleWords.HasTimes(more) && !Hedges.IsStale(more);
        if (reading.Clarity is not (ScheduleClarity.Vague or ScheduleClarity.None) || more.Length > 0)
        {
            Add(scope, bot, FieldNames.Schedule, isClear ? Schedule(reading) : null, StatementKind.Whole, rule, Labelled, value.Place);
        }
    }

    /// <summary>A schedule as a statement holds it.</summary>
    public static JsonValue Schedule(ScheduleReading reading) =>
        reading.Zone is null ? reading.Cron : JsonValue.FromMembers([new("cron", reading.Cron), new("timeZone", reading.Zone)]);

    private void ReadUsers(PageScope scope, string bot, RichText value)
    {
        foreach (var user in DependencyList.Read(value, names) ?? [])
        {
            if (user != bot)
            {
                Add(scope, user, FieldNames.Dependencies, Items([bot]), StatementKind.Part, "used by", 0.8, value.Place);
            }
        }
    }

    private void ReadLimits(PageScope scope, string bot, RichText value, string rule)
    {
        if (ResourceWords.Read(value) is not { } limits)
        {
            if (LimitWords.Of(value.Plain, isLabelled: true) is { Count: > 0 } stated && stated.All(limit => limit.Value is not null))
            {
                foreach (var (name, limit) in stated)
                {
                    Add(scope, bot, name.Length > 0 ? "resources." + name
                        : FieldNames.Resources, limit, StatementKind.Whole, rule, 0.85, value.Place);
                }

                return;
            }

            Add(scope, bot, FieldNames.Resources, null, StatementKind.Whole, rule, Labelled, value.Place);
            return;
        }

        foreach (var (name, limit) in limits)
        {
            Add(scope, bot, "resources." + name, limit, StatementKind.Whole, rule, Labelled, value.Place);
        }
    }
}
