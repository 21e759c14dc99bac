public class ExplicitOnlyTests
{
    [Fact(Explicit = true)]
    public void Only_when_asked_for() => Assert.True(true);
}
