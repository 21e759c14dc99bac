using Menace.Pipeline.Infrastructure.Processes;

namespace Menace.Pipeline.Tests.Processes;

public sealed class WarmServersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Call_is_repeated_once_if_the_server_was_killed()
    {
        await using var servers = Servers("[ -e killed ] || { : >killed; kill -9 $$; }; echo '{\"id\":1,\"exit\":3,\"text\":\"done\"}'");

        Assert.Equal(new ServerAnswer(3, "done"), await servers.CallAsync(["work"], CancellationToken.None));
    }

    [Fact]
    public async Task Server_that_ends_twice_without_an_answer_is_an_error()
    {
        await using var servers = Servers("exit 7");

        var exception = await Assert.ThrowsAsync<WarmServerException>(() => servers.CallAsync(["work"], CancellationToken.None));

        Assert.Contains("exit code 7", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>How the job would have ended is unknown, and its memory and processes are not measured any more.</summary>
    [Fact]
    public async Task Job_of_a_forking_server_that_was_killed_is_lost_and_ended()
    {
        await using var servers = Servers(
            "setsid sh -c 'echo $$ >child; >ready; exec sleep 300' & while [ ! -e ready ]; do :; done; "
            + "echo \"{\\\"id\\\":1,\\\"process\\\":$(cat child)}\"; kill -9 $$");
        var job = new ProcessCommand("job", [], _folder.Path) { Starter = servers, OutputFile = _folder["output"] };

        await Assert.ThrowsAsync<WarmServerException>(() => new ProcessRunner().RunAsync(job, TimeSpan.FromMinutes(1), CancellationToken.None));

        var child = int.Parse(await File.ReadAllTextAsync(_folder["child"]), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(ProcessTable.Find(child) is null or { IsEnded: true });
    }

    /// <summary>Servers that do something once a request has come.</summary>
    private WarmServers Servers(string then) => new(
        new ProcessCommand("sh", ["-c", $"read request; {then}; cat >/dev/null"], _folder.Path)
        {
            Inherited = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            OutputFile = _folder["log"],
        },
        forks: true);
}
