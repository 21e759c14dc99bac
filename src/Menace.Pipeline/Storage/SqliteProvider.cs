using System.Data.Common;
using Menace.Pipeline.Infrastructure.Files;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Storage;

/// <summary>
/// A SQLite file: the default, on one machine. There is one writer at a time, so no statement needs a lock of its own.
/// The file is held open only while something is read or written.
/// </summary>
/// <param name="path">The file, made on first use with its folder.</param>
public sealed class SqliteProvider(string path) : WorkflowProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    private readonly string _path = Path.GetFullPath(path);

    /// <summary>
    /// Gets whether an invalid or damaged file, or one of another version, is renamed and replaced instead of failing the build.
    /// </summary>
    internal bool ReplacesBroken { get; init; }

    /// <inheritdoc/>
    public override string Name => _path;

    /// <inheritdoc/>
    public override string IdentityColumn => "INTEGER PRIMARY KEY AUTOINCREMENT";

    /// <inheritdoc/>
    public override string TextType => "TEXT";

    /// <inheritdoc/>
    public override string SkipLocked => "";

    /// <inheritdoc/>
    public override DbConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);

        // No pool: a reused MSBuild node would hold the file open after the build.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Pooling = false,
            DefaultTimeout = (int)Patience.TotalSeconds,
        }.ToString());
        try
        {
            connection.Open();

            // SQLite waits in steps of a few milliseconds, the library around it in steps of 150.
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 30000";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override DbTransaction Begin(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    /// <summary>Does nothing: a transaction that writes is the only one.</summary>
    public override void Lock(DbTransaction transaction, string name)
    {
    }

    /// <inheritdoc/>
    public override bool HasTable(DbConnection connection, string table)
    {
        using var command = ((SqliteConnection)connection).CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $table";
        command.Parameters.AddWithValue("$table", table);
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <inheritdoc/>
    public override string? Identity => FileIdentity.Of(_path, followsLinks: true)?.Text;

    /// <inheritdoc/>
    public override bool CanReplace(Exception exception) =>
        ReplacesBroken && exception
            is (SqliteException { SqliteErrorCode: Corrupt or NoDatabase } or WorkflowDbException { IsForeign: true });

    /// <inheritdoc/>
    public override ReplacedStore SetAside(Exception exception)
    {
        var written = File.GetLastWriteTimeUtc(_path);
        var aside = FormattableString.Invariant($"{_path}.broken-{DateTime.UtcNow:yyyyMMddHHmmssfff}");
        File.Move(_path, aside);
        foreach (var suffix in (string[])["-wal", "-shm", "-journal"])
        {
            if (File.Exists(_path + suffix))
            {
                File.Move(_path + suffix, aside + suffix);
            }
        }

        return new(_path, aside, exception is WorkflowDbException foreign ? foreign.Reason : exception.Message, written);
    }

    /// <inheritdoc/>
    public override bool IsConflict(DbException exception) => false;
}
