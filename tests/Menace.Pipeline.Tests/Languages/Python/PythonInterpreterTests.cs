using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages.Python;

namespace Menace.Pipeline.Tests.Languages.Python;

public sealed class PythonInterpreterTests
{
    [Fact]
    public async Task The_first_candidate_that_has_pytest_is_taken()
    {
        var runner = new FakeRunner
        {
            ["/usr/bin/python3"] = "/usr/bin/python3\n1 3.11\n\n",
            ["/bin/python3"] = "/opt/python3\n1 3.12\npytest\n",
        };
        var interpreter = new PythonInterpreter(runner, searchPath: "/usr/bin:/bin");
        Assert.Equal("/opt/python3", await interpreter.ForTestsAsync(default));
        Assert.Equal("/usr/bin/python3", await interpreter.ForAnalysisAsync(default));
        Assert.Equal("/opt/python3", await interpreter.ForTestsAsync(default));
        Assert.Equal(2, runner.Runs);
    }

    [Fact]
    public async Task Python_behind_a_shim_is_told_by_its_own_path_and_version()
    {
        var runner = new FakeRunner { ["/bin/python3"] = "/opt/python3\n1 3.12\npytest\n3.12.4 (main, Jun 6 2026)\n" };

        var tool = await new PythonInterpreter(runner, configured: "/bin/python3").FindTestToolAsync(default);

        Assert.Equal("3.12.4 (main, Jun 6 2026)", tool.Version);
        Assert.Contains("/opt/python3", tool.Files);
    }

    [Fact]
    public async Task None_names_every_candidate_and_what_it_lacks()
    {
        var runner = new FakeRunner
        {
            ["/bin/python3"] = "/bin/python3\n1 3.11\n\n",
            ["/usr/bin/python3"] = "/usr/bin/python3\n0 3.7\npytest\n",
        };
        var interpreter = new PythonInterpreter(runner, searchPath: "/bin");
        var exception = await Assert.ThrowsAsync<ToolMissingException>(() => interpreter.ForTestsAsync(default));
        Assert.Equal("/bin/python3 has no pytest 7 or newer; /usr/bin/python3 is Python 3.7, older than 3.9", exception.Looked);
        Assert.Contains("apt-get install python3 python3-pytest", exception.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configured_interpreter_is_the_only_candidate()
    {
        var interpreter = new PythonInterpreter(new ProcessRunner(), configured: "/nowhere/python3");
        var exception = await Assert.ThrowsAsync<ToolMissingException>(() => interpreter.ForAnalysisAsync(default));
        Assert.StartsWith("/nowhere/python3 ", exception.Looked, StringComparison.Ordinal);
    }

    /// <summary>Answers probes from a table.</summary>
    private sealed class FakeRunner : Dictionary<string, string>, IProcessRunner
    {
        public int Runs { get; private set; }

        public Task<ProcessResult> RunAsync(ProcessCommand command, TimeSpan timeout, CancellationToken cancellationToken)
        {
            Runs++;
            return Task.FromResult(new ProcessResult(0, this[command.FileName], "", TimedOut: false, TimeSpan.Zero));
        }
    }
}
