using System.Globalization;
using Menace.Pipeline.Storage;
using Menace.Server.ContentStore;
using Menace.Server.Storage;

namespace Menace.Server.Stage4;

/// <summary>The numbers of removed items, or of those that would be removed.</summary>
/// <param name="Runs">Runs that the database had.</param>
/// <param name="Folders">Folders of runs.</param>
/// <param name="Contents">Contents of the content store.</param>
/// <param name="Bytes">The size of folders and blobs.</param>
/// <param name="Failures">Items that could not be deleted, with the reason; they are retried by the next pruning.</param>
internal sealed record Pruned(int Runs, int Folders, int Contents, long Bytes, IReadOnlyList<string> Failures)
{
    /// <summary>For people.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
        $"{Runs} runs, {Folders} run folders and {Contents} blobs, {Bytes / (1024.0 * 1024.0):0.0} MiB");
}

/// <summary>
/// Removes runs that ended long ago, and then unreferenced folders and blobs. In this order, so that no row refers to a removed blob; what
/// is left if it is killed is unreferenced, and the next pruning removes it. Other processes can use the same database and folder
/// meanwhile.
/// </summary>
/// <param name="store">The database.</param>
/// <param name="stateFolder">The folder with contents and folders of runs.</param>
internal sealed class Retention(RunStore store, string stateFolder)
{
    private const int RunsAtOnce = 100;

    private readonly string _runs = Path.Combine(stateFolder, "runs");
    private readonly string _contents = ContentFolder.In(stateFolder);

    /// <summary>False: the rows of runs are another process's to remove, which may want to keep them longer.</summary>
    public bool RemovesRuns { get; init; } = true;

    /// <summary>True: the contents are copies from the content store of a Stage 4.</summary>
    public bool HasCopies { get; init; }

    /// <summary>Gives the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Removes runs that ended more than <paramref name="keep"/> ago.</summary>
    /// <param name="keep">How long runs are kept; contents that nothing names at least for <see cref="ContentSweep.Grace"/>.</param>
    /// <param name="isDryRun">Only count.</param>
    /// <param name="cancellationToken">Ends it at any place.</param>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    /// <exception cref="IOException">The content store cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public async Task<Pruned> RunAsync(TimeSpan keep, bool isDryRun, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var before = now - keep;
        var runs = RemovesRuns ? await RemoveRunsAsync(before, isDryRun, cancellationToken) : 0;
        var (folders, bytes, failures) = await DeleteFoldersAsync(before, isDryRun, cancellationToken);
        var names = HasCopies ? null
            : await store.ReadAsync(
            database => ContentNames.In(database.NamingTexts(isDryRun ? before : null), _contents, cancellationToken));
        var swept = await new ContentSweep(_contents).RunAsync(
            keep > ContentSweep.Grace ? before : now - ContentSweep.Grace, digest =>
                names?.Contains(digest) ?? false, isDryRun, cancellationToken);
        return new(runs, folders, swept.Count, bytes + swept.Bytes, failures);
    }

    private async Task<int> RemoveRunsAsync(DateTimeOffset before, bool isDryRun, CancellationToken cancellationToken)
    {
        var (removed, last) = (0, 0L);
        while (await store.ReadAsync(database => database.OldRuns(before, last, RunsAtOnce)) is { Count: > 0 } page)
        {
            foreach (var run in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                removed += isDryRun || await store.WriteAsync(database => database.RemoveRun(run, before), _ => false) ? 1 : 0;
            }

            last = page[^1];
        }

        if (!isDryRun)
        {
            await store.WriteAsync(database => database.RemoveUnusedPackages(before), _ => false);
        }

        return removed;
    }

    private async Task<(int Count, long Bytes, IReadOnlyList<string> Failures)> DeleteFoldersAsync(
        DateTimeOffset before, bool isDryRun, CancellationToken cancellationToken)
    {
        var (count, bytes) = (0, 0L);
        List<string> failures = [];
        foreach (var run in RunFolders.In(_runs))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!await store.ReadAsync(database => database.IsOldOrGone(run, before)))
            {
                continue;
            }

            try
            {
                bytes += isDryRun ? Pipeline.Infrastructure.Files.FolderSize.Of(RunFolders.PathOf(_runs, run))
                    : RunFolders.Delete(_runs, run);
                count++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add(exception.Message);
            }
        }

        return (count, bytes, failures);
    }
}
