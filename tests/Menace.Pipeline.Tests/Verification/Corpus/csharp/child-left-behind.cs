using System.Diagnostics;

public class LeftChildTests
{
    [Fact]
    public void Leaves_a_child()
    {
        using var child = Process.Start("sh", ["-c", "sleep 60 >/dev/null 2>&1"]);
        Assert.False(child.HasExited);
    }
}
