public class ExitThreeTests
{
    [Fact]
    public void Before() => Assert.True(true);

    [Fact]
    public void Ends_the_process() => Environment.Exit(3);
}
