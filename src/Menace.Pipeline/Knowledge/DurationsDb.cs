using System.Globalization;
using Menace.Model.Json;

namespace Menace.Pipeline.Knowledge;

/// <summary>How long setup and tests of a bot took in its last builds.</summary>
/// <param name="Bot">Name of the bot.</param>
/// <param name="Repository">Absolute path of its repository.</param>
/// <param name="Seconds">The durations, the last one at the end.</param>
internal sealed record BotDurations(string Bot, string Repository, IReadOnlyList<double> Seconds)
{
    /// <summary>Gets the folder with the repositories of the same fleet.</summary>
    public string Fleet => Path.GetDirectoryName(Repository) ?? "";

    /// <summary>Gets the median of all durations.</summary>
    public double Median => MedianOf(Seconds);

    /// <summary>The value in the middle, or the mean of both.</summary>
    public static double MedianOf(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>How long setup and tests of bots took: the last green runs of each repository. A verdict that was reused is none.</summary>
internal sealed class DurationsDb(KnowledgeStore store)
{
    /// <summary>Durations of one repository; earlier ones are dropped.</summary>
    public const int Most = 20;

    /// <summary>The database.</summary>
    public KnowledgeStore Store => store;

    /// <summary>Adds one duration for each of <paramref name="runs"/>, in one transaction.</summary>
    /// <param name="runs">Name, repository and duration of each bot.</param>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public void Add(IReadOnlyList<(string Bot, string Repository, double Seconds)> runs)
    {
        var byRepository = runs.DistinctBy(run => run.Repository).ToDictionary(run => run.Repository, StringComparer.Ordinal);
        store.Change(
            [.. byRepository.Keys], (repository, known) => Write(byRepository[repository], known is null ? [] : Read(known).Seconds));
    }

    /// <summary>The durations of all bots with exactly this name, by repository.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public IReadOnlyList<BotDurations> Of(string bot) => [.. store.ByTitle(bot).Where(entry => entry.Title == bot).Select(Read)];

    /// <summary>The durations of all bots, by repository.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used.</exception>
    public IReadOnlyList<BotDurations> All() => [.. store.List().Select(Read)];

    private static KnowledgeEntry Write((string Bot, string Repository, double Seconds) run, IReadOnlyList<double> earlier) => new()
    {
        Key = run.Repository,
        Variant = "last",
        Title = run.Bot,
        Content = KnowledgeJson.Object(("seconds", JsonValue.FromItems([.. earlier.Append(run.Seconds).TakeLast(Most)
            .Select(seconds => JsonValue.FromNumberText(seconds.ToString("0.###", CultureInfo.InvariantCulture)))]))),
    };

    /// <summary>What is not a duration, as an import may hold, is left out.</summary>
    private static BotDurations Read(KnowledgeEntry entry) => new(
        entry.Title, entry.Key,
        entry.Content["seconds"] is not { Kind: JsonKind.Array } list ? [] :
        [
            .. list.Items.Where(item => item.Kind == JsonKind.Number)
                .Select(item => double.Parse(item.Text, NumberStyles.Float, CultureInfo.InvariantCulture))
                .Where(seconds => seconds is >= 0 and <= 1e9),
        ]);
}
