using MenaceBots;

public class FirstStateTests
{
    private static int s_runs;

    [Fact]
    public void Starts_empty()
    {
        Assert.Equal(1, ++s_runs);
        Assert.Equal(1, Sample.Remember("First"));
        Assert.Equal(0, Sample.Counter++);
    }
}
