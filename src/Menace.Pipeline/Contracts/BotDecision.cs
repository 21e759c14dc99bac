namespace Menace.Pipeline.Contracts;

/// <summary>What a stage did for a bot, and the key that it decided by.</summary>
/// <param name="Bot">Its name.</param>
/// <param name="Action">A word for what was done, for example <c>update</c>.</param>
/// <param name="Key">The key.</param>
internal sealed record BotDecision(string Bot, string Action, string Key)
{
    /// <summary>The action of a stage that took what an earlier build has.</summary>
    public const string Reuse = "reuse";

    /// <summary>The action of a stage that failed for the bot.</summary>
    public const string Fail = "fail";

    /// <summary>Why, if an ingredient of the key is not the reason; else empty.</summary>
    public string Because { get; init; } = "";

    /// <summary>Returns the ingredients of the key: digests by name, in groups.</summary>
    public required Func<IReadOnlyList<IReadOnlyDictionary<string, string>>> Ingredients { get; init; }

    /// <summary>
    /// Gets the ingredients of the key by which a verdict of another build was looked for; null if none was.
    /// </summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>>? OfStore { get; init; }

    /// <summary>Decisions of a run of a stage that began with the results of <paramref name="earlier"/> ones.</summary>
    public static IReadOnlyList<BotDecision> After(IReadOnlyList<BotDecision> earlier, IReadOnlyList<BotDecision> now)
    {
        var before = earlier.ToDictionary(decision => decision.Bot, StringComparer.Ordinal);
        return [.. now.Select(decision => decision.Action == Reuse && before.TryGetValue(decision.Bot, out var known)
            && known.Key == decision.Key ? known : decision)];
    }
}
