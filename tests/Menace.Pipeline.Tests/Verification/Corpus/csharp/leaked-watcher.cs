public class WatcherTests
{
    private static FileSystemWatcher? s_watcher;

    [Fact]
    public void Leaves_a_watcher()
    {
        s_watcher = new FileSystemWatcher(Path.GetTempPath()) { EnableRaisingEvents = true };
        Assert.NotNull(s_watcher);
    }
}
