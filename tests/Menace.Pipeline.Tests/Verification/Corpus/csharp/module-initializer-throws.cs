using System.Runtime.CompilerServices;

internal static class BrokenStart
{
    [ModuleInitializer]
    internal static void Run() => throw new InvalidOperationException("does not start");
}

public class BrokenModuleTests
{
    [Fact]
    public void Never_runs() => Assert.True(true);
}
