using System.Globalization;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Knowledge;

/// <summary>A failure and its cause.</summary>
/// <param name="Bot">Name of the bot.</param>
/// <param name="Stage">The stage in which it failed.</param>
/// <param name="Rule">The code of the rule, for example MENACE5003.</param>
/// <param name="Message">The cause.</param>
internal sealed record KnownError(string Bot, PipelineStage Stage, string Rule, string Message)
{
    /// <summary>How often it was recorded.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it was recorded last.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>The failures. One that occurs again is counted, so that a build that fails every night is one entry.</summary>
internal sealed class ErrorsDb(KnowledgeStore store)
{
    /// <summary>
    /// The rule of failures of candidates for the code of a bot. They are for the next attempt at the same bot only: no context has them.
    /// </summary>
    public const string Trial = "trial";

    private const int LongestMessage = 4000;

    /// <summary>The database.</summary>
    public KnowledgeStore Store => store;

    /// <summary>Records <paramref name="error"/>.</summary>
    /// <returns>The error with its count.</returns>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public KnownError Record(KnownError error)
    {
        // Redacted before it is cut: half a secret is not recognised.
        var message = KnowledgeJson.Redact(error.Message);
        error = error with { Message = message.Length > LongestMessage ? message[..LongestMessage] + "…" : message };
        var key = ContentDigest.Of($"{error.Bot}\n{error.Stage}\n{error.Rule}\n{error.Message}");
        return Read(store.Change(key, known => Write(key, error, known is null ? 1 : Read(known).Count + 1)));
    }

    /// <summary>Finds failures by the words of <paramref name="text"/>, the best first.</summary>
    public IReadOnlyList<KnownError> Search(string text, int limit = 20) =>
        [.. store.Search(text, limit).Select(match => Read(match.Entry))];

    /// <summary>The failures of the bot <paramref name="bot"/>, the last recorded first.</summary>
    public IReadOnlyList<KnownError> OfBot(string bot) =>
        [.. store.ByTitle(bot).Select(Read).OrderByDescending(error => error.At).ThenBy(error => error.Rule, StringComparer.Ordinal)];

    /// <summary>
    /// Why the last <paramref name="limit"/> candidates for the bot <paramref name="bot"/> were refused, the oldest first.
    /// </summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public IReadOnlyList<string> TrialsOf(string bot, int limit) =>
    [
        .. OfBot(bot).Where(error => error.Bot == bot && error.Rule == Trial).Take(limit).Reverse().Select(error => error.Message),
    ];

    private static KnowledgeEntry Write(string key, KnownError error, int count) => new()
    {
        Key = key,
        Variant = "last",
        Title = error.Bot,
        Body = error.Message,
        Tags = [error.Rule, error.Stage.ToWord()],
        Content = KnowledgeJson.Object(("stage", error.Stage.ToWord()), ("rule", error.Rule), ("count", JsonValue.FromNumberText(
            count.ToString(CultureInfo.InvariantCulture)))),
    };

    private KnownError Read(KnowledgeEntry entry) => new(
        entry.Title,
        Enum.TryParse<PipelineStage>(entry.Content.Text("stage"), ignoreCase: true, out var stage) ? stage
            : throw KnowledgeException.Unusable(store.Path, $"the entry '{entry.Key}' names no stage"),
        entry.Content.Text("rule"),
        entry.Body)
    {
        Count = int.TryParse(entry.Content["count"]?.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1,
        At = entry.At,
    };
}
