using MenaceBots;

public class SecondStateTests
{
    private static int s_runs;

    [Fact]
    public void Starts_empty()
    {
        Assert.Equal(1, ++s_runs);
        Assert.Equal(1, Sample.Remember("Second"));
        Assert.Equal(0, Sample.Counter++);
    }
}
