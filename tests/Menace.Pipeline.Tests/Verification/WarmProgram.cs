using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>A kind of warm server of one project, as <c>/proc</c> shows those that run.</summary>
/// <param name="project">Absolute path of the project.</param>
/// <param name="words">What the arguments of such a server contain.</param>
internal sealed class WarmProgram(string project, params string[] words)
{
    /// <summary>The servers that <paramref name="parent"/> started; without one all processes that look like such a server.</summary>
    public IReadOnlyList<int> Running(int? parent = null) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsServer(name, parent))
            .Select(name => int.Parse(name, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Sends the signal <paramref name="signal"/> to all that this process started, and returns how many these are.</summary>
    public int Send(string signal)
    {
        var servers = Running(Environment.ProcessId);
        foreach (var server in servers)
        {
            using var kill = Process.Start("kill", [$"-{signal}", server.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
        }

        return servers.Count;
    }

    /// <summary>A process that a server forked has its arguments, but another parent.</summary>
    private bool IsServer(string process, int? wanted)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat", Encoding.Latin1);
            var arguments = File.ReadAllText($"/proc/{process}/cmdline", Encoding.Latin1);
            return status[(status.LastIndexOf(')') + 2)..].Split(' ') is [not "Z", var parent, ..]
                && (wanted is null || parent == wanted.Value.ToString(CultureInfo.InvariantCulture))
                && arguments.Contains(project + "/", StringComparison.Ordinal)
                && words.All(word => arguments.Contains(word, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
