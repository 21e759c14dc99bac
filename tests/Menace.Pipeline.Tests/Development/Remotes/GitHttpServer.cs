using System.Diagnostics;
using System.Net;
using System.Text;

namespace Menace.Pipeline.Tests.Development.Remotes;

/// <summary>Git's own HTTP server, <c>git http-backend</c>, behind a listener on this machine that demands a user and a password.</summary>
internal sealed class GitHttpServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _root;
    private readonly string _credentials;

    public GitHttpServer(string root, string user, string password)
    {
        (_root, _credentials) = (root, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        Url = $"http://127.0.0.1:{FreePort.Next()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Headers["Authorization"] != _credentials)
        {
            response.StatusCode = 401;
            response.AddHeader("WWW-Authenticate", "Basic realm=\"git\"");
            response.Close();
            return;
        }

        var info = new ProcessStartInfo("git", ["http-backend"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        info.Environment["GIT_PROJECT_ROOT"] = _root;
        info.Environment["GIT_HTTP_EXPORT_ALL"] = "1";
        info.Environment["REMOTE_USER"] = "user";
        info.Environment["REQUEST_METHOD"] = request.HttpMethod;
        info.Environment["PATH_INFO"] = request.Url!.AbsolutePath;
        info.Environment["QUERY_STRING"] = request.Url.Query.TrimStart('?');
        info.Environment["CONTENT_TYPE"] = request.ContentType ?? "";
        info.Environment["HTTP_CONTENT_ENCODING"] = request.Headers["Content-Encoding"] ?? "";
        info.Environment["GIT_PROTOCOL"] = request.Headers["Git-Protocol"] ?? "";
        using var process = Process.Start(info)!;
        await request.InputStream.CopyToAsync(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        var text = Encoding.Latin1.GetString(output.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        foreach (var header in text[..end].Split("\r\n").Select(line => line.Split(": ", 2)))
        {
            if (header[0] == "Status")
            {
                response.StatusCode = int.Parse(header[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            }
            else
            {
                response.AddHeader(header[0], header[1]);
            }
        }

        await response.OutputStream.WriteAsync(output.ToArray().AsMemory(end + 4));
        response.Close();
    }
}
