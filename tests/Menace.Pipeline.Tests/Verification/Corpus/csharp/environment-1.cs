public class EnvironmentLeakTests
{
    [Fact]
    public void Sets_and_removes()
    {
        Environment.SetEnvironmentVariable("MENACE_CORPUS_LEAK", "leaked");
        Environment.SetEnvironmentVariable("TMPDIR", "/nowhere");
        Environment.SetEnvironmentVariable("PATH", null);
        Environment.ExitCode = 9;
        Assert.Null(Environment.GetEnvironmentVariable("PATH"));
    }
}
