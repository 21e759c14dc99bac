public class AsyncLocalTests
{
    private static readonly AsyncLocal<string?> Value = new();

    [Fact]
    public async Task One()
    {
        Assert.Null(Value.Value);
        Value.Value = "one";
        await Task.Yield();
        Assert.Equal("one", Value.Value);
    }

    [Fact]
    public void Two()
    {
        Assert.Null(Value.Value);
        Value.Value = "two";
    }
}
