using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Menace.Pipeline.Tests.Development.Remotes;

/// <summary>A real sshd on this machine with a host key, a user key and a configuration of its own.</summary>
internal sealed class SshServer : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private SshServer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>How git calls ssh, with the key of the user or without one.</summary>
    public string Command(bool hasKey) =>
        $"ssh -F none -o IdentitiesOnly=yes -o IdentityAgent=none -o UserKnownHostsFile={_folder}/known_hosts -i {_folder}/{(hasKey ? "user" : "none")}";

    public static async Task<SshServer> StartAsync(string folder)
    {
        var port = FreePort.Next();
        Directory.CreateDirectory(folder);
        foreach (var key in new[] { "host", "user" })
        {
            Shell.Run(folder, null, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        }

        File.Copy(Path.Combine(folder, "user.pub"), Path.Combine(folder, "authorized_keys"));
        File.WriteAllText(Path.Combine(folder, "known_hosts"), $"[127.0.0.1]:{port} {File.ReadAllText(Path.Combine(folder, "host.pub"))}");
        File.WriteAllText(Path.Combine(folder, "config"), $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/authorized_keys
            PidFile {folder}/pid
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no

            """);

        // Without it sshd of the superuser does not start.
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        var process = Process.Start(new ProcessStartInfo("/usr/sbin/sshd", ["-D", "-e", "-f", Path.Combine(folder, "config")])
        {
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return new(process, folder, port);
            }
            catch (SocketException) when (attempt < 200 && !process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
