public sealed class CounterFixture : IDisposable
{
    public static int Created;

    public CounterFixture() => Created++;

    public int Calls { get; set; }

    public void Dispose() => Calls = -1;
}

public class ClassFixtureTests(CounterFixture fixture) : IClassFixture<CounterFixture>
{
    [Fact]
    public void First() => Assert.Equal((1, true), (CounterFixture.Created, fixture.Calls++ < 2));

    [Fact]
    public void Second() => Assert.Equal((1, true), (CounterFixture.Created, fixture.Calls++ < 2));
}

public class MissingFixtureTests
{
    public MissingFixtureTests(CounterFixture fixture) => _ = fixture;

    [Fact]
    public void Cannot_be_created() => Assert.True(true);
}
