using System.Globalization;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// Finds what the knowledge has about a query and returns it within a number of tokens, for prompts and plans (docs/knowledge.md). It
/// runs in this process, needs no service, and its methods can be called from several threads. Missing databases are empty.
/// </summary>
public sealed class ContextBuilder
{
    private const int MostCached = 64;
    private const int CandidatesPerExcerpt = 5;
    private const string ErrorsBucket = "errors";

    private readonly (string Bucket, KnowledgeStore Store)[] _stores;
    private readonly Lock _cacheLock = new();
    private readonly LinkedList<(string Key, Found Value)> _recent = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, Found Value)>> _cache = new(StringComparer.Ordinal);

    /// <summary>
    /// Uses four databases. A name without a folder is in the folder that the variable <c>MenaceKnowledge</c> names, by default
    /// <c>.menace/knowledge</c>; anything else is a path.
    /// </summary>
    /// <param name="botsDb">Bots that were built or imported.</param>
    /// <param name="codeDb">Pieces of code.</param>
    /// <param name="errorsDb">Failures.</param>
    /// <param name="workflowsDb">Plans.</param>
    public ContextBuilder(
        string botsDb = KnowledgeFolder.Bots, string codeDb = KnowledgeFolder.Code, string errorsDb = KnowledgeFolder.Errors,
        string workflowsDb = KnowledgeFolder.Workflows)
        : this(Open(botsDb), Open(codeDb), Open(errorsDb), Open(workflowsDb))
    {
    }

    internal ContextBuilder(KnowledgeFolder folder)
        : this(folder.Open(KnowledgeFolder.Bots), folder.Open(KnowledgeFolder.Code), folder.Open(KnowledgeFolder.Errors),
            folder.Open(KnowledgeFolder.Workflows))
    {
    }

    private ContextBuilder(KnowledgeStore bots, KnowledgeStore code, KnowledgeStore errors, KnowledgeStore workflows)
    {
        _stores = [("bots", bots), ("code", code), (ErrorsBucket, errors), ("workflows", workflows)];
        Durations = new(new(Path.Combine(Path.GetDirectoryName(bots.Path)!, KnowledgeFolder.Durations)));
    }

    /// <summary>The database of the bots.</summary>
    internal KnowledgeStore Bots => _stores[0].Store;

    /// <summary>The durations, which are beside the bots.</summary>
    internal DurationsDb Durations { get; }

    /// <summary>The database of the failures.</summary>
    internal KnowledgeStore Errors => _stores[2].Store;

    /// <summary>Gets how many answers were taken from the cache.</summary>
    internal int CacheHits { get; private set; }

    /// <summary>
    /// Returns the tokens that <paramref name="text"/> counts as: every four letters or digits of a word, begun or full, and every other
    /// character that is not white space. Models count fewer.
    /// </summary>
    public static int CountTokens(string text) => ContextTokens.Count(text);

    /// <summary>Returns what is known about <paramref name="query"/>.</summary>
    /// <param name="query">Any text; its words are searched, at most 64 of them.</param>
    /// <param name="options">The limits; null for the default.</param>
    /// <exception cref="ArgumentException">The query is blank.</exception>
    /// <exception cref="KnowledgeException">MENACE6001: a database cannot be used.</exception>
    public ContextResult Build(string query, ContextOptions? options = null)
    {
        options ??= new();
        var found = Find(query, options);
        var room = options.MaxTokens - CountTokens(ContextText.Heading);
        var (excerpts, isTruncated) = ContextTrim.Fit(found.Excerpts, room, excerpt => CountTokens(ContextText.Of(excerpt)));
        var text = ContextText.Of(excerpts);
        return new(text, excerpts, CountTokens(text), isTruncated);
    }

    /// <summary>
    /// Returns what is known about <paramref name="query"/> as compact JSON: by bucket a list of <c>name</c>, <c>desc</c>, <c>source</c>
    /// and <c>score</c>; <c>{}</c> if nothing is known. Its tokens are within <see cref="ContextOptions.MaxTokens"/>.
    /// </summary>
    /// <param name="query">Any text; its words are searched, at most 64 of them.</param>
    /// <param name="options">The limits; null for the default.</param>
    /// <exception cref="ArgumentException">The query is blank.</exception>
    /// <exception cref="KnowledgeException">MENACE6001: a database cannot be used.</exception>
    public string BuildContext(string query, ContextOptions? options = null)
    {
        options ??= new();
        var found = Find(query, options);

        // The frame: braces, the names of all buckets with their punctuation, and the mark of a truncated answer.
        var frame = CountTokens("""{"bots":[],"code":[],"errors":[],"workflows":[],"meta":{"truncated":true}}""");
        var (excerpts, isTruncated) = ContextTrim.Fit(
            found.Excerpts, options.MaxTokens - frame, excerpt => CountTokens(ContextText.Json(excerpt).ToString()) + 1);
        return ContextText.Json(excerpts, isTruncated && options.MaxTokens >= frame);
    }

    /// <summary>Databases that were damaged and replaced since the last call.</summary>
    internal IReadOnlyList<ReplacedStore> TakeReplaced() => [.. _stores.SelectMany(store => store.Store.TakeReplaced())];

    private static KnowledgeStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new(KnowledgeFolder.PathOf(path));
    }

    private Found Find(string query, ContextOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxTokens, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TopK, 1, nameof(options));

        // A change of a database changes the key, so what was cached before it is never returned.
        var terms = SearchTerms.OfQuery(query);
        var key = string.Join('\0', [
            .. terms, "\0", options.TopK.ToString(CultureInfo.InvariantCulture), "\0", .. options.ExcludeTags,
            "\0", .. options.ExcludeNames, "\0", .. _stores.Select(store => store.Store.Version())]);
        lock (_cacheLock)
        {
            if (_cache.TryGetValue(key, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                CacheHits++;
                return node.Value.Value;
            }
        }

        Found found = new([.. _stores.SelectMany(store => Excerpts(store.Bucket, store.Store, query, terms, options))
            .OrderByDescending(excerpt => excerpt.Score).ThenBy(excerpt => excerpt.Source, StringComparer.Ordinal)]);
        lock (_cacheLock)
        {
            if (!_cache.ContainsKey(key))
            {
                _cache[key] = _recent.AddFirst((key, found));
                if (_cache.Count > MostCached)
                {
                    _cache.Remove(_recent.Last!.Value.Key);
                    _recent.RemoveLast();
                }
            }
        }

        return found;
    }

    private static IEnumerable<ContextExcerpt> Excerpts(
        string bucket, KnowledgeStore store, string query, IReadOnlyList<string> terms, ContextOptions options) =>
        store.Search(query, (int)Math.Min(int.MaxValue, (long)options.TopK * CandidatesPerExcerpt))
            .Where(match => !match.Entry.Tags.Intersect(options.ExcludeTags, StringComparer.Ordinal).Any()
                && !(bucket == ErrorsBucket && match.Entry.Tags.Contains(ErrorsDb.Trial, StringComparer.Ordinal))
                && !options.ExcludeNames.Contains(match.Entry.Title, StringComparer.OrdinalIgnoreCase)
                && (match.Entry.License.Length == 0 || LicenseText.AllowsReuse(match.Entry.License)))
            .Select(match => Excerpt(bucket, store, match, terms))
            .OrderByDescending(excerpt => excerpt.Score).ThenBy(excerpt => excerpt.Source, StringComparer.Ordinal)
            .DistinctBy(excerpt => (excerpt.Name, excerpt.Text))
            .Take(options.TopK);

    private static ContextExcerpt Excerpt(string bucket, KnowledgeStore store, KnowledgeMatch match, IReadOnlyList<string> terms)
    {
        var entry = match.Entry;
        var own = SearchTerms.Of($"{entry.Title} {entry.Body} {string.Join(' ', entry.Tags)}").ToHashSet(StringComparer.Ordinal);
        var share = (double)terms.Count(own.Contains) / terms.Count;
        var file = Path.GetFileName(store.Path);
        var source = entry.Variant.Length > 20 ? $"{file} {entry.Key}@{entry.Variant}" : $"{file} {entry.Key}";
        return new(
            bucket, ContextText.OneLine(entry.Title), ContextText.OneLine(source), entry.Body,
            share * (1 + (match.Bm25 / (1 + match.Bm25))), IsShortened: false);
    }

    private sealed record Found(IReadOnlyList<ContextExcerpt> Excerpts);
}
