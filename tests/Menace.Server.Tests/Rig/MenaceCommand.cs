using System.Diagnostics;
using System.Text;

namespace Menace.Server.Tests.Rig;

/// <summary>The menace command as a process of its own.</summary>
internal static class MenaceCommand
{
    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string folder, string[] arguments, params (string Name, string? Value)[] variables)
    {
        using var process = Start(folder, arguments, variables);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await error);
    }

    public static Process Start(string folder, string[] arguments, (string Name, string? Value)[] variables, int? largestFile = null)
    {
        string[] words = ["dotnet", Path.Combine(AppContext.BaseDirectory, "Menace.Server.dll"), .. arguments];
        var info = new ProcessStartInfo("bash", ["-c", $"{(largestFile is { } size ? $"trap '' XFSZ; ulimit -f {size}; export DOTNET_EnableWriteXorExecute=0; " : "")}exec \"$@\"", "bash", .. words])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }
}
