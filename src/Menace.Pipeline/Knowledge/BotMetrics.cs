using System.Globalization;
using Menace.Model.Diagnostics;
using Menace.Model.Json;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Metrics of bots, from builds and from outside, in a SQLite file that several processes can use (docs/self-repair.md). The methods can
/// be called from several threads.
/// </summary>
public sealed class BotMetrics
{
    /// <summary>Samples of one bot; earlier ones are dropped.</summary>
    internal const int Most = 100;

    private const int LongestName = 200;
    private const double Largest = 1e12;

    private static readonly (BotMetric Metric, string Name)[] Names =
        [(BotMetric.Roi, "roi"), (BotMetric.Errors, "errors"), (BotMetric.FailedTests, "failed_tests")];

    private readonly KnowledgeStore _store;
    private readonly TimeProvider _clock;

    /// <summary>Uses the file <paramref name="path"/>, made when something is stored.</summary>
    /// <param name="path">
    /// A path, or a name without a folder such as <c>metrics.db</c>, which is in the folder that the variable <c>MenaceKnowledge</c> names,
    /// by default <c>.menace/knowledge</c>.
    /// </param>
    public BotMetrics(string path = KnowledgeFolder.Metrics)
        : this(new KnowledgeStore(KnowledgeFolder.PathOf(path)), TimeProvider.System)
    {
    }

