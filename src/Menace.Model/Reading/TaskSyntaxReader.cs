using Menace.Model.Checking;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>A task with the syntax it was read from.</summary>
/// <param name="Info">The task, defaults applied.</param>
/// <param name="Syntax">The object in the file, without the defaults.</param>
internal sealed record ReadTask(TaskInfo Info, JsonSyntax Syntax);

/// <summary>Turns the syntax of one task into a <see cref="TaskInfo"/>, and reports what has the wrong type on the way.</summary>
internal sealed class TaskSyntaxReader(JsonSyntax syntax, JsonSyntax? defaults, FindingList report)
{
    private static readonly string[] Known = ["name", "dependencies", "resources", "schedule", "code", "metadata", "$comment"];

    private static readonly string[] KnownMetadata =
    [
        "purpose", "functions", "function_docs", "description", "language", "template", "capabilities", "level", "io", "io_format", "tags",
        "license", "packages", "code_file", "tests", "tests_file", "examples", "files", "path",
    ];

    /// <summary>The task, or null where it is so broken that nothing can be said about it.</summary>
    public ReadTask? Read()
    {
        if (syntax.Kind != JsonKind.Object)
        {
            if (syntax.IsWhole)
            {
                report.AddWrongType("a task", syntax, "an object");
            }

            return null;
        }

        SyntaxChecks.ReportDuplicates(syntax, report);
        SyntaxChecks.ReportUnknown(syntax, Known, onlyClose: false, report);
        if (Name() is not { } name)
        {
            return null;
        }

        var resources = Value("resources", JsonKind.Object, "an object");
        return new ReadTask(new TaskInfo
        {
            Name = name,
            Dependencies = Texts(syntax, defaults, "dependencies"),
            Resources = Resources(resources),
            Schedule = new ScheduleReader(report).Read(syntax["schedule"] ?? defaults?["schedule"]),
            Code = Text(syntax, defaults, "code") ?? "",
            Metadata = Metadata(),
        }, syntax);
    }

    private string? Name()
    {
        switch (syntax["name"])
        {
            case { Kind: JsonKind.String } name:
                return name.IsWhole ? name.Text : null;
            case null:
                if (syntax.IsWhole)
                {
                    report.Add(Rules.MissingProperty, new TextSpan(syntax.Span.Start, 1), "A task", "name");
                }

                return null;
            case var other:
                if (other.IsWhole)
                {
                    report.AddWrongType("name", other, "a string");
                }

                return null;
        }
    }

    private Dictionary<string, JsonValue> Resources(JsonSyntax? own)
    {
        var resources = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var member in Merged(own, defaults?["resources"]))
        {
            if (member.Value.Kind is JsonKind.Number or JsonKind.String)
            {
                resources[member.Name] = member.Value.ToValue();
            }
            else if (member.Value.IsWhole)
            {
                report.AddWrongType(member.Name, member.Value, "a number or a quantity such as \"256Mi\"");
            }
        }

