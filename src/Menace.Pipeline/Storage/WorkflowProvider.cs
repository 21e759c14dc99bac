using System.Data.Common;

namespace Menace.Pipeline.Storage;

/// <summary>The differences between the databases of a <see cref="WorkflowDb"/>. Their common SQL is in WorkflowDb.</summary>
public abstract class WorkflowProvider
{
    /// <summary>Gets the name of the database for messages: a path, or server and database, never a password.</summary>
    public abstract string Name { get; }

    /// <summary>A column that numbers rows by itself and is the primary key.</summary>
    public abstract string IdentityColumn { get; }

    /// <summary>The type of text that is compared by code points, whatever the locale of the database.</summary>
    public abstract string TextType { get; }

    /// <summary>Gets the end of a <c>SELECT</c> that locks a row and skips locked rows; empty if there is only one writer.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>An open connection.</summary>
    /// <exception cref="DbException">The database cannot be opened.</exception>
    public abstract DbConnection Open();

    /// <summary>Begins a serialisable transaction: rows that it read stay the same, by a lock or by <see cref="IsConflict"/>.</summary>
    public abstract DbTransaction Begin(DbConnection connection);

    /// <summary>Waits until no other transaction holds the lock <paramref name="name"/>; it ends with the transaction.</summary>
    public abstract void Lock(DbTransaction transaction, string name);

    /// <summary>True if there is a table of this name.</summary>
    public abstract bool HasTable(DbConnection connection, string table);

    /// <summary>A text that differs if the file was written or replaced; null if there is none, or the database is not a file.</summary>
    public virtual string? Identity => null;

    /// <summary>True if <paramref name="exception"/> says that the database is not one of this version, and it may be set aside.</summary>
    public virtual bool CanReplace(Exception exception) => false;

    /// <summary>Sets a database aside that cannot be used, so that a new one can be made in its place.</summary>
    /// <returns>The new path.</returns>
    /// <exception cref="NotSupportedException"><see cref="CanReplace"/> is false for this provider.</exception>
    public virtual ReplacedStore SetAside(Exception exception) => throw new NotSupportedException();

    /// <summary>True if the transaction lost against another and succeeds when it is tried again.</summary>
    public abstract bool IsConflict(DbException exception);
}

/// <summary>A database that was set aside.</summary>
/// <param name="Path">The old path.</param>
/// <param name="Aside">The new path.</param>
/// <param name="Reason">The problem.</param>
/// <param name="Written">When it was written last (UTC).</param>
public sealed record ReplacedStore(string Path, string Aside, string Reason, DateTime Written);
