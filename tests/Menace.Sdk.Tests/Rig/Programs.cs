using System.Diagnostics;
using System.Text;

namespace Menace.Sdk.Tests.Rig;

/// <summary>Runs programs as a user's shell would: without what this test run itself was started with.</summary>
internal static class Programs
{
    private static readonly string[] Scrubbed =
        ["CI", "SOURCE_DATE_EPOCH", "BOT_DEV_REPO_BASE", "BOT_DEV_CONCURRENCY", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "DOTNET_HOST_PATH", "VSTEST_HOST_DEBUG", "MSBUILDENSURESTDOUTFORTASKPROCESSES"];

    public static (int ExitCode, string Output) Run(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(folder, program, arguments, environment, out var output);
        process.WaitForExit();
        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }
    }

    public static Process Start(
        string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment, out StringBuilder output)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in info.Environment.Keys.Where(name => Scrubbed.Contains(name) || name.StartsWith("COVERLET", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        info.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            info.Environment[name] = value;
        }

        var lines = new StringBuilder();
        output = lines;
        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Append(string? line)
        {
            lock (lines)
            {
                lines.AppendLine(line);
            }
        }
    }
}
