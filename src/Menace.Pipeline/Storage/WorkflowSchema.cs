using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Storage;

/// <summary>The tables of WorkflowDb and how an older file becomes a current one.</summary>
internal static class WorkflowSchema
{
    /// <summary>Each entry takes a file from the version that is its index to the next one. Entries are never edited, only added.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE workflows (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            workflow TEXT NOT NULL, action_chains TEXT NOT NULL, argument_strings TEXT NOT NULL, assigned_bots TEXT NOT NULL,
            enhancements TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL, task_sequence TEXT NOT NULL,
            tags TEXT NOT NULL, dependencies TEXT NOT NULL, reasons TEXT NOT NULL, category TEXT NOT NULL, type TEXT NOT NULL,
            status TEXT NOT NULL, rejection_reason TEXT NOT NULL, workflow_duration REAL NOT NULL, performance_data TEXT NOT NULL,
            estimated_profit_per_bot REAL NOT NULL, timestamp TEXT NOT NULL, source_menace_id TEXT NOT NULL, content_hash TEXT NOT NULL);
        CREATE UNIQUE INDEX idx_workflows_content_hash ON workflows(content_hash);
        CREATE INDEX idx_workflows_source_menace_id ON workflows(source_menace_id);

        CREATE TABLE run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            package_hash TEXT NOT NULL, workflow_ids TEXT NOT NULL, status TEXT NOT NULL, started TEXT NOT NULL, finished TEXT);

        CREATE TABLE action (
            run_id INTEGER NOT NULL REFERENCES run(id), bot TEXT NOT NULL, stage TEXT NOT NULL,
            outcome TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (run_id, bot, stage));
        """,
    ];

    /// <summary>Brings the file behind <paramref name="connection"/> to the current version.</summary>
    /// <exception cref="WorkflowDbException">The file was written by a newer version.</exception>
    public static void Migrate(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
        var version = Convert.ToInt32(Scalar(connection, "SELECT COALESCE(MAX(version), 0) FROM schema_version"), System.Globalization.CultureInfo.InvariantCulture);
        if (version > Migrations.Length)
        {
            throw new WorkflowDbException(connection.DataSource, $"it has schema version {version}, this version of Menace knows up to {Migrations.Length}; use a newer Menace.Sdk");
        }

        for (; version < Migrations.Length; version++)
        {
            Execute(connection, Migrations[version]);
        }

        Execute(connection, "DELETE FROM schema_version");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO schema_version VALUES ($version)";
        insert.Parameters.AddWithValue("$version", version);
        insert.ExecuteNonQuery();
        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is one of the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
