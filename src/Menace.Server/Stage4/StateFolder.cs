using Menace.Model.Diagnostics;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;

namespace Menace.Server.Stage4;

/// <summary>The folder with the database, content store and runs of a service. One process uses it at a time.</summary>
internal static class StateFolder
{
    /// <summary>Takes the folder; it is created if it is missing.</summary>
    /// <returns>The lock, to be disposed of when nothing in the folder is used any more.</returns>
    /// <exception cref="CodedException">Another process uses it, or it cannot be written.</exception>
    public static async Task<FileLock> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await UseAsync(folder, () => StateLock.AcquireAsync(folder, TimeSpan.Zero, cancellationToken));
        }
        catch (StateLockedException exception)
        {
            var reason = $"process {exception.OwningProcess} uses it. Stop it, or set another folder with --state";
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, reason], exception);
        }
    }

    /// <summary>Does something for which the folder and its database must be usable.</summary>
    /// <exception cref="CodedException">They are not.</exception>
    public static async Task<T> UseAsync<T>(string folder, Func<Task<T>> use)
    {
        try
        {
            return await use();
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, exception.Message], exception);
        }
    }

    /// <inheritdoc cref="UseAsync"/>
    public static T Use<T>(string folder, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, exception.Message], exception);
        }
    }

    private static bool IsUnusable(Exception exception) => exception is WorkflowDbException or IOException or UnauthorizedAccessException;
}
