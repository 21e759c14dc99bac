using System.Net;
using System.Net.Sockets;

namespace Menace.Pipeline.Tests.Development.Remotes;

/// <summary>Ports below those that the system gives to clients, so that no other program gets one meanwhile.</summary>
internal static class FreePort
{
    public static int Next()
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = Random.Shared.Next(20000, 32000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < 100)
            {
                // Another program has it.
            }
        }
    }
}
