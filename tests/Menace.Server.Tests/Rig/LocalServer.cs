using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Menace.Server.Tests.Rig;

/// <summary>What starting a server without systemd takes.</summary>
internal static class LocalServer
{
    /// <summary>Below 32768: above, a client's own port may be in the way.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20000, 32768);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // In use; another one is free.
            }
        }
    }

    /// <summary>How a command is run as the server's own user; nothing if this process may not choose, and is that user itself.</summary>
    public static string[] As(string user) => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] : [];

    /// <summary>
    /// Starts a server whose shell ends it with <paramref name="signal"/> when its input ends: when we say so, and also when this process is killed. The id of
    /// the server itself is the first line that comes back.
    /// </summary>
    public static Process StartServer(string log, string signal, IReadOnlyDictionary<string, string> environment, params string[] command) => Start(
        environment, ["sh", "-c", "\"$@\" >\"$0\" 2>&1 </dev/null & server=$!; echo $server; cat >/dev/null; kill -" + signal + " $server; wait $server", log, .. command]);

    public static void Run(params string[] command)
    {
        using var process = Start(new Dictionary<string, string>(), command);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {errors.Result}");
        }
    }

    private static Process Start(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
