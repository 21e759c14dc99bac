using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Menace.Server.Tests.Rig;

/// <summary>A page of the documentation, whose snippets are run as they stand there.</summary>
/// <param name="Text">Its text, or that of one section.</param>
internal sealed record DocumentationPage(string Text)
{
    /// <summary>The ports that pages show. In a test each is another one, which is free.</summary>
    private static readonly string[] Ports = ["8000", "9000", "9443"];

    public static string Root { get; } = RootOf();

    /// <param name="path">Path from the root of the repository.</param>
    /// <param name="section">Heading of the second level, or null for the whole page.</param>
    public static DocumentationPage Read(string path, string? section = null)
    {
        var text = File.ReadAllText(Path.Combine(Root, path));
        return new(section is null ? text : Regex.Match(text, $"^## {section}\n(.*?)(?=^## |\\z)", RegexOptions.Singleline | RegexOptions.Multiline) is { Success: true } match
            ? match.Groups[1].Value
            : throw new InvalidOperationException($"{path} has no section '{section}'"));
    }

    /// <summary>What is fenced as <paramref name="language"/>.</summary>
    public IReadOnlyList<string> Fences(string language) =>
        [.. Regex.Matches(Text, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(match => match.Groups[1].Value)];

    /// <summary>Runs what is fenced as <paramref name="language"/>, one after the other in one shell that has the menace command; what is left running is ended.</summary>
    public async Task<(int Code, string Output)> RunAsync(string folder, string language, params (string Name, string Value)[] variables)
    {
        var script = string.Join("\n", Fences(language));
        foreach (var port in Ports)
        {
            script = script.Replace(":" + port, $":{LocalServer.FreePort()}", StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "menace"), $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Menace.Server.dll")}' \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(folder, "menace"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(folder, "script.sh"), $"set -euo pipefail\ntrap 'kill $(jobs -p) && wait || true' EXIT\nPATH=$PWD:$PATH\n{script}");
        var info = new ProcessStartInfo("bash", ["-c", "bash script.sh > output.txt 2>&1"]) { WorkingDirectory = folder };
        foreach (var (name, value) in variables)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(180));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        return (process.ExitCode, await File.ReadAllTextAsync(Path.Combine(folder, "output.txt")));
    }

    private static string RootOf([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
