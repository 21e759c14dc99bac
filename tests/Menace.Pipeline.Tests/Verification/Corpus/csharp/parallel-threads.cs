[assembly: Xunit.v3.Parallelization(MaxThreads = 1)]

public class ThreadOneTests
{
    [Fact]
    public async Task Continues() => await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Delay(1)));
}

public class ThreadTwoTests
{
    [Fact]
    public void Blocks_on_a_task() => Assert.Equal(3, Task.Run(() => 3).GetAwaiter().GetResult());
}
