using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// One database of the knowledge: entries with revisions, a bounded number of them, and the search in the current ones. Everything is
/// redacted before it is stored.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="limits">The bounds; null for the default.</param>
/// <param name="clock">Gives the times.</param>
internal sealed class KnowledgeStore(string path, KnowledgeLimits? limits = null, TimeProvider? clock = null)
{
    private const string Columns = "id, key, variant, revision, is_current, rank, title, body, tags, content, license, at";
    private const int LargestIndexed = 256 << 10;

    private readonly KnowledgeFile _file = new(path);
    private readonly KnowledgeLimits _limits = limits ?? new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Absolute path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>The files that were set aside since the last call.</summary>
    public IReadOnlyList<ReplacedStore> TakeReplaced() => _file.TakeReplaced();

    /// <summary>A text that differs if the content differs; empty if there is no file.</summary>
    public string Version() => _file.Read(
        session => session.First("SELECT identity, changes FROM change_counter", row => $"{row.GetString(0)}:{row.GetInt64(1)}")!, "");

    /// <summary>Stores <paramref name="entries"/> in one transaction; those that are current already change nothing.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used, or an entry is too large; nothing was stored.</exception>
    public void Put(params IReadOnlyList<KnowledgeEntry> entries)
    {
        KnowledgeEntry[] redacted = [.. entries.Select(entry => Checked(entry.Redacted()))];
        if (redacted.Length == 0)
        {
            return;
        }

        _file.Write(session =>
        {
            foreach (var entry in redacted)
            {
                Insert(session, entry);
            }

            Bound(session);
            return redacted.Length;
        });
    }

    /// <summary>Stores what <paramref name="change"/> makes of the current entry, in one transaction.</summary>
    /// <param name="key">The key.</param>
    /// <param name="change">Gets the current entry or null, and returns the next one, with the same key.</param>
    /// <returns>The current entry.</returns>
    /// <exception cref="KnowledgeException">The database cannot be used, or the entry is too large; nothing was stored.</exception>
    public KnowledgeEntry Change(string key, Func<KnowledgeEntry?, KnowledgeEntry> change) => _file.Write(session =>
    {
        var stored = Insert(session, Checked(change(Current(session, key)).Redacted()));
        Bound(session);
        return Current(session, key) ?? stored;
    });

    /// <summary>As <see cref="Change(string, Func{KnowledgeEntry?, KnowledgeEntry})"/> for many keys, in one transaction.</summary>
    /// <exception cref="KnowledgeException">The database cannot be used, or an entry is too large; nothing was stored.</exception>
    public void Change(IReadOnlyList<string> keys, Func<string, KnowledgeEntry?, KnowledgeEntry> change)
    {
        if (keys.Count == 0)
        {
            return;
        }

        _file.Write(session =>
        {
            foreach (var key in keys)
            {
                Insert(session, Checked(change(key, Current(session, key)).Redacted()));
            }

            Bound(session);
            return keys.Count;
        });
    }

    /// <summary>Stores <paramref name="entry"/> unless a current one has the same body; a key that is in use gets a number.</summary>
    /// <returns>The stored entry, or that with the same body.</returns>
    /// <exception cref="KnowledgeException">The database cannot be used, or the entry is too large; nothing was stored.</exception>
    public KnowledgeEntry PutOnce(KnowledgeEntry entry)
    {
        var redacted = Checked(entry.Redacted());
        return _file.Write(session =>
        {
            if (session.First(
                $"SELECT {Columns} FROM entry WHERE body_digest = @digest AND is_current = 1 ORDER BY key", ReadRow,
                ("@digest", ContentDigest.Of(redacted.Body))) is { } same)
            {
                return same;
            }

            var key = redacted.Key;
            for (var number = 2; Current(session, key) is not null; number++)
            {
                key = string.Create(CultureInfo.InvariantCulture, $"{redacted.Key}-{number}");
            }

            var stored = Insert(session, redacted with { Key = key });
            Bound(session);
            return stored;
        });
    }

    /// <summary>The current entry, or null.</summary>
    public KnowledgeEntry? Find(string key) => _file.Read(session => Current(session, key), null);

    /// <summary>All revisions, the newest first.</summary>
    public IReadOnlyList<KnowledgeEntry> History(string key, int limit = int.MaxValue) => _file.Read<IReadOnlyList<KnowledgeEntry>>(
        session => session.Query(
            $"SELECT {Columns} FROM entry WHERE key = @key ORDER BY revision DESC LIMIT @limit", ReadRow, ("@key", key), ("@limit", limit)),
        []);

    /// <summary>Key and variant of every entry of <paramref name="rank"/>, also of those that are history.</summary>
    public IReadOnlySet<(string Key, string Variant)> Variants(int rank) => _file.Read<IReadOnlySet<(string, string)>>(
        session => session.Query(
            "SELECT key, variant FROM entry WHERE rank = @rank", row => (row.GetString(0), row.GetString(1)), ("@rank", rank)).ToHashSet(),
        new HashSet<(string, string)>());

