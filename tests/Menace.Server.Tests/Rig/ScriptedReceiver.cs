using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Menace.Server.Tests.Rig;

/// <summary>A receiver that answers each request with the status it is told: 0 is no answer at all.</summary>
internal sealed class ScriptedReceiver : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<int, int> _statusOf;

    /// <param name="statusOf">Status by the number of the request, from 1.</param>
    public ScriptedReceiver(Func<int, int> statusOf)
    {
        _statusOf = statusOf;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
        _ = Task.Run(AcceptAsync);
    }

    public string Address { get; }

    public List<(string Head, string Body)> Requests { get; } = [];

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            var stream = client.GetStream();
            var (head, body) = await ReadAsync(stream);
            Requests.Add((head, body));
            var status = _statusOf(Requests.Count);
            if (status == 0)
            {
                await Task.Delay(Timeout.Infinite, _end.Token);
            }

            await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"HTTP/1.1 {status} Scripted\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")));
        }
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        while (!EndsHead(bytes))
        {
            bytes.Add((byte)stream.ReadByte());
        }

        var head = Encoding.ASCII.GetString([.. bytes]);
        var length = head.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture)).SingleOrDefault();
        var body = new byte[length];
        await stream.ReadExactlyAsync(body);
        using var unpacked = new GZipStream(new MemoryStream(body), CompressionMode.Decompress);
        using var reader = new StreamReader(head.Contains("gzip", StringComparison.Ordinal) ? unpacked : new MemoryStream(body));
        return (head, await reader.ReadToEndAsync());
    }

    private static bool EndsHead(List<byte> bytes) => bytes.Count >= 4 && bytes[^1] == '\n' && bytes[^2] == '\r' && bytes[^3] == '\n' && bytes[^4] == '\r';
}

/// <summary>Passes requests on, and loses the answers to the first of them.</summary>
internal sealed class LossyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private int _lost;

    public LossyProxy(int port, int lost)
    {
        (_port, _lost) = (port, lost);
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";
        _ = Task.Run(AcceptAsync);
    }

    public string Address { get; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = Task.Run(() => PassAsync(client));
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
            var request = client.GetStream().CopyToAsync(server.GetStream(), _end.Token);
            var answer = new byte[65536];
            var length = await server.GetStream().ReadAsync(answer, _end.Token);
            if (Interlocked.Decrement(ref _lost) >= 0)
            {
                // The connection breaks as the answer comes.
                client.Client.LingerState = new(true, 0);
                return;
            }

            await client.GetStream().WriteAsync(answer.AsMemory(0, length), _end.Token);
            await Task.WhenAny(server.GetStream().CopyToAsync(client.GetStream(), _end.Token), request);
        }
    }
}
