#pragma warning disable
public class AsyncVoidTests
{
    [Fact]
    public async void Is_not_allowed()
    {
        await Task.Yield();
        throw new InvalidOperationException("async void");
    }

    [Fact]
    public void Calls_one()
    {
        Fire();
        Assert.True(true);

        static async void Fire() => await Task.Yield();
    }
}
