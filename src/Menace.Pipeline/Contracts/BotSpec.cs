using System.Text.Json.Serialization;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>A bot that is complete: everything needed to write its repository, and nothing that refers back to the task file.</summary>
public sealed record BotSpec
{
    /// <summary>The task's name; the repository's folder.</summary>
    public required string Name { get; init; }

    /// <summary>The bot's name in code.</summary>
    public string Identifier => TaskNames.ToIdentifier(Name);

    /// <summary>The language, given or inferred.</summary>
    public required BotLanguage Language { get; init; }

    /// <summary>The implementation; never empty.</summary>
    public required string Code { get; init; }

    /// <summary>The purpose of a bot that has neither code nor purpose.</summary>
    public const string UnknownPurpose = "No purpose is given.";

    /// <summary>One sentence, given or inferred; <see cref="UnknownPurpose"/> for a stub without one.</summary>
    public required string Purpose { get; init; }

    /// <summary>Public functions or types, given or inferred; never empty.</summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>Documentation per function.</summary>
    public IReadOnlyDictionary<string, string> FunctionDocs { get; init; } = new Dictionary<string, string>();

    /// <summary>Longer text, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Names of the bots it calls.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>Third-party packages, <c>name</c> or <c>name@version</c>, each valid in the bot's language.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Gets the resources of a run.</summary>
    public IReadOnlyDictionary<string, JsonValue> Resources { get; init; } = new Dictionary<string, JsonValue>();

    /// <summary>When it runs; null for a library, which only other bots and people call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskSchedule? Schedule { get; init; }

    /// <summary>How it runs on its schedule; null if the task has no setting for that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunSettings? Run { get; init; }

    /// <summary>Sanitised capabilities.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The level, or empty.</summary>
    public string Level { get; init; } = "";

    /// <summary>Gets the format of input and output, or empty.</summary>
    public string Io { get; init; } = "";

    /// <summary>Tags, passed on.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>SPDX identifier, or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>Calls with a known outcome.</summary>
    public IReadOnlyList<TaskExample> Examples { get; init; } = [];

    /// <summary>
    /// Gets, for each of <see cref="Examples"/>, its place in the code that gives them; null if the task or its documentation does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaskAnchor>? ExamplePlaces { get; init; }

    /// <summary>
    /// Gets what was removed from the code of the task to get <see cref="Code"/>, so that places in the task are found; null if they are
    /// the same.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TidyEdit>? Tidied { get; init; }

    /// <summary>
    /// Functions that no generated test calls, with the reason: they have no example, <c>metadata.smoke</c> does not name them, and
    /// reading did not prove them harmless. Empty if the task brings tests of its own.
    /// </summary>
    public IReadOnlyDictionary<string, string> NotExercised { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Small changes of functions that reading proved harmless, together with all they use, and that <c>metadata.smoke</c> does not name:
    /// those that have an example, or all of them if the task brings tests of its own.
    /// </summary>
    public IReadOnlyList<Mutant> Mutants { get; init; } = [];

    /// <summary>Functions whose body was written by a template. A bot with one or more is a stub.</summary>
    public IReadOnlyList<string> StubFunctions { get; init; } = [];

    /// <summary>
    /// The user's own tests: file name to text, verbatim. They replace the generated ones. The key is a bare file name; inline
    /// <c>tests</c> have the empty key, and the language chooses the name.
    /// </summary>
    public IReadOnlyDictionary<string, string> Tests { get; init; } = new Dictionary<string, string>();

    /// <summary>Files copied into the repository, by their path there as the task writes it.</summary>
    public IReadOnlyDictionary<string, BotFile> Files { get; init; } = new Dictionary<string, BotFile>();

    /// <summary>
    /// Gets, by field, where the values come from that neither the task nor its code gives: <c>documentation docs/bots.md</c>. Null if
    /// there is none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Sources { get; init; }

    /// <summary>Metadata keys this version does not know, for templates.</summary>
    public IReadOnlyDictionary<string, JsonValue> Extra { get; init; } = new Dictionary<string, JsonValue>();

    /// <summary>Gets the template of the project with the files that it gives the repository; null if it gives none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BotTemplate? Template { get; init; }

    /// <summary>Gets the bot whose history the repository begins with when it is created; null for a bot that is built new.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BotLineage? Lineage { get; init; }

    /// <summary>Gets the generator of the code with what supports it; null for all other code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CodeOrigin? Origin { get; init; }
}

/// <summary>Where generated code comes from (docs/self-coding.md).</summary>
/// <param name="Generator">Name of the generator: <c>synthesis</c>.</param>
/// <param name="Evidence">Statements that support the code.</param>
public sealed record CodeOrigin(string Generator, IReadOnlyList<string> Evidence)
{
    /// <summary>The origin of the code that <paramref name="code"/> is, or null if no generator wrote it.</summary>
    internal static CodeOrigin? Of(CompletedField code) =>
        code is { Field: "code", Source.Kind: FieldSourceKind.Generator } ? new(code.Source.Place, code.Evidence) : null;
}

/// <summary>The result of the analysis of a function.</summary>
/// <param name="Unexercisable">Why no test can call it without an example, or null.</param>
/// <param name="Obstacle">Why a test must not call it without being asked to, or null if it is harmless as far as its own code
/// goes.</param>
/// <param name="UsedDependencies">Identifiers of the bots that it uses.</param>
public sealed record FunctionProof(string? Unexercisable, string? Obstacle, IReadOnlyList<string> UsedDependencies)
{
    /// <summary>Small changes of it that a good test notices; none if its own code is not harmless.</summary>
    public IReadOnlyList<Mutant> Mutants { get; init; } = [];
}

/// <summary>A small change of a function that a good test notices.</summary>
/// <param name="Function">The function.</param>
/// <param name="Offset">Where the changed text starts in the bot's code, in UTF-16 units.</param>
/// <param name="Length">The length of the changed text.</param>
/// <param name="Replacement">The text in its place.</param>
/// <param name="Description">What the change does, as a clause: <c>it returns null at once</c>.</param>
public sealed record Mutant(string Function, int Offset, int Length, string Replacement, string Description)
{
    /// <summary>True if nothing of the function is left: such changes of several functions can be tested together.</summary>
    public bool IsWholeBody { get; init; }
}

/// <summary>A file that is copied into a bot's repository; its bytes are kept once per package, not once per bot.</summary>
/// <param name="Source">Path beside tasks.json.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
/// <param name="IsExecutable">True for mode 100755.</param>
public sealed record BotFile(string Source, string Hash, bool IsExecutable);
