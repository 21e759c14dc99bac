[assembly: AssemblyFixture(typeof(Everything))]

public sealed class Everything : IDisposable
{
    public static int Count;

    public Everything() => Count++;

    public void Dispose() => Count--;
}

public class AssemblyFixtureOneTests(Everything everything)
{
    [Fact]
    public void Is_there() => Assert.NotNull(everything);
}

public class AssemblyFixtureTwoTests
{
    [Fact]
    public void Is_one() => Assert.Equal(1, Everything.Count);

    [Fact]
    public void From_the_context() => Assert.NotNull(TestContext.Current.GetFixture<Everything>());
}
