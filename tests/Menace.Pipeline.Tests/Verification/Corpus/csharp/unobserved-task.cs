public class UnobservedTests
{
    [Fact]
    public void Nothing_waits_for_it()
    {
        _ = Task.Run(() => throw new InvalidOperationException("not observed"));
        Thread.Sleep(50);
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
