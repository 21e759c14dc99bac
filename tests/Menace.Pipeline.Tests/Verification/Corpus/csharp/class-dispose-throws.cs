public sealed class ThrowingDisposeTests : IDisposable
{
    public void Dispose() => throw new NotSupportedException("no end");

    [Fact]
    public void Passes_first() => Assert.True(true);

    [Fact]
    public void Fails_first() => Assert.Equal(1, 2);
}
