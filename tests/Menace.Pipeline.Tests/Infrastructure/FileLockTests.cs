using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Tests.Infrastructure;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Exclusive_lock_excludes_every_other()
    {
        using (await TryAsync(FileLockMode.Exclusive))
        {
            Assert.Null(await TryAsync(FileLockMode.Exclusive));
            Assert.Null(await TryAsync(FileLockMode.Shared));
        }

        using var again = await TryAsync(FileLockMode.Exclusive);
        Assert.NotNull(again);
    }

    [Fact]
    public async Task Shared_lock_excludes_the_exclusive_one_only()
    {
        using var first = await TryAsync(FileLockMode.Shared);
        using (var second = await TryAsync(FileLockMode.Shared))
        {
            Assert.NotNull(second);
            Assert.Null(await TryAsync(FileLockMode.Exclusive));
        }
    }

    [Fact]
    public async Task Waiting_ends_when_the_lock_is_released()
    {
        var held = await TryAsync(FileLockMode.Exclusive);
        var waiting = TryAsync(FileLockMode.Shared, Timeout.InfiniteTimeSpan);
        Assert.False(waiting.IsCompleted);

        held!.Dispose();

        using var next = await waiting.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.NotNull(next);
    }

    [Fact]
    public async Task File_that_cannot_be_opened_is_an_error_and_not_waited_for() =>
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => FileLock.AcquireAsync(
            _folder["missing/lock"], FileLockMode.Exclusive, Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(1), TimeProvider.System, default));

    public void Dispose() => _folder.Dispose();

    private Task<FileLock?> TryAsync(FileLockMode mode, TimeSpan patience = default) =>
        FileLock.AcquireAsync(_folder["lock"], mode, patience, TimeSpan.FromMilliseconds(1), TimeProvider.System, default);
}