    internal BotMetrics(KnowledgeStore store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>Adds a sample.</summary>
    /// <param name="bot">Name of the bot.</param>
    /// <param name="sample">The measurements, of which one at least is given.</param>
    /// <exception cref="KnowledgeException">
    /// MENACE5057: the name or a value is not valid. MENACE6001: the file cannot be used. Nothing was stored.
    /// </exception>
    public void Add(string bot, MetricSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        Add([(bot, sample)]);
    }

    /// <summary>Returns the samples of a bot that are kept, the last one at the end.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<MetricSample> Of(string bot) => Find(bot)?.Samples ?? [];

    /// <summary>Adds samples of several bots in one transaction.</summary>
    internal void Add(IReadOnlyList<(string Bot, MetricSample Sample)> samples)
    {
        foreach (var (bot, sample) in samples)
        {
            Check(bot, sample);
        }

        var byBot = samples.ToLookup(one => one.Bot, one => one.Sample, StringComparer.Ordinal);
        _store.Change(
            [.. byBot.Select(group => group.Key)],
            (bot, known) => Write(byBot[bot].Aggregate(known is null ? Empty(bot) : Read(known), With)));
    }

    /// <summary>The metrics of a bot, or null if there are none.</summary>
    internal MetricHistory? Find(string bot) => _store.Find(bot) is { } entry ? Read(entry) : null;

    /// <summary>The metrics of all bots, by name.</summary>
    internal IReadOnlyList<MetricHistory> All() => [.. _store.List().Select(Read)];

    /// <summary>Moves the baselines of <paramref name="bots"/>; see <see cref="MetricHistory.Checked"/>.</summary>
    internal void SetChecked(IReadOnlyList<string> bots) => _store.Change(
        bots, (bot, known) => Write((known is null ? Empty(bot) : Read(known)).Checked()));

    private static MetricHistory Empty(string bot) => new(bot, [], new Dictionary<BotMetric, double>());

    private MetricHistory With(MetricHistory history, MetricSample sample)
    {
        var at = sample.At == default ? _clock.GetUtcNow() : sample.At.ToUniversalTime();
        var baselines = new Dictionary<BotMetric, double>(history.Baselines);
        foreach (var (metric, _) in Names)
        {
            if (sample.ValueOf(metric) is { } value)
            {
                // The first one is the baseline.
                baselines.TryAdd(metric, value);
            }
        }

        return history with
        {
            Samples = [.. history.Samples.Append(sample with { At = at, IsChecked = false }).OrderBy(one => one.At).TakeLast(Most)],
            Baselines = baselines,
        };
    }

    private static void Check(string bot, MetricSample sample)
    {
        var reason = string.IsNullOrWhiteSpace(bot) || bot.Length > LongestName ? "the name of a bot has 1 to 200 characters"
            : bot.Any(char.IsControl) ? "the name holds a control character"
            : KnowledgeJson.Redact(bot) != bot ? "the name looks like a secret"
            : sample is { Roi: null, Errors: null, FailedTests: null, Seconds: null, Memory: null } ? "no value is given"
            : !IsIn(sample.Roi, -Largest) ? "the ROI is not a number"
            : !IsIn(sample.Errors, 0) || !IsIn(sample.FailedTests, 0) ? "errors are a number of at least 0"
            : !IsIn(sample.Seconds, 0) || !IsIn(sample.Memory, 0) ? "time and memory are numbers of at least 0"
            : sample.Commit.Any(c => !char.IsAsciiLetterOrDigit(c)) ? "the commit is not an id"
            : null;
        if (reason is not null)
        {
            throw new KnowledgeException(Rules.MetricRefused, [KnowledgeJson.Redact(Printable(bot)), reason]);
        }
    }

    private static string Printable(string? bot) =>
        new([.. (bot ?? "").Take(LongestName).Select(c => char.IsControl(c) ? '?' : c)]);

    private static bool IsIn(double? value, double least) => value is null || (value >= least && value <= Largest);

    private static KnowledgeEntry Write(MetricHistory history) => new()
    {
        Key = history.Bot,
        Variant = "last",
        Title = history.Bot,
        Content = KnowledgeJson.Object(
            ("baselines", JsonValue.FromMembers(
                [.. Names.Where(name => history.Baselines.ContainsKey(name.Metric))
                    .Select(name => KeyValuePair.Create(name.Name, Number(history.Baselines[name.Metric])))])),
            ("samples", JsonValue.FromItems([.. history.Samples.Select(Write)]))),
    };

    private static JsonValue Write(MetricSample sample) => KnowledgeJson.Object(
        ("at", sample.At.ToString("O", CultureInfo.InvariantCulture)),
        ("checked", sample.IsChecked ? JsonValue.FromBoolean(true) : null),
        ("commit", KnowledgeJson.TextOrNull(sample.Commit)),
        ("errors", NumberOrNull(sample.Errors)),
        ("failed_tests", NumberOrNull(sample.FailedTests)),
        ("flaky", sample.IsFlaky ? JsonValue.FromBoolean(true) : null),
        ("memory", NumberOrNull(sample.Memory)),
        ("roi", NumberOrNull(sample.Roi)),
        ("seconds", NumberOrNull(sample.Seconds)));

    private static JsonValue? NumberOrNull(double? value) => value is { } number ? Number(number) : null;

    private static JsonValue Number(double value) => JsonValue.FromNumberText(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>What is not a sample or a number, as an import may hold, is left out.</summary>
    private static MetricHistory Read(KnowledgeEntry entry)
    {
        var baselines = new Dictionary<BotMetric, double>();
        foreach (var (metric, name) in Names)
        {
            if (entry.Content["baselines"] is { Kind: JsonKind.Object } known && Number(known, name) is { } value)
            {
                baselines[metric] = value;
            }
        }

        return new(
            entry.Key,
            entry.Content["samples"] is not { Kind: JsonKind.Array } list ? []
                : [.. list.Items.Where(item => item.Kind == JsonKind.Object).Select(Read).OfType<MetricSample>()],
            baselines);
    }

    private static MetricSample? Read(JsonValue item) => !DateTimeOffset.TryParse(
        item["at"] is { Kind: JsonKind.String } at ? at.Text : "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
        out var time) ? null : new()
        {
            At = time,
            IsChecked = item["checked"] is { Kind: JsonKind.Boolean, Text: "true" },
            Commit = item["commit"] is { Kind: JsonKind.String } commit ? commit.Text : "",
            Errors = Number(item, "errors"),
            FailedTests = Number(item, "failed_tests") is { } failed and >= 0 and <= int.MaxValue ? (int)failed : null,
            IsFlaky = item["flaky"] is { Kind: JsonKind.Boolean, Text: "true" },
            Memory = Number(item, "memory") is { } memory and >= 0 and <= Largest ? (long)memory : null,
            Roi = Number(item, "roi"),
            Seconds = Number(item, "seconds"),
        };

    private static double? Number(JsonValue value, string name) => value[name] is { Kind: JsonKind.Number } number
        && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read) && double.IsFinite(read)
            ? read : null;
}
