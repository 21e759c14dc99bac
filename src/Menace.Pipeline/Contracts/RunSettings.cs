using System.Text.Json.Serialization;
using Menace.Model.Json;
using Menace.Model.Tasks;

namespace Menace.Pipeline.Contracts;

/// <summary>How a bot runs on its schedule, as far as its task says (docs/deployment.md).</summary>
public sealed record RunSettings
{
    /// <summary>The call; null means the first function that needs no arguments.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskRun? Call { get; init; }

    /// <summary>Names of the environment variables that it needs.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>Names of the environment variables that hold secrets.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The longest time of one run, in seconds or with a unit; null means that of the bot's resources.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonValue? Timeout { get; init; }

    /// <summary>How often a failed run is repeated at once.</summary>
    public int Retries { get; init; }

    /// <summary>What becomes of a run that is due while the one before it goes on.</summary>
    public RunConcurrency Concurrency { get; init; }

    /// <summary>The settings of <paramref name="task"/>, or null if it has none.</summary>
    internal static RunSettings? Of(TaskInfo task) => FirstGiven(task) is null ? null : new()
    {
        Call = task.Run,
        // Names of the task and of the defaults meet here: a secret is one wherever it is listed.
        Env = [.. task.Env.Except(task.Secrets)],
        Secrets = [.. task.Secrets.Distinct()],
        Timeout = task.Timeout,
        Retries = task.Retries ?? 0,
        Concurrency = task.Concurrency ?? RunConcurrency.Forbid,
    };

    /// <summary>The name of the first setting that <paramref name="task"/> has, or null.</summary>
    internal static string? FirstGiven(TaskInfo task) =>
        task.Run is not null ? "run"
        : task.Env.Count > 0 ? "env"
        : task.Secrets.Count > 0 ? "secrets"
        : task.Timeout is not null ? "timeout"
        : task.Retries is not null ? "retries"
        : task.Concurrency is not null ? "concurrency"
        : null;
}
