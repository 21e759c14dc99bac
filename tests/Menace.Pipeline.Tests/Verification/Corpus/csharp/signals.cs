using System.Runtime.InteropServices;

public class SignalTests
{
    [Fact]
    public void Listens()
    {
        Console.CancelKeyPress += (_, _) => { };
        var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => { });
        Assert.NotNull(registration);
    }
}
