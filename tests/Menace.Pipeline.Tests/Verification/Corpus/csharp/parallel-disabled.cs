[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

public static class Only
{
    public static int Running;

    public static void One()
    {
        Assert.Equal(1, Interlocked.Increment(ref Running));
        Thread.Sleep(20);
        Interlocked.Decrement(ref Running);
    }
}

public class OneTests
{
    [Fact]
    public void Runs_alone() => Only.One();
}

public class AnotherTests
{
    [Fact]
    public void Runs_alone() => Only.One();
}
