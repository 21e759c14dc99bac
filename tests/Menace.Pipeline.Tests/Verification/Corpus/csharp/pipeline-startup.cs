using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(Startup))]

public class Startup : ITestPipelineStartup
{
    public static bool Started;

    public ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        Started = true;
        return default;
    }

    public ValueTask StopAsync()
    {
        Console.WriteLine("stopped");
        return default;
    }
}

public class StartupTests
{
    [Fact]
    public void Was_started() => Assert.True(Startup.Started);
}
