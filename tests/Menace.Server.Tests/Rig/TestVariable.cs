namespace Menace.Server.Tests.Rig;

/// <summary>An environment variable of this process for one test.</summary>
internal sealed class TestVariable : IDisposable
{
    public TestVariable(string value) => Environment.SetEnvironmentVariable(Name, value);

    public string Name { get; } = "MENACE_TEST_" + Guid.NewGuid().ToString("N");

    public void Dispose() => Environment.SetEnvironmentVariable(Name, null);
}
