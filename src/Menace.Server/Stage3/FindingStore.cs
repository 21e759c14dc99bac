using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace Menace.Server.Stage3;

/// <summary>The outcome of an append.</summary>
internal enum AppendOutcome
{
    /// <summary>The findings were stored.</summary>
    Appended,

    /// <summary>They had been stored before.</summary>
    Repeated,

    /// <summary>The key was used for others.</summary>
    KeyReused,
}

/// <summary>A page of findings.</summary>
/// <param name="Items">The findings, each a JSON object.</param>
/// <param name="Next">The cursor of the next page.</param>
/// <param name="HasMore">True if the next page is not empty.</param>
internal sealed record FindingPage(IReadOnlyList<string> Items, long Next, bool HasMore);

/// <summary>
/// The research findings of Stage 3, in a SQLite database beside the file that they are exported to (docs/server.md, "Stage 3"). A request
/// is stored whole or not at all, and is answered when it is on the disk.
/// </summary>
internal sealed class FindingStore : IDisposable
{
    private const int LargestPage = 8 << 20;

    private const string Tables = """
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS request (request_key TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS finding (id INTEGER PRIMARY KEY, item TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS export (id INTEGER PRIMARY KEY CHECK (id = 1), last_finding INTEGER NOT NULL, length INTEGER NOT NULL);
        COMMIT;
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly FindingExport _export;

    private FindingStore(SqliteConnection connection, FindingExport export) => (_connection, _export) = (connection, export);

    /// <summary>Opens the database of the file at <paramref name="path"/>, and brings the file up to date.</summary>
    /// <exception cref="CodedException">It cannot be used, or another server uses it.</exception>
    public static FindingStore Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            connection = new(new SqliteConnectionStringBuilder
            {
                DataSource = path + ".db",
                Pooling = false,
                DefaultTimeout = 1
            }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Tables;
            command.ExecuteNonQuery();
            var export = new FindingExport(connection, path);
            export.Continue();
            return new(connection, export);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            connection?.Dispose();
            throw new CodedException(Rules.ServiceStoreUnusable, [path, exception.Message], exception);
        }
    }

    /// <summary>
    /// Stores <paramref name="batch"/>, unless it was stored before: under the same key or, without one, the same findings.
    /// </summary>
    /// <exception cref="IOException">The disk does not take it; nothing was stored.</exception>
    public AppendOutcome Append(FindingBatch batch, string? key)
    {
        if (batch.Items.Count == 0)
        {
            return AppendOutcome.Repeated;
        }

        lock (_lock)
        {
            try
            {
                var outcome = Store(batch, key is null ? batch.Digest
                    : "key " + ContentDigest.Of(key));
                _export.Continue();
                return outcome;
            }
            catch (SqliteException exception)
            {
                throw new IOException(exception.Message, exception);
            }
        }
    }

    /// <summary>At most <paramref name="limit"/> findings behind <paramref name="cursor"/>; null if no page ends there.</summary>
    public FindingPage? Read(long cursor, int limit)
    {
        lock (_lock)
        {
            var last = Number("SELECT COALESCE(MAX(id), 0) FROM finding");
            if (cursor > last)
            {
                return null;
            }

            List<string> items = [];
            var size = 0;
            using var command = Command(
                "SELECT id, item FROM finding WHERE id > $cursor ORDER BY id LIMIT $limit", ("$cursor", cursor), ("$limit", limit));
            using var rows = command.ExecuteReader();
            while (size < LargestPage && rows.Read())
            {
                cursor = rows.GetInt64(0);
                items.Add(rows.GetString(1));
                size += items[^1].Length;
            }

            return new(items, cursor, cursor < last);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private AppendOutcome Store(FindingBatch batch, string request)
    {
        using var transaction = _connection.BeginTransaction(deferred: false);
        using var insert = Command(
            "INSERT OR IGNORE INTO request (request_key, digest) VALUES ($key, $digest)", ("$key", request), ("$digest", batch.Digest));
        if (insert.ExecuteNonQuery() == 0)
        {
            using var known = Command("SELECT digest FROM request WHERE request_key = $key", ("$key", request));
            return (string)known.ExecuteScalar()! == batch.Digest ? AppendOutcome.Repeated : AppendOutcome.KeyReused;
        }

        foreach (var item in batch.Items)
        {
            using var finding = Command("INSERT INTO finding (item) VALUES ($item)", ("$item", item));
            finding.ExecuteNonQuery();
        }

        transaction.Commit();
        return AppendOutcome.Appended;
    }

    private long Number(string text)
    {
        using var command = Command(text);
        return (long)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
