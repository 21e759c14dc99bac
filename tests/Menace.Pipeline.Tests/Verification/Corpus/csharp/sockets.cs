using System.Net;
using System.Net.Sockets;

public class SocketTests
{
    [Fact]
    public async Task Talks_to_itself()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await server.GetStream().WriteAsync(new byte[] { 42 }, TestContext.Current.CancellationToken);
        Assert.Equal(42, client.GetStream().ReadByte());
    }
}
