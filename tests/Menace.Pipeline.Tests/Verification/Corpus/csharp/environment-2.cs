public class EnvironmentAfterLeakTests
{
    [Fact]
    public void Sees_nothing_of_it()
    {
        Assert.Null(Environment.GetEnvironmentVariable("MENACE_CORPUS_LEAK"));
        Assert.NotEqual("/nowhere/", Path.GetTempPath());
        Assert.NotNull(Environment.GetEnvironmentVariable("PATH"));
        Assert.Null(Environment.GetEnvironmentVariable("DOTNET_TieredPGO"));
        Assert.Equal(0, Environment.ExitCode);
    }

    [Fact]
    public void Child_sees_the_same()
    {
        var info = new System.Diagnostics.ProcessStartInfo("env") { RedirectStandardOutput = true };
        using var child = System.Diagnostics.Process.Start(info)!;
        var names = child.StandardOutput.ReadToEnd().Split('\n').Select(line => line.Split('=')[0]).Where(name => name.Length > 0);
        child.WaitForExit();
        Assert.Empty(names.Except(Environment.GetEnvironmentVariables().Keys.Cast<string>()));
    }
}
