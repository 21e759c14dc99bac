using System.Globalization;
using Menace.Pipeline.Storage;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Knowledge;

/// <summary>The tables, which are the same in every database of the knowledge, and the version that a file carries.</summary>
internal static class KnowledgeSchema
{
    /// <summary>The version that this code reads and writes (<c>user_version</c>).</summary>
    public const int Current = 1;

    /// <summary>The bytes "MnKn" (<c>application_id</c>): the file is not that of another program.</summary>
    public const int ApplicationId = 0x4D6E4B6E;

    private const string Tables = """
        CREATE TABLE entry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL, variant TEXT NOT NULL, revision INTEGER NOT NULL, is_current INTEGER NOT NULL, rank INTEGER NOT NULL,
            title TEXT NOT NULL, body TEXT NOT NULL, tags TEXT NOT NULL, content TEXT NOT NULL, license TEXT NOT NULL,
            digest TEXT NOT NULL, body_digest TEXT NOT NULL, size INTEGER NOT NULL, at TEXT NOT NULL,
            UNIQUE (key, revision));
        CREATE UNIQUE INDEX idx_entry_current ON entry(key) WHERE is_current = 1;
        CREATE INDEX idx_entry_age ON entry(is_current, id, size);
        CREATE INDEX idx_entry_digest ON entry(digest);
        CREATE INDEX idx_entry_body_digest ON entry(body_digest);

        CREATE VIRTUAL TABLE entry_terms USING fts5(
            title, body, tags, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');

        CREATE TABLE change_counter (identity TEXT NOT NULL, changes INTEGER NOT NULL);
        """;

    /// <summary>Makes the tables in a new file.</summary>
    public static void Create(SqliteConnection connection)
    {
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        using var transaction = connection.BeginTransaction();
        using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = Tables;
            command.ExecuteNonQuery();
            command.CommandText = "INSERT INTO change_counter VALUES ($identity, 0)";
            command.Parameters.AddWithValue("$identity", Guid.NewGuid().ToString("N"));
            command.ExecuteNonQuery();
        }

        transaction.Commit();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Current}"));
    }

    /// <summary>Checks that the file is one of this version.</summary>
    /// <exception cref="KnowledgeException">A newer version or another program made it.</exception>
    /// <exception cref="EmptyFileException">It holds nothing.</exception>
    public static void Check(SqlSession session, string path)
    {
        var version = session.Number("PRAGMA user_version") ?? 0;
        if (session.Number("PRAGMA application_id") != ApplicationId)
        {
            throw session.Number("SELECT COUNT(*) FROM sqlite_master") == 0 ? new EmptyFileException()
                : KnowledgeException.Unusable(path, "it holds the tables of another program; choose another folder, or move it away");
        }

        if (version != Current)
        {
            throw KnowledgeException.Unusable(path, string.Create(
                CultureInfo.InvariantCulture,
                $"it has schema version {version}, this version of Menace knows {Current}; use a newer Menace.Sdk, or move it away"));
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants and numbers.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

/// <summary>A file without any table: it is replaced like a damaged one.</summary>
internal sealed class EmptyFileException() : Exception("the file is empty");
