using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Menace.Pipeline.Tests.Resume;

/// <summary>A Stage 4 that takes every package, and remembers under which keys.</summary>
internal sealed class TakingReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _keys = new();

    public TakingReceiver()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(TakeAsync);
    }

    public string Address { get; }

    /// <summary>The idempotency key of each package, in the order in which they came.</summary>
    public IReadOnlyList<string> Keys => [.. _keys];

    public void Dispose() => _listener.Close();

    private async Task TakeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                _keys.Enqueue(context.Request.Headers["Idempotency-Key"]!);
                context.Response.StatusCode = (int)HttpStatusCode.Accepted;
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The sender was killed, or the test is over.
            }
        }
    }
}
