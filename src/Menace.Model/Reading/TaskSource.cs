using System.Globalization;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Model.Reading;

/// <summary>A task, or the file's defaults, as they stand in the file: values not given are null.</summary>
internal sealed class TaskSource(JsonNode node, string label)
{
    /// <summary>How messages call the task <paramref name="node"/>, which is the <paramref name="index"/>th of its list.</summary>
    public static string LabelOf(JsonNode node, int index) => node.Find("name")?.Value is { Kind: JsonKind.String } name
        ? "Task '" + Display.Of(name.Text) + "'"
        : "Task " + (index + 1).ToString(CultureInfo.InvariantCulture);

    public JsonNode Node { get; } = node;

    /// <summary>How messages call it: <c>Task 'alpha'</c>, <c>Task 3</c>, <c>The defaults</c>.</summary>
    public string Label { get; } = label;

    public string? Name { get; init; }

    public JsonNode? NameNode { get; init; }

    public IReadOnlyList<string>? Dependencies { get; set; }

    public IReadOnlyDictionary<string, JsonValue>? Resources { get; set; }

    public TaskSchedule? Schedule { get; set; }

    public string? Code { get; set; }

    public MetadataSource? Metadata { get; set; }

    /// <summary>True where a language is given, known or not.</summary>
    public bool LanguageGiven { get; set; }

    /// <summary>The task with defaults applied; an unnamed one for the defaults themselves.</summary>
    public TaskInfo Task { get; set; } = Unnamed;

    private static readonly TaskInfo Unnamed = new() { Name = "" };
}

/// <summary>The metadata of a <see cref="TaskSource"/>: values not given are null.</summary>
internal sealed class MetadataSource
{
    public string? Purpose { get; set; }

    public IReadOnlyList<string>? Functions { get; set; }

    public IReadOnlyDictionary<string, string>? FunctionDocs { get; set; }

    public string? Description { get; set; }

    public BotLanguage? Language { get; set; }

    public string? Template { get; set; }

    public IReadOnlyList<string>? Capabilities { get; set; }

    public string? Level { get; set; }

    public string? Io { get; set; }

    public IReadOnlyList<string>? Tags { get; set; }

    public string? License { get; set; }

    public IReadOnlyList<string>? Packages { get; set; }

    public string? CodeFile { get; set; }

    public string? Tests { get; set; }

    public IReadOnlyList<string>? TestsFiles { get; set; }

    public IReadOnlyList<TaskExample>? Examples { get; set; }

    public IReadOnlyDictionary<string, string>? Files { get; set; }

    public string? Path { get; set; }

    public Dictionary<string, JsonValue>? Extra { get; set; }
}
