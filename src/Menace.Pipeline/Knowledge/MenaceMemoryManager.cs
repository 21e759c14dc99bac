using System.Globalization;
using Menace.Model.Json;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Notes with versions and tags, their search and their summaries, in a SQLite file that several processes can use (docs/knowledge.md).
/// The methods can be called from several threads. Secrets in what is stored are replaced.
/// </summary>
public sealed class MenaceMemoryManager
{
    private const string SummarySuffix = ":summary";

    private readonly KnowledgeStore _store;

    /// <summary>Uses the file <paramref name="path"/>, made when something is stored.</summary>
    /// <param name="path">
    /// A path, or a name without a folder, which is in the folder that the variable <c>MenaceKnowledge</c> names, by default
    /// <c>.menace/knowledge</c>.
    /// </param>
    public MenaceMemoryManager(string path = KnowledgeFolder.Memory)
        : this(new KnowledgeStore(KnowledgeFolder.PathOf(path)))
    {
    }

    internal MenaceMemoryManager(KnowledgeStore store) => _store = store;

    /// <summary>Gets the absolute path of the file.</summary>
    public string Path => _store.Path;

    /// <summary>Stores another version of the note <paramref name="key"/>, also if the text is the same.</summary>
    /// <param name="key">The name of the note; not empty.</param>
    /// <param name="data">The text.</param>
    /// <param name="tags">Tags, separated by commas or blanks.</param>
    /// <returns>The number of the version: one more than the last.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    /// <exception cref="KnowledgeException">MENACE6003: the text is too large. MENACE6001: the file cannot be used.</exception>
    public int Store(string key, string data, string tags = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentNullException.ThrowIfNull(data);
        key = KnowledgeJson.Redact(key);
        return Write(key, data, TagList(tags), known => (known?.Revision ?? 0) + 1);
    }

    /// <summary>Returns versions of the note <paramref name="key"/>, the newest first; none if there is no such note.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<MemoryEntry> Query(string key, int limit = 1) =>
        [.. _store.History(KnowledgeJson.Redact(key), Math.Max(0, limit)).Select(Read)];

    /// <summary>Returns the newest versions of notes by the words of <paramref name="text"/>, which may be any text.</summary>
    /// <returns>The best first (bm25); among equals by key.</returns>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<MemoryEntry> Search(string text, int limit = 20) =>
        [.. _store.Search(text ?? "", limit).Select(match => Read(match.Entry))];

    /// <summary>Returns the newest versions of notes that have exactly the tag <paramref name="tag"/>, the newest first.</summary>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public IReadOnlyList<MemoryEntry> SearchByTag(string tag, int limit = 20) =>
        [.. _store.ByTag(KnowledgeJson.Redact(tag ?? ""), Math.Max(0, limit)).Select(Read)];

    /// <summary>
    /// Summarises the versions of a note: the first sentences of their texts in the order of the versions, each sentence once. The
    /// versions stay; the summary is stored as the note <c>KEY:summary</c> with the tags <c>summary</c> and <c>refs=FIRST-LAST</c>.
    /// </summary>
    /// <param name="key">The name of the note.</param>
    /// <param name="limit">The most versions, counted from the newest.</param>
    /// <param name="ratio">The share of the sentences, above 0 and at most 1; at least one sentence is kept.</param>
    /// <param name="store">False to return the summary only.</param>
    /// <returns>The summary; empty if there is no such note.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The ratio or the limit is out of its range.</exception>
    /// <exception cref="KnowledgeException">MENACE6001: the file cannot be used.</exception>
    public string SummariseMemory(string key, int limit = 20, double ratio = 0.2, bool store = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (!(ratio is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "The ratio is above 0 and at most 1.");
        }

        MemoryEntry[] versions = [.. Query(key, limit).Reverse()];
        string[] sentences = [.. versions.SelectMany(version => TextSummary.Sentences(version.Data)).Distinct(StringComparer.Ordinal)];
        if (sentences.Length == 0)
        {
            return "";
        }

        var summary = string.Join(' ', sentences.Take(Math.Max(1, (int)(sentences.Length * ratio))));
        if (store)
        {
            var references = string.Create(CultureInfo.InvariantCulture, $"refs={versions[0].Version}-{versions[^1].Version}");
            Write(KnowledgeJson.Redact(key) + SummarySuffix, summary, ["summary", references], known => (known?.Revision ?? 0) + 1);
        }

        return summary;
    }

    private int Write(string key, string data, IReadOnlyList<string> tags, Func<KnowledgeEntry?, int> number) => _store.Change(
        key, known => new KnowledgeEntry
        {
            Key = key,
            Title = key,
            Body = data,
            Tags = tags,

            // Makes two versions with the same text different.
            Content = KnowledgeJson.Object(("version", (JsonValue)number(known))),
        }).Revision;

    private static string[] TagList(string tags) =>
        (tags ?? "").Split([',', ' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static MemoryEntry Read(KnowledgeEntry entry) => new(entry.Title, entry.Body, entry.Revision, entry.Tags, entry.At);
}