    /// <summary>Current entries by key, in ordinal order.</summary>
    public IReadOnlyList<KnowledgeEntry> List(int limit = int.MaxValue) => _file.Read<IReadOnlyList<KnowledgeEntry>>(
        session => session.Query(
            $"SELECT {Columns} FROM entry WHERE is_current = 1 ORDER BY key LIMIT @limit", ReadRow, ("@limit", limit)),
        []);

    /// <summary>All entries by key and revision.</summary>
    public IReadOnlyList<KnowledgeEntry> All() => _file.Read<IReadOnlyList<KnowledgeEntry>>(
        session => session.Query($"SELECT {Columns} FROM entry ORDER BY key, revision", ReadRow), []);

    /// <summary>Current entries whose title is <paramref name="title"/>, case ignored, by key.</summary>
    public IReadOnlyList<KnowledgeEntry> ByTitle(string title) => _file.Read<IReadOnlyList<KnowledgeEntry>>(
        session => session.Query(
            $"SELECT {Columns} FROM entry WHERE is_current = 1 AND title = @title COLLATE NOCASE ORDER BY key", ReadRow,
            ("@title", title)),
        []);

    /// <summary>Current entries with the tag <paramref name="tag"/>, the newest first.</summary>
    public IReadOnlyList<KnowledgeEntry> ByTag(string tag, int limit) => _file.Read<IReadOnlyList<KnowledgeEntry>>(
        session => session.Query(
            $"SELECT {Columns} FROM entry WHERE is_current = 1 AND EXISTS (SELECT 1 FROM json_each(entry.tags) WHERE value = @tag) " +
                "ORDER BY id DESC LIMIT @limit",
            ReadRow, ("@tag", tag), ("@limit", limit)),
        []);

    /// <summary>Number of entries, and of those that are current.</summary>
    public (int All, int Current) Count() => _file.Read(
        session => ((int)(session.Number("SELECT COUNT(*) FROM entry") ?? 0),
            (int)(session.Number("SELECT COUNT(*) FROM entry WHERE is_current = 1") ?? 0)),
        (0, 0));

    /// <summary>Finds current entries by any of the words in <paramref name="query"/>, which is text and not an expression.</summary>
    /// <returns>The best first, at most <paramref name="limit"/>; among equals by key. Empty for a query without a word.</returns>
    public IReadOnlyList<KnowledgeMatch> Search(string query, int limit)
    {
        var terms = SearchTerms.OfQuery(query);
        return terms.Count == 0 || limit < 1 ? [] : _file.Read<IReadOnlyList<KnowledgeMatch>>(
            session => session.Query(
                $"""
                SELECT {Columns}, best.score FROM (
                    SELECT entry.id AS found, hit.score AS score FROM (
                        SELECT rowid AS number, -bm25(entry_terms, 4.0, 1.0, 2.0) AS score FROM entry_terms
                        WHERE entry_terms MATCH @expression) AS hit
                    JOIN entry ON entry.id = hit.number ORDER BY hit.score DESC, entry.key LIMIT @limit) AS best
                JOIN entry ON entry.id = best.found ORDER BY best.score DESC, key
                """,
                row => new KnowledgeMatch(ReadRow(row), Math.Max(0, row.Real("score"))),
                ("@expression", SearchTerms.Expression(terms)), ("@limit", limit)),
            []);
    }

    /// <summary>Removes the entry with its history.</summary>
    /// <returns>Removed revisions.</returns>
    public int Remove(string key) => Count().All == 0 ? 0 : _file.Write(session => Delete(session, "key = @key", ("@key", key)));

    /// <summary>Removes what was stored before <paramref name="before"/>.</summary>
    /// <param name="before">The time.</param>
    /// <param name="onlyHistory">True to keep current entries.</param>
    /// <param name="isDryRun">True to count only.</param>
    /// <returns>Removed revisions.</returns>
    public int Prune(DateTimeOffset before, bool onlyHistory, bool isDryRun = false)
    {
        var condition = "at < @before" + (onlyHistory ? " AND is_current = 0" : "");
        (string, object?) parameter = ("@before", SqlText.Time(before));
        var count = _file.Read(session => (int)(session.Number($"SELECT COUNT(*) FROM entry WHERE {condition}", parameter) ?? 0), 0);
        return count == 0 || isDryRun ? count : _file.Write(session => Delete(session, condition, parameter));
    }

