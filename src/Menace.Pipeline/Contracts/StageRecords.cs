using System.Text.Json.Serialization;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts.Stage4Protocol;

namespace Menace.Pipeline.Contracts;

// What one stage gives the next, in memory or as handoff.json, optimise.json, build.json and verify.json.

/// <summary>The package, recorded and handed off.</summary>
/// <param name="RunId">The run in WorkflowDb.</param>
/// <param name="Package">The package as written.</param>
/// <param name="PackageHash">SHA-256 of the package, the files it names and the settings that go with it.</param>
/// <param name="Files">Content of every file that the tasks name, by its path as written.</param>
public sealed record HandoffRecord(long RunId, TaskPackage Package, string PackageHash, IReadOnlyDictionary<string, FileContent> Files)
{
    /// <summary>The settings that go with the package.</summary>
    public ProjectSettings Settings { get; init; } = new();

    /// <summary>
    /// The fields of <see cref="Package"/> that its tasks leave out and something else gave, in the order of the tasks.
    /// </summary>
    public IReadOnlyList<CompletedField> Completed { get; init; } = [];

    /// <summary>
    /// By name of a task with code the purpose that the documentation gives: it counts if the code has none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Purposes { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// The functions of tasks as pages write them, each an array of texts in the field <c>signatures</c>: the code must agree.
    /// </summary>
    public IReadOnlyList<CompletedField> Signatures { get; init; } = [];

    /// <summary>
    /// Values that are pinned, if all are looked for again: those that are not found are taken from here
    /// (<see cref="BotDevConfig.UpdatesCompletions"/>).
    /// </summary>
    public IReadOnlyList<CompletedField> Held { get; init; } = [];

    /// <summary>Code that a generator wrote for tasks that have changed since: it is tried before other code is looked for.</summary>
    public IReadOnlyList<CompletedField> Former { get; init; } = [];

    /// <summary>Gets where was looked for what the tasks leave out, besides their code, each as words such as <c>2 pages</c>.</summary>
    public IReadOnlyList<string> Looked { get; init; } = [];

    /// <summary>
    /// By name of a task SHA-256 of what a known bot or a finding is asked for (<see cref="CompletedField.Question"/>): what its list and
    /// documentation say.
    /// </summary>
    public IReadOnlyDictionary<string, string> Questions { get; init; } = new Dictionary<string, string>();

    /// <summary>By name of a task what the search for its code ended with, if there is none. Only the stage that searches knows
    /// it.</summary>
    [JsonIgnore]
    internal IReadOnlyDictionary<string, CodeAnswer> WithoutCode { get; init; } = new Dictionary<string, CodeAnswer>();

    /// <summary>True for a package that its sender has completed: its pins are there.</summary>
    public bool IsCompletedElsewhere { get; init; }

    /// <summary>False if the histories of original bots are not where the package is built.</summary>
    public bool HasHistories { get; init; } = true;

    /// <summary>True if the package is a whole list that a person wrote, and every page about it was read.</summary>
    public bool IsWholeList { get; init; }

    /// <summary>Workflows of the plan that were recorded by an earlier run already.</summary>
    public int KnownWorkflows { get; init; }

    /// <summary>Gets the outcomes of packages of earlier runs that were in the outbox; null if nothing is sent.</summary>
    public FlushResult? Earlier { get; init; }

    /// <summary>The Stage 4 that builds the package, or null if the stages of this process do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RemoteTarget? Remote { get; init; }

    /// <summary>Why this process builds although Stage 4 was to, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FallbackReason { get; init; }
}

/// <summary>The package, completed.</summary>
/// <param name="RunId">The run in WorkflowDb.</param>
/// <param name="Package">The package with what was inferred and filled in.</param>
/// <param name="Bots">The bots that are complete, in the package's order.</param>
/// <param name="Failures">The bots that are not.</param>
public sealed record OptimiseRecord(long RunId, TaskPackage Package, IReadOnlyList<BotSpec> Bots, IReadOnlyList<BotFailure> Failures)
{
    /// <summary>Content of the files that <see cref="BotSpec.Files"/> name, by their path beside tasks.json.</summary>
    public IReadOnlyDictionary<string, FileContent> Files { get; init; } = new Dictionary<string, FileContent>();

