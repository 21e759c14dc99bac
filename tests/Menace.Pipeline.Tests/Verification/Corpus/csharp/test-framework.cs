using System.Reflection;
using Xunit.v3;

[assembly: TestFramework(typeof(OwnFramework))]

public class OwnFramework : XunitTestFramework
{
    public OwnFramework() => Environment.SetEnvironmentVariable("MENACE_CORPUS_FRAMEWORK", "own");
}

public class OwnFrameworkTests
{
    [Fact]
    public void Is_used() => Assert.Equal("own", Environment.GetEnvironmentVariable("MENACE_CORPUS_FRAMEWORK"));
}