    /// <summary>
    /// Stores entries that another database exported, in one transaction. What is there already with the same content stays.
    /// </summary>
    /// <returns>Stored entries.</returns>
    public int Merge(IReadOnlyList<KnowledgeEntry> entries)
    {
        KnowledgeEntry[] redacted = [.. entries.Select(entry => Checked(entry.Redacted()))];
        return redacted.Length == 0 ? 0 : _file.Write(session =>
        {
            var count = 0;
            foreach (var entry in redacted)
            {
                if (session.Number("SELECT 1 FROM entry WHERE key = @key AND digest = @digest AND rank >= @rank",
                    ("@key", entry.Key), ("@digest", entry.Digest), ("@rank", entry.Rank)) is null)
                {
                    InsertMerged(session, entry);
                    count++;
                }
            }

            Bound(session);
            return count;
        });
    }

    private static KnowledgeEntry? Current(SqlSession session, string key) => session.First(
        $"SELECT {Columns} FROM entry WHERE key = @key AND is_current = 1", ReadRow, ("@key", key));

    private KnowledgeEntry Checked(KnowledgeEntry entry) => entry.Size <= _limits.LargestEntry ? entry
        : throw KnowledgeException.Refused(Shortened(entry.Title), string.Create(
            CultureInfo.InvariantCulture, $"it has {entry.Size} characters, at most {_limits.LargestEntry} are stored"));

    private static string Shortened(string title) => title.Length > 100 ? title[..100] + "…" : title;

    /// <summary>The entry as stored, or the one that makes it unnecessary.</summary>
    private KnowledgeEntry Insert(SqlSession session, KnowledgeEntry entry)
    {
        if (session.Number("SELECT 1 FROM entry WHERE key = @key LIMIT 1", ("@key", entry.Key)) is null)
        {
            var first = entry with { Revision = 1, IsCurrent = true, At = _clock.GetUtcNow() };
            Add(session, first);
            return first;
        }

        if (Revision(session, "is_current = 1 AND digest = @digest AND rank >= @rank", entry) is { } same)
        {
            return entry with { Revision = (int)same, IsCurrent = true };
        }

        if (entry.Variant.Length > 0 && Revision(session, "variant = @variant AND rank > @rank", entry) is { } better)
        {
            return entry with { Revision = (int)better };
        }

        var next = NextRevision(session, entry.Key);
        Delete(session, "key = @key AND variant = @variant AND variant <> ''", ("@key", entry.Key), ("@variant", entry.Variant));
        var isCurrent = Current(session, entry.Key) is not { } other || other.Rank <= entry.Rank;
        var stored = entry with { Revision = next, IsCurrent = isCurrent, At = _clock.GetUtcNow() };
        if (isCurrent)
        {
            Demote(session, entry.Key);
        }

        Add(session, stored);
        BoundRevisions(session, stored);
        return stored;
    }

    private static long? Revision(SqlSession session, string condition, KnowledgeEntry entry) => session.Number(
        $"SELECT revision FROM entry WHERE key = @key AND {condition}", ("@key", entry.Key), ("@digest", entry.Digest),
        ("@variant", entry.Variant), ("@rank", entry.Rank));

    private void InsertMerged(SqlSession session, KnowledgeEntry entry)
    {
        var isTaken = entry.Revision < 1 || session.Number("SELECT 1 FROM entry WHERE key = @key AND revision = @revision",
            ("@key", entry.Key), ("@revision", entry.Revision)) is not null;
        var revision = isTaken ? NextRevision(session, entry.Key) : entry.Revision;
        Delete(session, "key = @key AND variant = @variant AND rank <= @rank AND variant <> ''",
            ("@key", entry.Key), ("@variant", entry.Variant), ("@rank", entry.Rank));
        var current = Current(session, entry.Key);
        var isCurrent = entry.IsCurrent && (current is null || (entry.Rank, entry.At).CompareTo((current.Rank, current.At)) >= 0);
        if (isCurrent)
        {
            Demote(session, entry.Key);
        }

        var stored = entry with { Revision = revision, IsCurrent = isCurrent };
        Add(session, stored);
        if (current is null && !isCurrent)
        {
            Promote(session, entry.Key);
        }

        BoundRevisions(session, stored);
    }

    private static int NextRevision(SqlSession session, string key) =>
        (int)(session.Number("SELECT MAX(revision) FROM entry WHERE key = @key", ("@key", key)) ?? 0) + 1;

    private static void Add(SqlSession session, KnowledgeEntry entry)
    {
        session.Execute(
            """
            INSERT INTO entry (key, variant, revision, is_current, rank, title, body, tags, content, license, digest, body_digest, size, at)
            VALUES (@key, @variant, @revision, @current, @rank, @title, @body, @tags, @content, @license, @digest, @body_digest, @size, @at)
            """,
            ("@key", entry.Key), ("@variant", entry.Variant), ("@revision", entry.Revision), ("@current", entry.IsCurrent ? 1 : 0),
            ("@rank", entry.Rank), ("@title", entry.Title), ("@body", entry.Body), ("@tags", SqlText.List(entry.Tags)),
            ("@content", entry.Content.ToString()), ("@license", entry.License), ("@digest", entry.Digest),
            ("@body_digest", ContentDigest.Of(entry.Body)), ("@size", entry.Size),
            ("@at", SqlText.Time(entry.At)));
        if (entry.IsCurrent)
        {
            Index(session, session.Number("SELECT last_insert_rowid()")!.Value, entry);
        }
    }

