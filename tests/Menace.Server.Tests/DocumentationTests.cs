using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>What docs/server.md shows is what these tests run.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "server.md"));

    [Fact]
    public async Task The_commands_of_the_page_work_as_they_stand_there()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["tasks.json"], Fence("json").Single());
        var script = string.Join("\n", Fence("bash"));
        foreach (var port in new[] { "8000", "9000", "9443" })
        {
            script = script.Replace(":" + port, ":" + FreePort(), StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(folder["menace"], $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Menace.Server.dll")}' \"$@\"\n");
        File.SetUnixFileMode(folder["menace"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (code, output) = await BashAsync(folder.Path, $"set -euo pipefail\ntrap 'kill $(jobs -p) && wait || true' EXIT\nPATH=$PWD:$PATH\n{script}");

        Assert.True(code == 0, output);
        Assert.Contains("{\"ok\":true,\"received\":2}", output, StringComparison.Ordinal);
        Assert.Contains("\"finding\":\"pin the versions\"", output, StringComparison.Ordinal);
        Assert.Contains("event: end", output, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"passed\"", output, StringComparison.Ordinal);
        Assert.Contains("hello\nnull\n", output, StringComparison.Ordinal);
        Assert.Contains("{\"items\":[]}", output, StringComparison.Ordinal);
        Assert.Contains("DemoBot: passed (verify)", output, StringComparison.Ordinal);
        Assert.Contains("ok    stage 4: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_and_every_route_is_on_the_page()
    {
        using var folder = new TemporaryFolder();
        var (_, help, _) = await MenaceCommand.RunAsync(folder.Path, ["--help"]);
        var commands = CommandOfHelp().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(["stage3", "stage4", "runs", "show", "run", "doctor"], commands);
        Assert.All(commands, command => Assert.Contains($"`menace {command}", Page, StringComparison.Ordinal));
        await using var stage4 = await RunningStage4.StartAsync(folder["state"], settings => settings with { Slots = 0 });
        var routes = (await stage4.Client.GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject().Select(path => path.Key);
        Assert.All(routes, route => Assert.Contains(route, Page, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Fence(string language) => Regex.Matches(Page, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(match => match.Groups[1].Value);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(int Code, string Output)> BashAsync(string folder, string script)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "script.sh"), script);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "bash script.sh > output.txt 2>&1"]) { WorkingDirectory = folder })!;
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        return (process.ExitCode, await File.ReadAllTextAsync(Path.Combine(folder, "output.txt")));
    }

    [GeneratedRegex("^  ([a-z0-9]+)", RegexOptions.Multiline)]
    private static partial Regex CommandOfHelp();

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