    /// <summary>
    /// By bot, a hash of all that was completed from: a later run with the same hash need not read the code again. Bots about which
    /// there was anything to say have none, so that it is said again.
    /// </summary>
    public IReadOnlyDictionary<string, string> Keys { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// By bot of <see cref="Keys"/>, the result of the analysis of each function, from which the reasons of
    /// <see cref="BotSpec.NotExercised"/> follow. Only a later run of the same stage needs it.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, FunctionProof>> Proofs { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, FunctionProof>>();

    /// <summary>By bot of <see cref="Keys"/>, the parts of its code that say nothing, if they are still there.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TidyEdit>> Untidy { get; init; } =
        new Dictionary<string, IReadOnlyList<TidyEdit>>();

    /// <summary>
    /// The fields that neither the tasks nor their code gave, with where their values come from, in the order of the tasks.
    /// </summary>
    public IReadOnlyList<CompletedField> Completed { get; init; } = [];

    /// <summary>By name of a bot the example that would decide between programs that fit to all of its examples.</summary>
    public IReadOnlyDictionary<string, CodeQuestion> Questions { get; init; } = new Dictionary<string, CodeQuestion>();

    /// <summary>Gets the results of Stage 4, or null if this process builds the package.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RemoteResult? Remote { get; init; }
}

/// <summary>The repositories.</summary>
/// <param name="RunId">The run in WorkflowDb.</param>
/// <param name="Tasks">The tasks of the list, also those without a repository.</param>
/// <param name="Repositories">The repositories that hold their bot's current input, in the package's order.</param>
/// <param name="Failures">The bots that have none.</param>
public sealed record BuildRecord(
    long RunId, IReadOnlyList<ListedTask> Tasks, IReadOnlyList<BotRepository> Repositories, IReadOnlyList<BotFailure> Failures)
{
    /// <summary>Names of the repositories that the list has no task for any more, sorted.</summary>
    public IReadOnlyList<string> Orphans { get; init; } = [];

    /// <summary>True if these are the project's first repositories, and nothing gave their commits a date.</summary>
    public bool BeganUndated { get; init; }

    /// <summary>Gets the results of Stage 4, or null if this process built the package.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RemoteResult? Remote { get; init; }
}

/// <summary>A task of the list, as far as the last stage needs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CodeFile">The file with its code, or null.</param>
public sealed record ListedTask(string Name, string? CodeFile)
{
    /// <summary>The tasks of <paramref name="package"/>.</summary>
    internal static IReadOnlyList<ListedTask> Of(TaskPackage package) =>
        [.. package.Tasks.Select(task => new ListedTask(task.Name, task.Metadata.CodeFile))];
}

/// <summary>The verdicts.</summary>
/// <param name="RunId">The run in WorkflowDb.</param>
/// <param name="Results">One per repository, in the package's order.</param>
public sealed record VerifyRecord(long RunId, IReadOnlyList<VerificationResult> Results)
{
    /// <summary>Warnings of the test runs that the verdicts come from.</summary>
    public IReadOnlyList<RunWarning> Warnings { get; init; } = [];

    /// <summary>Names of the bots whose branch this run moved to the commit that it tested.</summary>
    public IReadOnlyList<string> Landed { get; init; } = [];
}

/// <summary>The repositories that a clean-up removed.</summary>
/// <param name="Removed">Names of the repositories, sorted.</param>
public sealed record CleanRecord(IReadOnlyList<string> Removed)
{
    /// <summary>Names of the repositories that are kept because the list has a task for them, sorted.</summary>
    public IReadOnlyList<string> Current { get; init; } = [];
}

/// <summary>A stage's record with everything the stage had to say.</summary>
/// <param name="Record">The record; if bots failed, it contains the others.</param>
/// <param name="Diagnostics">The findings, in the package's order.</param>
public sealed record StageResult<T>(T Record, IReadOnlyList<PipelineDiagnostic> Diagnostics)
{
    /// <summary>True if no finding is an error.</summary>
    public bool Succeeded => !Diagnostics.Any(diagnostic => diagnostic.IsError);

    /// <summary>True if this process did what Stage 4 was to do: the next build asks it again.</summary>
    public bool FellBack { get; init; }

    /// <summary>What the stage did for each bot, and why; empty if another machine decided.</summary>
    internal IReadOnlyList<BotDecision> Decisions { get; init; } = [];
}
