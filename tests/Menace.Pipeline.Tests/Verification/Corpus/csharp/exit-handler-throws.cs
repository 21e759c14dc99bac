public class ThrowingExitHandlerTests
{
    [Fact]
    public void Breaks_at_the_end() => AppDomain.CurrentDomain.ProcessExit += (_, _) => throw new InvalidOperationException("too late");
}
