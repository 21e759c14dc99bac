public class AsyncLifetimeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private int _value;

    public async ValueTask InitializeAsync()
    {
        await Task.Delay(1);
        _value = 7;
        output.WriteLine("initialized");
    }

    public async ValueTask DisposeAsync()
    {
        await Task.Delay(1);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Was_initialized() => Assert.Equal(7, _value);
}

public class BreakingLifetimeTests : IAsyncLifetime
{
    public ValueTask InitializeAsync() => throw new IOException("cannot start");

    public ValueTask DisposeAsync() => default;

    [Fact]
    public void Never_runs() => Assert.True(true);
}

public class BreakingDisposalTests : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        throw new IOException("cannot end");
    }

    [Fact]
    public void Passes_before() => Assert.True(true);

    [Fact]
    public void Fails_before() => Assert.True(false);
}
