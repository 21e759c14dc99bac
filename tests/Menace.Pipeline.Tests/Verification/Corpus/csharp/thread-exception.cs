public class ThreadExceptionTests
{
    [Fact]
    public void Thread_throws()
    {
        var thread = new Thread(() => throw new InvalidOperationException("in a thread"));
        thread.Start();
        thread.Join();
        Thread.Sleep(1000);
    }
}
