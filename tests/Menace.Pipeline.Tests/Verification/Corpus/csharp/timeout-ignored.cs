#pragma warning disable
public class IgnoredTimeoutTests
{
    [Fact(Timeout = 50)]
    public async Task Goes_on_after_it()
    {
        await Task.Yield();
        Thread.Sleep(700);
    }
}