    private static void Index(SqlSession session, long id, KnowledgeEntry entry) => session.Execute(
        "INSERT INTO entry_terms (rowid, title, body, tags) VALUES (@id, @title, @body, @tags)",
        ("@id", id), ("@title", SearchTerms.Joined(entry.Title)),
        ("@body", SearchTerms.Joined(entry.Body.Length > LargestIndexed ? entry.Body[..LargestIndexed] : entry.Body)),
        ("@tags", SearchTerms.Joined(string.Join(' ', entry.Tags))));

    private static void Demote(SqlSession session, string key)
    {
        session.Execute(
            "DELETE FROM entry_terms WHERE rowid IN (SELECT id FROM entry WHERE key = @key AND is_current = 1)", ("@key", key));
        session.Execute("UPDATE entry SET is_current = 0 WHERE key = @key AND is_current = 1", ("@key", key));
    }

    /// <summary>Makes the best revision current if none is.</summary>
    private static void Promote(SqlSession session, string key)
    {
        if (session.Number("SELECT 1 FROM entry WHERE key = @key AND is_current = 1", ("@key", key)) is null
            && session.Number("SELECT id FROM entry WHERE key = @key ORDER BY rank DESC, revision DESC LIMIT 1", ("@key", key)) is { } id)
        {
            session.Execute("UPDATE entry SET is_current = 1 WHERE id = @id", ("@id", id));
            Index(session, id, Current(session, key)!);
        }
    }

    private static int Delete(SqlSession session, string condition, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var keys = session.Query(
            $"SELECT DISTINCT key FROM entry WHERE {condition} AND is_current = 1", row => row.GetString(0), parameters);
        session.Execute($"DELETE FROM entry_terms WHERE rowid IN (SELECT id FROM entry WHERE {condition} AND is_current = 1)", parameters);
        var count = session.Execute($"DELETE FROM entry WHERE {condition}", parameters);
        foreach (var key in keys)
        {
            Promote(session, key);
        }

        return count;
    }

    private void BoundRevisions(SqlSession session, KnowledgeEntry stored)
    {
        if (stored.Revision > _limits.MostRevisions)
        {
            Delete(session,
                "key = @key AND is_current = 0 AND id NOT IN " +
                    "(SELECT id FROM entry WHERE key = @key ORDER BY is_current DESC, id DESC LIMIT @most)",
                ("@key", stored.Key), ("@most", _limits.MostRevisions));
        }
    }

    private void Bound(SqlSession session)
    {
        // A running sum from the newest current entry to the oldest history: what is beyond a bound goes.
        session.Execute("DROP TABLE IF EXISTS temp.beyond");
        if (session.Number("SELECT COUNT(*) FROM entry") > _limits.MostEntries
            || session.Number("SELECT SUM(size) FROM entry") > _limits.MostCharacters)
        {
            session.Execute(
                """
                CREATE TEMP TABLE beyond AS SELECT id FROM (
                    SELECT id, ROW_NUMBER() OVER newest AS place, SUM(size) OVER newest AS total FROM entry
                    WINDOW newest AS (ORDER BY is_current DESC, id DESC ROWS UNBOUNDED PRECEDING))
                WHERE place > @entries OR (total > @characters AND place > 1)
                """,
                ("@entries", _limits.MostEntries), ("@characters", _limits.MostCharacters));
            session.Execute("DELETE FROM entry_terms WHERE rowid IN (SELECT id FROM temp.beyond)");
            session.Execute("DELETE FROM entry WHERE id IN (SELECT id FROM temp.beyond)");
            session.Execute("DROP TABLE temp.beyond");
        }
    }

    private static KnowledgeEntry ReadRow(DbDataReader row)
    {
        try
        {
            return new()
            {
                Key = row.Text("key"),
                Variant = row.Text("variant"),
                Revision = (int)row.Number("revision"),
                IsCurrent = row.Number("is_current") == 1,
                Rank = (int)row.Number("rank"),
                Title = row.Text("title"),
                Body = row.Text("body"),
                Tags = row.Items("tags"),
                Content = KnowledgeJson.Parse(row.Text("content")),
                License = row.Text("license"),
                At = row.Time("at"),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException)
        {
            throw new FormatException($"the entry {row.GetInt64(0)} is damaged: {exception.Message}", exception);
        }
    }
}
