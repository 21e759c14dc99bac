using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using Menace.Model.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages;
using Scriban;
using Scriban.Parsing;

namespace Menace.Pipeline.Templating;

/// <summary>Reads a template.json; each mistake is a finding with its line and column.</summary>
internal sealed class TemplateReader
{
    private static readonly string[] Properties =
        ["$schema", "description", "extends", "files", "language", "migrations", "test", "variables", "version"];

    private readonly string _path;
    private readonly LineMap _lines;
    private readonly List<PipelineDiagnostic> _findings = [];

    private TemplateReader(string path, string text) => (_path, _lines) = (path, new LineMap(text));

    /// <summary>Reads <paramref name="text"/>, the template.json of <paramref name="template"/>.</summary>
    public static (TemplateDefinition Definition, IReadOnlyList<PipelineDiagnostic> Findings) Read(string template, string text)
    {
        var reader = new TemplateReader(TaskTemplates.FolderOf(template) + TemplateDefinition.FileName, text);
        return (reader.Read(new TemplateDefinition(template), text), reader._findings);
    }

    /// <summary>The finding about a place in a file of a template.</summary>
    public static PipelineDiagnostic Finding(string path, int line, int column, string message) =>
        new(Rules.TemplateInvalid, [path, $"{line}", $"{column}", message]) { Page = new(path, line) { Column = column } };

    private TemplateDefinition Read(TemplateDefinition definition, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            _findings.Add(Finding(_path, 1, 1, "the file is empty; expected is an object"));
            return definition;
        }

        var syntax = new FindingList();
        var root = new JsonTreeReader(text, syntax).Read();
        foreach (var finding in syntax.ToSorted(() => _lines).Where(finding => finding.Rule.Severity == RuleSeverity.Error))
        {
            Report(finding.Span, finding.Message);
        }

        if (root is null || _findings.Count > 0)
        {
            return definition;
        }

        if (root.Kind != JsonKind.Object)
        {
            Report(root.Head, $"found {Display.Of(root)}; expected is an object");
            return definition;
        }

        CheckNames(root, Properties);
        var version = Text(root, "version") ?? "";
        if (version.Length > 0 && !Version.TryParse(version, out _))
        {
            Report(root.Find("version")!.Value.Span, $"the version '{Display.Of(version)}' is not of the form '1.2.3'");
        }

