using Menace.Model.Json;

namespace Menace.Model.Tasks;

/// <summary>One planned bot, as described in tasks.json (docs/tasks-json.md).</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskInfo
{
    /// <summary>Unique in its package; becomes the folder of the bot's repository.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the tasks of the same package that this bot calls; they are built and verified first.</summary>
    public IReadOnlyList<string> Dependencies { get; init; } = [];

    /// <summary>
    /// Gets the resources of a run: <c>cpu</c> in cores, <c>memory</c> in bytes or "256Mi", <c>timeout</c> in seconds or "30s"; other keys
    /// are kept.
    /// </summary>
    public IReadOnlyDictionary<string, JsonValue> Resources { get; init; } = new Dictionary<string, JsonValue>();

    /// <summary>
    /// When the bot runs; null for a library, which only other bots and people call. A string converts: <c>"once"</c>, a cron expression,
    /// <c>"every 15m"</c>.
    /// </summary>
    public TaskSchedule? Schedule { get; init; }

    /// <summary>The call of a scheduled run; null means the first function that needs no arguments.</summary>
    public TaskRun? Run { get; init; }

    /// <summary>Names of the environment variables that a run needs.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Names of the environment variables that hold secrets in a run.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The longest time of one run, in seconds or with a unit; null means that of <see cref="Resources"/>.</summary>
    public JsonValue? Timeout { get; init; }

    /// <summary>How often a failed run is repeated at once, from 0 to 10; null means not at all.</summary>
    public int? Retries { get; init; }

    /// <summary>What becomes of a run that is due while the one before it goes on; null means that it does not take place.</summary>
    public RunConcurrency? Concurrency { get; init; }

    /// <summary>The implementation: a whole file, members, or plain statements; empty means "to be completed".</summary>
    public string Code { get; init; } = "";

    /// <summary>Gets the properties of the bot besides its code.</summary>
    public TaskMetadata Metadata { get; init; } = new();

    /// <summary>The bot's name in code: every character outside [A-Za-z0-9_] turned to '_'.</summary>
    public string Identifier => TaskNames.ToIdentifier(Name);
}
