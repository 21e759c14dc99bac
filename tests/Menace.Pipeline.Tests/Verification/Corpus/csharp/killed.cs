using System.Diagnostics;

public class KilledTests
{
    [Fact]
    public void Kills_the_process()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(5000);
    }
}
