namespace Menace.Pipeline.Contracts;

/// <summary>
/// Where research looks, and who gets its findings (docs/research.md). Without an address nothing leaves this machine. Secrets are named
/// here and read when they are used.
/// </summary>
public sealed record ResearchSettings
{
    /// <summary>
    /// Gets the topics of every bot whose task is incomplete (<c>MenaceResearchTopics</c>). Empty: a build does no research.
    /// </summary>
    public IReadOnlyList<string> Topics { get; init => field = new ValueList<string>(value); } = new ValueList<string>([]);

    /// <summary>
    /// Gets the address of a service that knows bots, with <c>{bot}</c> and <c>{field}</c> in it, or null (<c>MenaceResearchUrl</c>).
    /// </summary>
    public string? Url { get; init; }

    /// <summary>Gets the JSON path of the value in an answer of <see cref="Url"/> (<c>MenaceResearchPath</c>).</summary>
    public string Path { get; init; } = "$.value";

    /// <summary>Gets the name of a header of requests to <see cref="Url"/>, or null (<c>MenaceResearchHeader</c>).</summary>
    public string? Header { get; init; }

    /// <summary>Gets the name of the environment variable with the value of <see cref="Header"/>, or null.</summary>
    public string? HeaderVariable { get; init; }

    /// <summary>
    /// Gets the base address of Elasticsearch or OpenSearch, or null (<c>MenaceSearchUrl</c>, <c>BOT_DEV_ES_URL</c>).
    /// </summary>
    public string? SearchUrl { get; init; }

    /// <summary>Gets the index there (<c>MenaceSearchIndex</c>, <c>BOT_DEV_ES_INDEX</c>).</summary>
    public string SearchIndex { get; init; } = "bots";

    /// <summary>Gets the address that findings are sent to, or null (<c>MenaceStage3Url</c>, <c>STAGE3_URL</c>).</summary>
    public string? Stage3Url { get; init; }

    /// <summary>Gets the name of the environment variable with the token of Stage 3, or null.</summary>
    public string? Stage3TokenVariable { get; init; }

    /// <summary>Gets the time for one answer of one source.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the time after which a remote source is asked the same question again. Nothing is dropped by its age.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Returns the defaults with STAGE3_URL, BOT_DEV_ES_URL and BOT_DEV_ES_INDEX applied.</summary>
    public static ResearchSettings FromEnvironment()
    {
        var settings = new ResearchSettings();
        return settings with
        {
            Stage3Url = Variable("STAGE3_URL"),
            SearchUrl = Variable("BOT_DEV_ES_URL"),
            SearchIndex = Variable("BOT_DEV_ES_INDEX") ?? settings.SearchIndex,
        };

        static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>A record prints its properties; an address may hold a password.</summary>
    private bool PrintMembers(System.Text.StringBuilder builder)
    {
        builder.Append("Topics = ").AppendJoin(", ", Topics);
        return true;
    }
}