        return resources;
    }

    private TaskMetadata Metadata()
    {
        var own = Value("metadata", JsonKind.Object, "an object");
        var shared = defaults?["metadata"] is { Kind: JsonKind.Object } found ? found : null;
        if (own is not null)
        {
            SyntaxChecks.ReportDuplicates(own, report);
            SyntaxChecks.ReportUnknown(own, KnownMetadata, onlyClose: true, report);
        }

        var language = Text(own, shared, "language");
        if (language is not null && BotLanguages.Parse(language) is null && own?["language"] is { } place)
        {
            var nearest = Nearest.Of(language, BotLanguages.Names);
            report.Add(Rules.UnknownLanguage, place.Span, language, Nearest.Hint(nearest), string.Join(", ", BotLanguages.Names));
        }

        return new TaskMetadata
        {
            Purpose = Text(own, shared, "purpose"),
            Functions = Texts(own, shared, "functions"),
            FunctionDocs = Map(own, shared, "function_docs"),
            Description = Text(own, shared, "description"),
            Language = BotLanguages.Parse(language),
            Template = Text(own, shared, "template"),
            Capabilities = Texts(own, shared, "capabilities"),
            Level = Text(own, shared, "level"),
            Io = Text(own, shared, "io") ?? Text(own, shared, "io_format"),
            Tags = Texts(own, shared, "tags"),
            License = Text(own, shared, "license"),
            Packages = Texts(own, shared, "packages"),
            CodeFile = Text(own, shared, "code_file"),
            Tests = Text(own, shared, "tests"),
            TestsFiles = TextOrTexts(own, shared, "tests_file"),
            Examples = new ExampleReader(report).Read(own?["examples"] ?? shared?["examples"]),
            Files = Map(own, shared, "files"),
            Path = Text(own, shared, "path"),
            Extra = Merged(own, shared).Where(member => !KnownMetadata.Contains(member.Name)).GroupBy(member => member.Name)
                .ToDictionary(group => group.Key, group => group.First().Value.ToValue(), StringComparer.Ordinal),
        };
    }

    /// <summary>A value of the task itself with the right kind, or null; a wrong kind is reported.</summary>
    private JsonSyntax? Value(string name, JsonKind kind, string allowed)
    {
        if (syntax[name] is not { } value)
        {
            return null;
        }

        if (value.Kind == kind)
        {
            return value;
        }

        if (value.IsWhole)
        {
            report.AddWrongType(name, value, allowed);
        }

        return null;
    }

    private static IEnumerable<JsonMember> Merged(JsonSyntax? own, JsonSyntax? shared)
    {
        var members = own?.Members ?? [];
        var inherited = shared?.Members.Where(member => own?[member.Name] is null) ?? [];
        return members.Concat(inherited);
    }

    private string? Text(JsonSyntax? own, JsonSyntax? shared, string name)
    {
        if ((own?[name] ?? shared?[name]) is not { Kind: not JsonKind.Null } value)
        {
            return null;
        }

        if (value.Kind == JsonKind.String)
        {
            return value.Text;
        }

        if (value.IsWhole)
        {
            report.AddWrongType(name, value, "a string");
        }

        return null;
    }

    private string[] Texts(JsonSyntax? own, JsonSyntax? shared, string name) =>
        (own?[name] ?? shared?[name]) is { Kind: not JsonKind.Null } value ? Texts(name, value, "an array of strings") : [];

    private string[] TextOrTexts(JsonSyntax? own, JsonSyntax? shared, string name) => (own?[name] ?? shared?[name]) switch
    {
        { Kind: JsonKind.String } text => [text.Text],
        { Kind: not JsonKind.Null } value => Texts(name, value, "a string or an array of strings"),
        _ => [],
    };

    private string[] Texts(string name, JsonSyntax value, string allowed)
    {
        if (value.Kind != JsonKind.Array)
        {
            if (value.IsWhole)
            {
                report.AddWrongType(name, value, allowed);
            }

            return [];
        }

        foreach (var item in value.Items.Where(item => item.Kind != JsonKind.String && item.IsWhole))
        {
            report.AddWrongType(name, item, allowed);
        }

        return [.. value.Items.Where(item => item.Kind == JsonKind.String).Select(item => item.Text)];
    }

    private Dictionary<string, string> Map(JsonSyntax? own, JsonSyntax? shared, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((own?[name] ?? shared?[name]) is not { Kind: not JsonKind.Null } value)
        {
            return map;
        }

        if (value.Kind != JsonKind.Object)
        {
            if (value.IsWhole)
            {
                report.AddWrongType(name, value, "an object of strings");
            }

            return map;
        }

        SyntaxChecks.ReportDuplicates(value, report);
        foreach (var member in value.Members)
        {
            if (member.Value.Kind == JsonKind.String)
            {
                map[member.Name] = member.Value.Text;
            }
            else if (member.Value.IsWhole)
            {
                report.AddWrongType(member.Name, member.Value, "a string");
            }
        }

        return map;
    }
}
