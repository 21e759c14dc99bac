public static class Meeting
{
    public static readonly CountdownEvent All = new(2);
}

public class LeftTests
{
    [Fact]
    public void Meets_the_other() => Assert.Equal(Environment.ProcessorCount > 1, Meet());

    internal static bool Meet()
    {
        Meeting.All.Signal();
        return Meeting.All.Wait(TimeSpan.FromSeconds(Environment.ProcessorCount > 1 ? 30 : 0));
    }
}

public class RightTests
{
    [Fact]
    public async Task Meets_the_other()
    {
        await Task.Yield();
        Assert.Equal(Environment.ProcessorCount > 1, LeftTests.Meet());
    }
}
