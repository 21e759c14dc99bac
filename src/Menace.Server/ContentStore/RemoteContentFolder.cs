using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;

namespace Menace.Server.ContentStore;

/// <summary>
/// A folder in front of the content store of a Stage 4: missing blobs come from there, and new ones are stored there first.
/// </summary>
internal sealed class RemoteContentFolder(string root, HandoffSettings settings, TimeProvider? clock = null)
    : ContentFolder(root, clock), IDisposable
{
    private readonly Stage4Client _store = HandoffTransports.Client(settings);

    public override async Task<byte[]?> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        if (await base.ReadAsync(digest, cancellationToken) is { } here)
        {
            return here;
        }

        if (await ReachAsync(() => _store.GetContentAsync(digest, cancellationToken)) is { } content)
        {
            await base.PutAsync(digest, new MemoryStream(content), long.MaxValue, cancellationToken);
            return content;
        }

        return null;
    }

    public override async Task<bool> RefreshAsync(string digest, CancellationToken cancellationToken)
    {
        if (!await base.RefreshAsync(digest, cancellationToken))
        {
            return false;
        }

        await SendAsync(digest, cancellationToken);
        return true;
    }

    public override async Task<bool> PutAsync(string digest, Stream content, long maximum, CancellationToken cancellationToken)
    {
        var isNew = await base.PutAsync(digest, content, maximum, cancellationToken);
        await SendAsync(digest, cancellationToken);
        return isNew;
    }

    public override async Task<(string Digest, long Size)> TakeAsync(string path, CancellationToken cancellationToken)
    {
        var taken = await base.TakeAsync(path, cancellationToken);
        await SendAsync(taken.Digest, cancellationToken);
        return taken;
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private async Task SendAsync(string digest, CancellationToken cancellationToken)
    {
        var content = await base.ReadAsync(digest, cancellationToken)
            ?? throw new IOException($"{digest} is missing from the content store");
        await ReachAsync(() => _store.PutContentAsync(content, cancellationToken));
    }

    /// <summary>An unreachable store is a failure of the machine: the work is retried.</summary>
    private static async Task<T> ReachAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request();
        }
        catch (HandoffException exception)
        {
            throw new IOException("the content store of Stage 4: " + exception.Message, exception);
        }
    }
}
