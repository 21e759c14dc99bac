[assembly: AssemblyFixture(typeof(BrokenEverything))]

public class BrokenEverything
{
    public BrokenEverything() => throw new IOException("assembly does not start");
}

public class UnderBrokenAssemblyTests
{
    [Fact]
    public void Never_runs() => Assert.True(true);
}