        return definition with
        {
            Extends = Text(root, "extends") is { } extends ? At(extends, root.Find("extends")!.Value) : null,
            Language = LanguageOf(root),
            Test = ReadTest(root),
            Version = version,
            Variables = ReadEach(root, "variables", ReadVariable),
            Files = ReadEach(root, "files", ReadFile),
            Renames = ReadRenames(root, definition.Name, version),
        };
    }

    private Placed<BotLanguage>? LanguageOf(JsonNode root)
    {
        if (Text(root, "language") is not { } name)
        {
            return null;
        }

        var node = root.Find("language")!.Value;
        if (BotLanguages.Parse(name) is { } language)
        {
            return At(language, node);
        }

        var known = BotLanguages.Names;
        Report(node.Span, $"unknown language '{Display.Of(name)}'; allowed are {Display.List(known)}{Nearest.Hint(name, known)}");
        return null;
    }

    private string[]? ReadTest(JsonNode root)
    {
        if (Of(root, "test", JsonKind.Array) is not { } words)
        {
            return null;
        }

        foreach (var word in words.Items.Where(word => word.Kind != JsonKind.String || word.Text.Any(char.IsControl)))
        {
            Report(word.Head, $"found {Display.Of(word)}; expected is a word of the test command, a string without control characters");
        }

        if (words.Items.FirstOrDefault() is not { } program || program is { Kind: JsonKind.String, Text: "" })
        {
            Report(words.Head, "the test command has no program; expected are its words, as [\"make\", \"test\"]");
        }

        return [.. words.Items.Select(word => word.Text)];
    }

    private TemplateVariable? ReadVariable(JsonMember member)
    {
        CheckNames(member.Value, ["type", "default", "description"]);
        Text(member.Value, "description");
        if (Text(member.Value, "type") is not { } type)
        {
            if (member.Value.Find("type") is null)
            {
                Report(member.NameSpan, $"the variable '{Display.Of(member.Name)}' has no type; allowed are {Types}");
            }

            return null;
        }

        if (!TemplateVariable.Types.TryGetValue(type, out var kind))
        {
            Report(member.Value.Find("type")!.Value.Span,
                $"unknown type '{Display.Of(type)}'; allowed are {Types}{Nearest.Hint(type, TemplateVariable.Types.Keys)}");
            return null;
        }

        var given = member.Value.Find("default")?.Value;
        var variable = new TemplateVariable(kind, given?.ToValue());
        if (given is not null && given.Kind != kind)
        {
            Report(given.Span, $"the default of '{Display.Of(member.Name)}' is {Display.Of(given)}; expected is a {type}");
            return null;
        }

        return variable;
    }

    private TemplateFileSettings? ReadFile(JsonMember member)
    {
        CheckNames(member.Value, ["add", "when"]);
        var add = Of(member.Value, "add", JsonKind.Boolean);
        var when = Of(member.Value, "when", JsonKind.String);
        if (when is null)
        {
            return new(add?.Text == "true", null);
        }

        var place = _lines.PositionOf(when.Span.Start);
        var condition = new TemplateCondition(when.Text, _path, place.Line + 1, place.Column + 1);
        var parsed = Template.Parse(when.Text, lexerOptions: new LexerOptions { Mode = ScriptMode.ScriptOnly });
        if (TemplateMistake.In(parsed) is { } mistake)
        {
            Report(when.Span, $"the condition '{Display.Of(when.Text)}': {mistake.Message}");
            return null;
        }

        return new(add?.Text == "true", condition);
    }

    private List<TemplateRename> ReadRenames(JsonNode root, string template, string version)
    {
        List<TemplateRename> renames = [];
        foreach (var step in Of(root, "migrations", JsonKind.Object)?.Members ?? [])
        {
            if (!Version.TryParse(step.Name, out var since) || !Version.TryParse(version, out var now) || since > now)
            {
                Report(step.NameSpan, $"the migration '{Display.Of(step.Name)}' is not a version up to '{Display.Of(version)}', "
                    + "which 'version' has");
                continue;
            }

            if (step.Value.Kind != JsonKind.Object)
            {
                Report(step.Value.Head, $"found {Display.Of(step.Value)}; expected is an object");
                continue;
            }

            CheckNames(step.Value, ["renames"]);
            foreach (var rename in Of(step.Value, "renames", JsonKind.Object)?.Members ?? [])
            {
                if (rename.Value.Kind != JsonKind.String)
                {
                    Report(rename.Value.Head, $"found {Display.Of(rename.Value)}; expected is the new path of '{Display.Of(rename.Name)}'");
                    continue;
                }

                CheckPath(rename.Name, rename.NameSpan);
                CheckPath(rename.Value.Text, rename.Value.Span);
                var place = _lines.PositionOf(rename.NameSpan.Start);
                renames.Add(new(template, step.Name, rename.Name, rename.Value.Text) { Line = place.Line + 1, Column = place.Column + 1 });
            }
        }

        return [.. renames.OrderBy(rename => Version.Parse(rename.Version))];
    }

    private void CheckPath(string path, TextSpan span)
    {
        if (TemplatePath.ReasonAgainst(path) is { } reason)
        {
            Report(span, $"the path '{Display.Of(path)}' {reason}");
        }
    }

    private Dictionary<string, Placed<T>> ReadEach<T>(JsonNode root, string property, Func<JsonMember, T?> read)
        where T : class
    {
        var result = new Dictionary<string, Placed<T>>(StringComparer.Ordinal);
        foreach (var member in Of(root, property, JsonKind.Object)?.Members ?? [])
        {
            if (member.Value.Kind != JsonKind.Object)
            {
                Report(member.Value.Head, $"found {Display.Of(member.Value)}; expected is an object");
            }
            else if (read(member) is { } value)
            {
                var place = _lines.PositionOf(member.NameSpan.Start);
                result[member.Name] = new(value, place.Line + 1, place.Column + 1);
            }
        }

        return result;
    }

    private void CheckNames(JsonNode node, IReadOnlyList<string> allowed)
    {
        foreach (var member in node.Members.Where(member => !allowed.Contains(member.Name, StringComparer.Ordinal)))
        {
            Report(member.NameSpan, $"unknown property '{Display.Of(member.Name)}'; allowed are "
                + Display.List([.. allowed.Where(name => name[0] != '$')]) + Nearest.Hint(member.Name, allowed));
        }
    }

    private string? Text(JsonNode node, string property) => Of(node, property, JsonKind.String)?.Text;

    private JsonNode? Of(JsonNode node, string property, JsonKind kind)
    {
        if (node.Find(property)?.Value is not { } value || value.Kind == kind)
        {
            return node.Find(property)?.Value;
        }

        Report(value.Head, $"'{property}' is {Display.Of(value)}; expected is {Word(kind)}");
        return null;
    }

    private static string Word(JsonKind kind) => kind switch
    {
        JsonKind.Object => "an object",
        JsonKind.Array => "an array",
        JsonKind.Boolean => "true or false",
        _ => "a string",
    };

    private static string Types => Display.List([.. TemplateVariable.Types.Keys]);

    private Placed<T> At<T>(T value, JsonNode node)
    {
        var place = _lines.PositionOf(node.Span.Start);
        return new(value, place.Line + 1, place.Column + 1);
    }

    private void Report(TextSpan span, string message)
    {
        var place = _lines.PositionOf(span.Start);
        _findings.Add(Finding(_path, place.Line + 1, place.Column + 1, message));
    }
}
