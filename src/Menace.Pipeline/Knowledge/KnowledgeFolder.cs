using System.Collections.Concurrent;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>The folder with the databases of the knowledge, which several projects can share.</summary>
/// <param name="path">The folder.</param>
/// <param name="limits">The bounds of each database; null for the default.</param>
/// <param name="clock">Gives the times.</param>
internal sealed class KnowledgeFolder(string path, KnowledgeLimits? limits = null, TimeProvider? clock = null)
{
    /// <summary>Candidates of the planner that are not built bots.</summary>
    public const string Models = "models.db";

    /// <summary>Bots that were built or imported.</summary>
    public const string Bots = "bots.db";

    /// <summary>Pieces of code.</summary>
    public const string Code = "code.db";

    /// <summary>Failures with their cause.</summary>
    public const string Errors = "errors.db";

    /// <summary>Plans that were built.</summary>
    public const string Workflows = "workflows.db";

    /// <summary>Decisions of the planner.</summary>
    public const string Enhancements = "enhancements.db";

    /// <summary>Notes of <see cref="MenaceMemoryManager"/>.</summary>
    public const string Memory = "memory.db";

    /// <summary>What research found.</summary>
    public const string Information = "information.db";

    /// <summary>How long tests of bots took.</summary>
    public const string Durations = "durations.db";

    /// <summary>Metrics of bots.</summary>
    public const string Metrics = "metrics.db";

    private readonly ConcurrentDictionary<string, KnowledgeStore> _stores = new(StringComparer.Ordinal);

    private static readonly string[] Variables = ["MenaceKnowledge", "MENACE_KNOWLEDGE"];

    /// <summary>Gets the names of all files.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [Models, Bots, Code, Errors, Workflows, Enhancements, Memory, Information, Durations, Metrics];

    /// <summary>
    /// Gets the folder that the variable <c>MenaceKnowledge</c> or <c>MENACE_KNOWLEDGE</c> names, else <c>.menace/knowledge</c>.
    /// </summary>
    public static string Default => Variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 })
        ?? System.IO.Path.Combine(".menace", "knowledge");

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>
    /// Absolute path of the database <paramref name="name"/>: a name alone is in the default folder, anything else is a path.
    /// </summary>
    public static string PathOf(string name) => System.IO.Path.GetFullPath(
        name.AsSpan().ContainsAny('/', System.IO.Path.DirectorySeparatorChar) ? name : System.IO.Path.Combine(Default, name));

    /// <summary>The database <paramref name="file"/>, one of <see cref="Files"/>.</summary>
    public KnowledgeStore Open(string file) =>
        _stores.GetOrAdd(file, name => new(System.IO.Path.Combine(Path, name), limits, clock));

    /// <summary>The files that were set aside since the last call.</summary>
    public IReadOnlyList<ReplacedStore> TakeReplaced() =>
        [.. _stores.OrderBy(store => store.Key, StringComparer.Ordinal).SelectMany(store => store.Value.TakeReplaced())];

    /// <summary>The bots.</summary>
    public BotsDb OpenBots() => new(Open(Bots));

    /// <summary>The failures.</summary>
    public ErrorsDb OpenErrors() => new(Open(Errors));

    /// <summary>The durations.</summary>
    public DurationsDb OpenDurations() => new(Open(Durations));

    /// <summary>The metrics.</summary>
    public BotMetrics OpenMetrics() => new(Open(Metrics), clock ?? TimeProvider.System);
}
