using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Processes;

/// <summary>What processes see of the environment of the caller. The variables that it sets are part of the keys of verdicts, so nothing may build meanwhile.</summary>
[Collection(AloneTests.Name)]
public sealed class CallerEnvironmentTests
{
    [Theory]
    [InlineData("PYTEST_PLUGINS")]
    [InlineData("PYTEST_ADDOPTS")]
    [InlineData("PYTHONPATH")]
    [InlineData("BASH_ENV")]
    [InlineData("ENV")]
    [InlineData("BASH_FUNC_test%%")]
    [InlineData("GIT_DIR")]
    [InlineData("GIT_CONFIG_COUNT")]
    [InlineData("BATS_RUN_SKIPPED")]
    [InlineData("MSBuildSDKsPath")]
    [InlineData("OUTPUTPATH")]
    [InlineData("AssemblyName")]
    [InlineData("BaseIntermediateOutputPath")]
    [InlineData("TargetFramework")]
    [InlineData("RuntimeIdentifier")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    public void Setting_of_a_tool_reaches_neither_setup_nor_tests(string name)
    {
        using var _ = new Variable(name, "1");

        Assert.True(CallerEnvironment.IsSetting(name));
        Assert.DoesNotContain(name, CallerEnvironment.ForTests([]).Keys);
        Assert.Equal("1", CallerEnvironment.ForTests([name])[name]);
    }

    [Theory]
    [InlineData("LC_TIME", true)]
    [InlineData("TZ", true)]
    [InlineData("DOTNET_gcServer", true)]
    [InlineData("https_proxy", true)]
    [InlineData("SSL_CERT_FILE", true)]
    [InlineData("PIP_CONSTRAINT", true)]
    [InlineData("GITHUB_TOKEN", false)]
    [InlineData("CI", false)]
    [InlineData("XDG_CONFIG_HOME", false)]
    [InlineData("DOTNET_CLI_TELEMETRY_SESSIONID", false)]
    [InlineData("DOTNET_NUGET_SIGNATURE_VERIFICATION", false)]
    [InlineData("DOTNET_ROOT_X64", false)]
    public void Tests_see_a_short_list(string name, bool isSeen)
    {
        using var _ = new Variable(name, Environment.GetEnvironmentVariable(name) ?? "");

        Assert.Equal(isSeen, CallerEnvironment.ForTests([]).ContainsKey(name));
    }

    [Fact]
    public async Task Process_with_a_list_of_variables_sees_nothing_else()
    {
        using var _ = new Variable("MENACE_UNLISTED", "1");
        var command = new ProcessCommand("env", [], "/")
        {
            Inherited = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")! },
            Environment = new Dictionary<string, string?> { ["HOME"] = "/home" },
        };

        var result = await new ProcessRunner().RunAsync(command, TimeSpan.FromSeconds(30), CancellationToken.None);

        var names = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { "HOME", "PATH", ProcessMarker.Variable }.Order(StringComparer.Ordinal), names);
    }

    /// <summary>A variable that is set while a test runs; an empty one that has a value already keeps it.</summary>
    private sealed class Variable : IDisposable
    {
        private readonly string _name;
        private readonly string? _before;

        public Variable(string name, string value)
        {
            (_name, _before) = (name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value.Length > 0 ? value : "x");
        }

        public void Dispose() => Environment.SetEnvironmentVariable(_name, _before);
    }
}
