public class BrokenFixture
{
    public BrokenFixture() => throw new InvalidOperationException("no fixture");
}

public class BrokenFixtureTests(BrokenFixture fixture) : IClassFixture<BrokenFixture>
{
    [Fact]
    public void One() => Assert.NotNull(fixture);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Two(int number) => Assert.NotEqual(3, number);
}

public class OtherTests
{
    [Fact]
    public void Passes() => Assert.True(true);
}
