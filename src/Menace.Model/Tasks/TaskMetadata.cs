using Menace.Model.Json;

namespace Menace.Model.Tasks;

/// <summary>The <c>metadata</c> object of a task (format v1). A property is null or empty if the file leaves it out.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskMetadata
{
    /// <summary>The entry of <see cref="Smoke"/> that stands for every function.</summary>
    public const string AllFunctions = "*";

    /// <summary>
    /// The value of <see cref="Examples"/> of a task that wants none: an empty list that the task gives. Other empty lists stand for
    /// nothing given, and then the documentation in the code can give examples.
    /// </summary>
    public static IReadOnlyList<TaskExample> NoExamples { get; } = new List<TaskExample>().AsReadOnly();

    /// <summary>One sentence; required before a bot is built (given, or inferred).</summary>
    public string? Purpose { get; init; }

    /// <summary>Public functions or types that the bot exposes; empty means "infer".</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Documentation per function.</summary>
    public IReadOnlyDictionary<string, string> FunctionDocs { get; init; } = new Dictionary<string, string>();

    /// <summary>Longer text for README and header.</summary>
    public string? Description { get; init; }

    /// <summary>The language, or null if it is left to inference.</summary>
    public BotLanguage? Language { get; init; }

    /// <summary><c>logging</c>, <c>minimal</c>, or the name of a template folder of the project; null means the default.</summary>
    public string? Template { get; init; }

    /// <summary>Gets the values of the variables of the template, by name.</summary>
    public IReadOnlyDictionary<string, JsonValue> TemplateVariables { get; init; } = new Dictionary<string, JsonValue>();

    /// <summary>Gets the capabilities of the bot, in the user's words.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary><c>basic</c>, <c>advanced</c>, or free text.</summary>
    public string? Level { get; init; }

    /// <summary>Gets the format of input and output, for example <c>json</c> (key <c>io</c> or <c>io_format</c>).</summary>
    public string? Io { get; init; }

    /// <summary>Passed on to meta.yaml.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>SPDX identifier; chooses the LICENSE file.</summary>
    public string? License { get; init; }

    /// <summary>Third-party packages, <c>name</c> or <c>name@version</c>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>
    /// Path of the code, relative to the folder of tasks.json, with '/' as separator; null if <see cref="TaskInfo.Code"/> holds it.
    /// </summary>
    public string? CodeFile { get; init; }

    /// <summary>The user's own tests, verbatim.</summary>
    public string? Tests { get; init; }

    /// <summary>Paths of the user's own test files, relative to the folder of tasks.json.</summary>
    public IReadOnlyList<string> TestsFiles { get; init; } = [];

    /// <summary>Calls with a known outcome; they become tests. <see cref="NoExamples"/> if the task wants none.</summary>
    public IReadOnlyList<TaskExample> Examples { get; init; } = [];

    /// <summary>
    /// Functions that a generated test may call although they have no example; <see cref="AllFunctions"/> stands for all (written
    /// <c>true</c>).
    /// </summary>
    public IReadOnlyList<string> Smoke { get; init; } = [];

    /// <summary>Files copied into the repository: path there, to path beside tasks.json.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What becomes of code that says nothing, or null for the setting of the project.</summary>
    public TidyMode? Tidy { get; init; }

    /// <summary>The name that the task had before, or null: its repository and its history go on under the new name.</summary>
    public string? RenamedFrom { get; init; }

    /// <summary>False if the repository belongs to its people for good: it is tested and depended on, and never written again.</summary>
    public bool? Managed { get; init; }

    /// <summary>Keys this version does not know, kept and passed to templates.</summary>
    public IReadOnlyDictionary<string, JsonValue> Extra { get; init; } = new Dictionary<string, JsonValue>();
}
