public class ExitConstructorTests
{
    public ExitConstructorTests() => Environment.Exit(5);

    [Fact]
    public void Never_runs() => Assert.True(true);
}
