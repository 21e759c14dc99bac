public class TimerTests
{
    private static Timer? s_timer;

    [Fact]
    public void Leaves_a_timer()
    {
        s_timer = new Timer(_ => { }, null, 0, 10);
        Assert.NotNull(s_timer);
    }
}
