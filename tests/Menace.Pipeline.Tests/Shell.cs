using System.Diagnostics;

namespace Menace.Pipeline.Tests;

/// <summary>Real programs, for looking at what was made with something other than what made it.</summary>
internal static class Shell
{
    public static string Git(string folder, params string[] arguments) => Run(folder, null, "git", arguments);

    public static string Run(string folder, IReadOnlyDictionary<string, string>? environment, string program, params string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {error.Result}");
        return output;
    }
}
