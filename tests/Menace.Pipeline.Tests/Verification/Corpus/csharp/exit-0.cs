public class ExitTests
{
    [Fact]
    public void Ends_the_process() => Environment.Exit(0);
}
