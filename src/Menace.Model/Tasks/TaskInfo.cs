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

    /// <summary>When the bot runs. A string converts: <c>"once"</c>, a cron expression, <c>"every 15m"</c>.</summary>
    public TaskSchedule Schedule { get; init; } = TaskSchedule.Once;

    /// <summary>The implementation: a whole file, members, or plain statements; empty means "to be completed".</summary>
    public string Code { get; init; } = "";

    /// <summary>Gets the properties of the bot besides its code.</summary>
    public TaskMetadata Metadata { get; init; } = new();

    /// <summary>The bot's name in code: every character outside [A-Za-z0-9_] turned to '_'.</summary>
    public string Identifier => TaskNames.ToIdentifier(Name);
}
