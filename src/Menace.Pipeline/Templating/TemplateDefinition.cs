using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Templating;

/// <summary>What the file template.json of a template says; a template without one has the defaults.</summary>
/// <param name="Name">The template.</param>
internal sealed record TemplateDefinition(string Name)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "template.json";

    /// <summary>The folder whose files other files of the template include, and no repository gets.</summary>
    public const string PartsFolder = "parts/";

    /// <summary>The ending of files that are rendered.</summary>
    public const string Rendered = ".scriban";

    /// <summary>Gets the template that this one extends, or null.</summary>
    public Placed<string>? Extends { get; init; }

    /// <summary>Gets the language of the bots that it is for, or null.</summary>
    public Placed<BotLanguage>? Language { get; init; }

    /// <summary>Gets the words of the command that tests a repository, or null.</summary>
    public IReadOnlyList<string>? Test { get; init; }

    /// <summary>Gets the version, or empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>Gets the variables by name.</summary>
    public IReadOnlyDictionary<string, Placed<TemplateVariable>> Variables { get; init; } =
        new Dictionary<string, Placed<TemplateVariable>>();

    /// <summary>Gets what is said about files, by their path in the template without the ending of rendered files.</summary>
    public IReadOnlyDictionary<string, Placed<TemplateFileSettings>> Files { get; init; } =
        new Dictionary<string, Placed<TemplateFileSettings>>();

    /// <summary>Gets the files that versions renamed.</summary>
    public IReadOnlyList<TemplateRename> Renames { get; init; } = [];
}

/// <summary>A value with its place in template.json, both from 1.</summary>
internal sealed record Placed<T>(T Value, int Line, int Column);

/// <summary>What template.json says about a file.</summary>
/// <param name="IsAdded">Whether the file is written even if repositories do not have it.</param>
/// <param name="Condition">When it is used, or null for always.</param>
internal sealed record TemplateFileSettings(bool IsAdded, TemplateCondition? Condition);

/// <summary>A variable of a template.</summary>
/// <param name="Type">The kind of its values.</param>
/// <param name="Default">Its value if a task gives none; null: every task has to give one.</param>
internal sealed record TemplateVariable(JsonKind Type, JsonValue? Default)
{
    /// <summary>The types by the word that template.json has for them.</summary>
    public static IReadOnlyDictionary<string, JsonKind> Types { get; } = new Dictionary<string, JsonKind>(StringComparer.Ordinal)
    {
        ["string"] = JsonKind.String,
        ["number"] = JsonKind.Number,
        ["boolean"] = JsonKind.Boolean,
        ["list"] = JsonKind.Array,
    };

    /// <summary>The word for its type.</summary>
    public string TypeName => Types.First(type => type.Value == Type).Key;
}
