using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(BrokenStop))]

public class BrokenStop : ITestPipelineStartup
{
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink) => default;

    public ValueTask StopAsync() => throw new InvalidOperationException("stop breaks");
}

public class BrokenStopTests
{
    [Fact]
    public void Passes() => Assert.True(true);
}
