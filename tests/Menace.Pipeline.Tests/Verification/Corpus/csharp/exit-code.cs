public class ExitCodeTests
{
    [Fact]
    public void Asks_for_a_code() => Environment.ExitCode = 6;
}
