public class BreakingFixture : IDisposable
{
    public void Dispose() => throw new InvalidOperationException("fixture does not end");
}

public class FixtureDisposeTests(BreakingFixture fixture) : IClassFixture<BreakingFixture>
{
    [Fact]
    public void Passes() => Assert.NotNull(fixture);
}
