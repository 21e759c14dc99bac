public class Broken : IAsyncLifetime
{
    public ValueTask InitializeAsync() => throw new IOException("collection does not start");

    public ValueTask DisposeAsync() => default;
}

[CollectionDefinition("broken")]
public class BrokenCollection : ICollectionFixture<Broken>;

[Collection("broken")]
public class InBrokenCollectionTests
{
    [Fact]
    public void Never_runs() => Assert.True(true);
}

public class AsyncEnd : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Task.Yield();
        throw new IOException("collection does not end");
    }
}

[CollectionDefinition("ends badly")]
public class EndsBadlyCollection : ICollectionFixture<AsyncEnd>;

[Collection("ends badly")]
public class InEndingCollectionTests
{
    [Fact]
    public void Passes() => Assert.True(true);
}
