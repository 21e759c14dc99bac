namespace Menace.Pipeline.Infrastructure.Processes;

/// <summary>
/// Runs programs without a network, in a network namespace of their own, by <c>unshare</c> (util-linux 2.38 or newer). Not every
/// system lets a user create one.
/// </summary>
internal static class NetworkNamespace
{
    private static readonly string[] Options = ["--user", "--map-current-user", "--net", "--"];

    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(10);

    /// <summary>True if this machine can run programs so.</summary>
    public static async Task<bool> IsAvailableAsync(IProcessRunner runner, CancellationToken cancellationToken)
    {
        if (Tools.Find("unshare") is not { } unshare)
        {
            return false;
        }

        try
        {
            var probe = new ProcessCommand(unshare, [.. Options, "true"], Path.GetTempPath());
            return await runner.RunAsync(probe, ProbeTime, cancellationToken) is { TimedOut: false, ExitCode: 0 };
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary><paramref name="command"/> in a namespace of its own; a job of a warm server stays as it is.</summary>
    public static ProcessCommand Around(ProcessCommand command) => command.Starter is not null ? command : command with
    {
        FileName = Tools.Find("unshare") ?? throw new InvalidOperationException("The program 'unshare' is missing."),
        Arguments = [.. Options, command.FileName, .. command.Arguments],
    };
}
