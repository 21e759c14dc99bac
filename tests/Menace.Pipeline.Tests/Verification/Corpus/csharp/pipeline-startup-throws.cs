using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(BrokenStartup))]

public class BrokenStartup : ITestPipelineStartup
{
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink) => throw new InvalidOperationException("startup breaks");

    public ValueTask StopAsync() => default;
}

public class BrokenStartupTests
{
    [Fact]
    public void Never_runs() => Assert.True(true);
}
