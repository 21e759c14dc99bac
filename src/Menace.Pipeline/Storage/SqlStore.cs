using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;

namespace Menace.Pipeline.Storage;

/// <summary>Opens the database, brings its tables up to date, runs one piece of work and gives every failure its code.</summary>
internal sealed class SqlStore(WorkflowProvider provider)
{
    private const int MostTries = 20;

    private static readonly Lock Replacing = new();

    private readonly ConcurrentQueue<ReplacedStore> _replaced = new();

    /// <summary>The database.</summary>
    public WorkflowProvider Provider => provider;

    /// <summary>The databases that were set aside since the last call.</summary>
    public IEnumerable<ReplacedStore> TakeReplaced()
    {
        while (_replaced.TryDequeue(out var replaced))
        {
            yield return replaced;
        }
    }

    /// <summary>Reads.</summary>
    public T Read<T>(Func<SqlSession, T> work) => Use(connection => work(new SqlSession(provider, connection, null)));

    /// <summary>Runs <paramref name="work"/> in a transaction; and repeats it if it lost against another transaction.</summary>
    /// <returns>Its result, and the session of the committed transaction.</returns>
    public (T Value, SqlSession Session) Write<T>(Func<SqlSession, T> work) => Use(connection =>
    {
        using var transaction = provider.Begin(connection);
        var session = new SqlSession(provider, connection, transaction);
        var value = work(session);
        transaction.Commit();
        return (value, session);
    });

    private T Use<T>(Func<DbConnection, T> work)
    {
        for (var tries = 1; ; tries++)
        {
            var seen = provider.Identity;
            try
            {
                using var connection = provider.Open();
                WorkflowSchema.Migrate(provider, connection);
                return work(connection);
            }
            catch (DbException exception) when (tries < MostTries && provider.IsConflict(exception))
            {
                // The other transaction is through, or will be first again at most a few times.
            }
            catch (Exception exception) when (tries < MostTries && provider.CanReplace(exception))
            {
                SetAside(exception, seen);
            }
            catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException or JsonException
                or FormatException)
            {
                throw new WorkflowDbException(provider.Name, exception.Message, exception);
            }
        }
    }

    /// <summary>
    /// A new database takes its place. A file that is not the one that was opened was replaced by another thread meanwhile, or is still
    /// being written.
    /// </summary>
    private void SetAside(Exception exception, string? seen)
    {
        lock (Replacing)
        {
            if (provider.Identity is { } now && now == seen)
            {
                _replaced.Enqueue(provider.SetAside(exception));
            }
        }
    }
}
