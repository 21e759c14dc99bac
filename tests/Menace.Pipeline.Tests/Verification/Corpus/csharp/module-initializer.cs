using System.Runtime.CompilerServices;

internal static class Start
{
    public static string Seen = "";

    [ModuleInitializer]
    internal static void Run() =>
        Seen = System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name + " " + Environment.CurrentManagedThreadId;
}

public class ModuleInitializerTests
{
    [Fact]
    public void Ran_before_on_the_main_thread() => Assert.Equal("Sample.Tests 1", Start.Seen);
}
