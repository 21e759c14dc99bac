using System.CommandLine;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Stage4;

namespace Menace.Server.Commands;

/// <summary><c>menace prune</c>: runs once the pruning that <c>--keep</c> of a service runs every day.</summary>
internal static class PruneCommand
{
    public static Command Create()
    {
        var state = new StateOptions("stage4");
        var olderThan = CommandOption.Of("--older-than", "TIME", "Minimum time since the end of a run.");
        olderThan.Required = true;
        var dryRun = CommandOption.Flag("--dry-run", "Prints what would be removed, and removes nothing.");
        var command = new Command(
            "prune", "Removes runs that ended long ago, with their folders and blobs. Services can keep running.") { olderThan, dryRun };
        state.AddTo(command);
        command.SetAction((line, cancellationToken) => CommandLine.RunAsync(() => RunAsync(
            state.Folder(line), state.Database(line), CommandOption.Duration("--older-than", line.GetValue(olderThan)!),
            line.GetValue(dryRun), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, WorkflowProvider? database, TimeSpan keep, bool isDryRun, CancellationToken cancellationToken)
    {
        try
        {
            if (StateOwner.Other(folder, database) is { } other)
            {
                throw new CodedException(Rules.ServiceStoreUnusable, folder,
                    $"its blobs belong to another database, {other}. Set that database with --database-variable; if it has moved, " +
                        $"delete the file '{StateOwner.FileName}' in the folder");
            }

            using var store = new RunStore(database is null ? StateOptions.OpenFile(folder) : new(database));
            var pruned = await new Retention(store, folder).RunAsync(keep, isDryRun, cancellationToken);
            Console.WriteLine($"{(isDryRun ? "Would remove" : "Removed")} {pruned}");
            return pruned.Failures is [var failure, ..] ? throw new CodedException(Rules.ServiceStoreUnusable, folder, failure) : 0;
        }
        catch (WorkflowDbException exception)
        {
            throw new CodedException(Rules.StoreFailed, [exception.Path, exception.Reason], exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CodedException(Rules.ServiceStoreUnusable, [folder, exception.Message], exception);
        }
    }
}
