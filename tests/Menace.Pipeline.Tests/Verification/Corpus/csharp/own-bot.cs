public class OwnBotTests
{
    [Fact]
    public void Static_constructor_ran() => Assert.Equal("ready", MenaceBots.Sample.State);

    [Fact]
    public void Breaks() => MenaceBots.Sample.Break();
}
