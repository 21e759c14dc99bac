using System.Collections.Concurrent;
using System.Data.Common;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;
using Microsoft.Data.Sqlite;

namespace Menace.Pipeline.Knowledge;

/// <summary>
/// A SQLite file that several processes use at once. It is complete as soon as it exists: it is made under another name. An empty or
/// damaged file is renamed and replaced; one that a newer version or another program made is never written.
/// </summary>
/// <param name="path">The file; its folder is made on first use.</param>
internal sealed class KnowledgeFile(string path)
{
    private const int ReadOnly = 8; // SQLITE_READONLY
    private const int CannotOpen = 14; // SQLITE_CANTOPEN
    private const int MostTries = 20;

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(60);

    private readonly SqliteProvider _provider = new(path) { ReplacesBroken = true };
    private readonly ConcurrentQueue<ReplacedStore> _replaced = new();

    /// <summary>Absolute path of the file.</summary>
    public string Path => _provider.Name;

    /// <summary>The files that were set aside since the last call.</summary>
    public IReadOnlyList<ReplacedStore> TakeReplaced()
    {
        List<ReplacedStore> list = [];
        while (_replaced.TryDequeue(out var replaced))
        {
            list.Add(replaced);
        }

        return list;
    }

    /// <summary>
    /// Reads; a file that cannot be written can be read. A missing file is not made, and <paramref name="none"/> is returned.
    /// </summary>
    /// <exception cref="KnowledgeException">The file cannot be used.</exception>
    public T Read<T>(Func<SqlSession, T> work, T none) => Use(
        (connection, session) => work(session), none, isWrite: false);

    /// <summary>Runs <paramref name="work"/> in a transaction; nothing of it stays if it throws.</summary>
    /// <exception cref="KnowledgeException">The file cannot be used, or cannot be written.</exception>
    public T Write<T>(Func<SqlSession, T> work) => Use(
        (connection, _) =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            var session = new SqlSession(_provider, connection, transaction);
            var value = work(session);
            if (session.Number("SELECT total_changes()") > 0)
            {
                session.Execute("UPDATE change_counter SET changes = changes + 1");
                transaction.Commit();
            }

            return value;
        },
        default!, isWrite: true);

    private T Use<T>(Func<SqliteConnection, SqlSession, T> work, T none, bool isWrite)
    {
        for (var tries = 1; ; tries++)
        {
            var seen = _provider.Identity;
            try
            {
                if (seen is null && !isWrite && !File.Exists(Path))
                {
                    return none;
                }

                if (seen is null)
                {
                    Create();
                }

                return Open(connection =>
                {
                    var session = new SqlSession(_provider, connection, null);
                    KnowledgeSchema.Check(session, Path);
                    return work(connection, session);
                }, mayReadOnly: !isWrite);
            }
            catch (Exception exception) when (tries < MostTries && (exception is EmptyFileException || _provider.CanReplace(exception)))
            {
                SetAside(exception, seen);
            }
            catch (SqliteException exception) when (tries < MostTries && exception.SqliteErrorCode == CannotOpen && !File.Exists(Path))
            {
                // Another process has just set it aside.
            }
            catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException or FormatException
                or EmptyFileException)
            {
                throw KnowledgeException.Unusable(Path, exception.Message, exception);
            }
        }
    }

    private T Open<T>(Func<SqliteConnection, T> work, bool mayReadOnly)
    {
        try
        {
            // Also to read: SQLite falls back by itself, and a reader that may write tidies up the log when it closes.
            using var connection = Connect(Path, SqliteOpenMode.ReadWrite);
            return work(connection);
        }
        catch (SqliteException exception) when (mayReadOnly && exception.SqliteErrorCode is ReadOnly or CannotOpen && HasNoLog())
        {
            // The folder cannot be written, so SQLite cannot coordinate with writers; there are none.
            using var connection = Connect(new UriBuilder("file", "") { Path = Path, Query = "immutable=1" }.Uri.AbsoluteUri,
                SqliteOpenMode.ReadOnly);
            return work(connection);
        }
    }

    private bool HasNoLog() => File.Exists(Path) && new FileInfo(Path + "-wal") is var log && (!log.Exists || log.Length == 0);

    private static SqliteConnection Connect(string source, SqliteOpenMode mode)
    {
        // No pool: a reused MSBuild node would hold the file open after the build.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = NORMAL";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Create()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var held = Lock();
        if (File.Exists(Path))
        {
            return;
        }

        // Those of processes that were killed: only the holder of the lock has one.
        foreach (var left in Directory.EnumerateFiles(
            System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileName(Path) + ".new-*"))
        {
            File.Delete(left);
        }

        var draft = FormattableString.Invariant($"{Path}.new-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            using (var connection = Connect(draft, SqliteOpenMode.ReadWriteCreate))
            {
                KnowledgeSchema.Create(connection);
            }

            File.Move(draft, Path);
        }
        finally
        {
            File.Delete(draft);
            File.Delete(draft + "-wal");
            File.Delete(draft + "-shm");
        }
    }

    /// <summary>A file that is not the one that was opened was replaced by another process meanwhile.</summary>
    private void SetAside(Exception exception, string? seen)
    {
        try
        {
            using var held = Lock();
            if (_provider.Identity is { } now && now == seen)
            {
                _replaced.Enqueue(_provider.SetAside(exception));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw KnowledgeException.Unusable(Path, $"{exception.Message}; it cannot be renamed: {failure.Message}", failure);
        }
    }

    private FileLock Lock() => FileLock.Acquire(Path + ".lock", FileLockMode.Exclusive, LockPatience)
        ?? throw new IOException("another process has held its lock for a minute");
}
