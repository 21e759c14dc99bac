using System.Diagnostics;

public class ChildProcessTests
{
    [Fact]
    public void Runs_a_child()
    {
        var info = new ProcessStartInfo("sh", ["-c", "echo from the child; exit 4"]) { RedirectStandardOutput = true };
        using var child = Process.Start(info)!;
        var text = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.Equal(("from the child\n", 4), (text, child.ExitCode));
    }

    [Fact]
    public void Child_shares_the_output()
    {
        using var child = Process.Start("sh", ["-c", "echo into the log"]);
        child.WaitForExit();
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void Child_has_no_input()
    {
        using var child = Process.Start(new ProcessStartInfo("cat") { RedirectStandardOutput = true })!;
        Assert.Equal("", child.StandardOutput.ReadToEnd());
    }
}
