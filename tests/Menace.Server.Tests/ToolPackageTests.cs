using System.Diagnostics;
using System.Runtime.CompilerServices;
using Menace.Pipeline.Tests;

namespace Menace.Server.Tests;

/// <summary>The package is a tool that works where it is installed.</summary>
public sealed class ToolPackageTests
{
    [Fact]
    public async Task The_packed_tool_can_be_installed_and_runs()
    {
        using var folder = new TemporaryFolder();
        var version = $"0.1.0-test.{Environment.ProcessId}";
        await RunAsync(Root(), "dotnet", "pack", "src/Menace.Server", "-c", "Release", "-o", folder["packages"], "--no-build", $"-p:PackageVersion={version}", "-nologo", "-v:q");

        await File.WriteAllTextAsync(folder["nuget.config"], """<configuration><packageSources><clear /><add key="here" value="packages" /></packageSources></configuration>""");
        await RunAsync(folder.Path, "dotnet", "tool", "install", "Menace.Server", "--tool-path", folder["tools"], "--version", version);
        var output = await RunAsync(folder.Path, folder["tools/menace"], "doctor", "--state", folder["state"]);

        Assert.Contains("ok    database: ", output, StringComparison.Ordinal);
        Assert.Contains("ok    state folder: ", output, StringComparison.Ordinal);

        // Both libraries of native code are there: SQLite, and the whole pipeline behind Stage 4.
        await RunAsync(folder.Path, "bash", "-c", $"""
            ('{folder["tools/menace"]}' stage4 --listen 127.0.0.1:0 --state state > stage4.txt & echo $! > pid)
            until grep -q listens stage4.txt; do sleep 0.1; done
            curl -sf "$(grep -o 'http://.*' stage4.txt)/health"
            kill $(cat pid)
            """);
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        Assert.True(process.ExitCode == 0, await output + await error);
        return await output;
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
