using System.Text.Json.Serialization;
using Menace.Model.Json;

namespace Menace.Pipeline.Contracts;

/// <summary>The template of the project that a bot uses, with the templates that it extends and the values of its variables.</summary>
/// <param name="Name">Its name, which <c>metadata.template</c> gives.</param>
public sealed record BotTemplate(string Name)
{
    /// <summary>Gets the version in its template.json, or empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>Gets the files by their path in the template; a file of the nearest template hides those of the others.</summary>
    public IReadOnlyDictionary<string, TemplateFile> Files { get; init; } = new Dictionary<string, TemplateFile>();

    /// <summary>Gets the values of all variables.</summary>
    public IReadOnlyDictionary<string, JsonValue> Variables { get; init; } = new Dictionary<string, JsonValue>();

    /// <summary>Gets the words of the command that tests the repository, or null for that of the language.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Test { get; init; }

    /// <summary>Gets the versions of the template and of those that it extends, by name; empty for one without a version.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the files that versions of these templates renamed, those of one template from its oldest version on.</summary>
    public IReadOnlyList<TemplateRename> Renames { get; init; } = [];
}

/// <summary>A file of a template.</summary>
/// <param name="Source">Its path beside tasks.json.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="IsExecutable">True for mode 100755.</param>
public sealed record TemplateFile(string Source, string Hash, bool IsExecutable)
{
    /// <summary>Gets whether the file is written even if repositories do not have it without the template.</summary>
    public bool IsAdded { get; init; }

    /// <summary>Gets the expression that decides whether the file is used, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TemplateCondition? Condition { get; init; }
}

/// <summary>A condition of a template.json.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Source">Path of the template.json beside tasks.json.</param>
/// <param name="Line">The line there, from 1.</param>
/// <param name="Column">The column there, from 1.</param>
public sealed record TemplateCondition(string Expression, string Source, int Line, int Column);

/// <summary>A file that a version of a template renamed.</summary>
/// <param name="Template">The template whose template.json lists the rename.</param>
/// <param name="Version">The version.</param>
/// <param name="From">The path before, which can have variables.</param>
/// <param name="To">The path since.</param>
public sealed record TemplateRename(string Template, string Version, string From, string To)
{
    /// <summary>Gets the line in template.json, from 1; 0 if it is not known.</summary>
    public int Line { get; init; }

    /// <summary>Gets the column there.</summary>
    public int Column { get; init; }
}
