using System.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Research;

/// <summary>
/// What a whole build, with all processes that it starts, sends over a network: seen from outside, by the system calls.
/// </summary>
public sealed class NetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_with_topics_and_without_a_source_uses_no_network()
    {
        var (output, calls) = await TraceAsync();

        Assert.Contains("could not be found in its code or research in knowledge, packages, code, builds", output, StringComparison.Ordinal);
        Assert.Contains("verified: clock Passed", output, StringComparison.Ordinal);
        Assert.NotEmpty(calls);
        Assert.DoesNotContain(calls, IsNetwork);
    }

    /// <summary>The same build with one source: the trace shows its connection, so that it would show others.</summary>
    [Fact]
    public async Task Connection_of_a_source_is_in_the_trace()
    {
        await using var server = new LocalServer(LocalServer.Json("{}", "404 Not Found"));

        var (_, calls) = await TraceAsync(server.Url);

        Assert.NotEmpty(server.Requests);
        var port = new Uri(server.Url).Port;
        Assert.Contains(calls, call => call.Contains("connect(", StringComparison.Ordinal) && call.Contains($"htons({port})", StringComparison.Ordinal));
        Assert.All(calls.Where(IsNetwork), call => Assert.Contains($"htons({port})", call, StringComparison.Ordinal));
    }

    private static bool IsNetwork(string call) => call.Contains("AF_INET", StringComparison.Ordinal);

    /// <summary>Runs <see cref="ResearchingBuild"/> under strace.</summary>
    /// <returns>What it printed, and the calls that name an address.</returns>
    private async Task<(string Output, IReadOnlyList<string> Calls)> TraceAsync(string? url = null)
    {
        var trace = _folder["trace"];
        ProcessStartInfo info = new("strace",
        [
            "-f", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", trace,
            "dotnet", "exec", typeof(NetworkTests).Assembly.Location, ResearchingBuild.Command, Directory.CreateDirectory(_folder["project"]).FullName, url ?? "",
        ])
        { RedirectStandardOutput = true, WorkingDirectory = "/" };
        info.Environment["DOTNET_EnableDiagnostics"] = "0";
        using var process = Process.Start(info)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return (output, await File.ReadAllLinesAsync(trace));
    }
}

/// <summary>A build that does research, in a process of its own.</summary>
internal static class ResearchingBuild
{
    public const string Command = "research";

    public static async Task RunAsync(string folder, string url)
    {
        BotDevConfig config = new()
        {
            SourceDirectory = folder,
            Knowledge = Path.Combine(folder, "knowledge"),
            LintEnabled = false,
            Research = new() { Topics = ["security", "optimisation", "rounding"], Url = url.Length == 0 ? null : url + "/{bot}/{field}" },
        };
        TaskInfo[] tasks =
        [
            new() { Name = "slugs", Code = "def slug(text):\n    return text.lower()\n" },
            new()
            {
                Name = "clock",
                Code = "tick() { echo \"$1\"; }\n",
                Metadata = new()
                {
                    Language = BotLanguage.Shell,
                    Purpose = "Ticks",
                    Functions = ["tick"],
                    Examples = [new() { Function = "tick", Args = ["a"], Prints = "a" }],
                },
            },
        ];
        PipelineResult result;
        try
        {
            result = await new ImplementationPipeline(config: config).RunAsync(tasks);
        }
        catch (PipelineException exception)
        {
            result = exception.PartialResult!;
        }

        foreach (var finding in result.Diagnostics)
        {
            await Console.Out.WriteLineAsync($"{finding.Rule.Id} {finding.Message}");
        }

        foreach (var verdict in result.Verifications)
        {
            await Console.Out.WriteLineAsync($"verified: {verdict.Bot} {verdict.Outcome}");
        }
    }
}
