public sealed class Shared : IAsyncLifetime
{
    public List<string> Log { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Task.Yield();
        Log.Add("start");
    }

    public ValueTask DisposeAsync() => default;
}

[CollectionDefinition("shared")]
public class SharedCollection : ICollectionFixture<Shared>;

[Collection("shared")]
public class FirstSharedTests(Shared shared)
{
    [Fact]
    public void Started_once() => Assert.Single(shared.Log, "start");
}

[Collection("shared")]
public class SecondSharedTests(Shared shared)
{
    [Fact]
    public void Started_once() => Assert.Single(shared.Log, "start");

    [Fact]
    public void Fails() => Assert.Empty(shared.Log);
}

[Collection(typeof(SharedCollection))]
public class ByTypeTests(Shared shared)
{
    [Fact]
    public void Started() => Assert.NotEmpty(shared.Log);
}
