using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Menace.Pipeline.Tests.Research;

/// <summary>A server on this machine that answers with any bytes, so that it can misbehave.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly Task _serving;
    private readonly Lock _lock = new();
    private readonly List<string> _requests = [];

    /// <param name="answer">Gets a request, head and body, and writes the answer.</param>
    public LocalServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _serving = ServeAsync();
    }

    public LocalServer(string answer)
        : this((_, stream, cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancellationToken).AsTask())
    {
    }

    public string Url { get; }

    /// <summary>Completes when a request has come.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>An answer with JSON.</summary>
    public static string Json(string body, string status = "200 OK", string type = "application/json") => string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                open.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                lock (_lock)
                {
                    _requests.Add(request);
                }

                Asked.TrySetResult();
                await _answer(request, stream, _end.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client has gone, or the test has ended.
            }
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var buffer = new byte[8192];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, _end.Token);
            request.Append(Encoding.UTF8.GetString(buffer, 0, count));
            var text = request.ToString();
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var length = text.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                .Select(line => int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture)).FirstOrDefault();
            if (count == 0 || (head >= 0 && Encoding.UTF8.GetByteCount(text[(head + 4)..]) >= length))
            {
                return text;
            }
        }
    }
}
