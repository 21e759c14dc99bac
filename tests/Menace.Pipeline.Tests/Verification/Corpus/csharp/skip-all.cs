public class AllSkippedTests
{
    [Fact(Skip = "left out")]
    public void One() => Assert.True(true);

    [Fact]
    public void Two() => Assert.Skip("left out too");
}
