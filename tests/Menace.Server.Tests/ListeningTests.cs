using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Menace.Pipeline.Tests;
using Menace.Server.Hosting;
using Menace.Server.Tests.Rig;
using Microsoft.AspNetCore.Builder;

namespace Menace.Server.Tests;

/// <summary>Who reaches a service, and what a service endures.</summary>
public sealed class ListeningTests : IDisposable
{
    private const string Token = "correct-horse-battery-staple";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("*:0")]
    [InlineData("[::]:0")]
    public async Task Beyond_this_machine_it_does_not_listen_without_token_and_tls(string address)
    {
        var (code, output, error) = await MenaceCommand.RunAsync(_folder.Path, ["stage3", "--listen", address]);

        Assert.Equal(1, code);
        Assert.Empty(output);
        Assert.StartsWith("error MENACE7001: ", error, StringComparison.Ordinal);
        Assert.Contains("--token-variable", error, StringComparison.Ordinal);
        Assert.Contains("--certificate", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_alone_is_not_enough_beyond_this_machine()
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["stage3", "--listen", "0.0.0.0:0", "--token-variable", "T"], ("T", Token));

        Assert.Equal(1, code);
        Assert.Contains("requires TLS (--certificate and --key)", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen nowhere", "MENACE7002")]
    [InlineData("--listen 127.0.0.1:99999", "MENACE7002")]
    [InlineData("--max-body many", "MENACE7002")]
    [InlineData("--header-timeout 0s", "MENACE7002")]
    [InlineData("--certificate c.pem", "MENACE7002")]
    [InlineData("--certificate c.pem --key k.pem", "MENACE7004")]
    [InlineData("--token-variable MENACE_NOT_SET", "MENACE7003")]
    public void Settings_that_cannot_be_used_are_named_at_the_start(string options, string code)
    {
        var service = new ServiceOptions(0, "16Mi");
        var command = new System.CommandLine.RootCommand();
        service.AddTo(command);

        Assert.Equal(code, Assert.Throws<CodedException>(() => service.Read(command.Parse(options), "test")).Rule.Id);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["stage3", "--listen", other.LocalEndpoint.ToString()!]);

        Assert.Equal(1, code);
        Assert.StartsWith("error MENACE7005: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_certificate_and_token_it_serves_everyone_over_https()
    {
        var files = TestCertificate.Write(_folder.Path);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(files.Certificate);
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, found, _, _) => found?.Thumbprint == certificate.Thumbprint };

        await using var service = await ServiceProcess.StartAsync(_folder.Path,
            ["stage3", "--listen", "0.0.0.0:0", "--token-variable", "T", "--certificate", files.Certificate, "--key", files.Key], handler, [("T", Token)]);

        Assert.Equal("https", service.Client.BaseAddress!.Scheme);
        Assert.Equal((401, "MENACE7009"), await (await service.Client.PostJsonAsync("/stage3", "[{}]")).ProblemAsync());
        var answer = await service.Client.PostJsonAsync("/stage3", "[{}]", headers: headers => headers.Authorization = new("Bearer", Token));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new Uri($"http://127.0.0.1:{service.Client.BaseAddress.Port}/health")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong-horse-battery-staple")]
    [InlineData("Bearer correct-horse-battery-stapl")]
    [InlineData("Basic correct-horse-battery-staple")]
    public async Task A_wrong_token_is_refused(string? authorization)
    {
        await using var service = await StartAsync(RunningService.Settings with { Token = new(Token) });

        var request = new HttpRequestMessage(HttpMethod.Get, "/thing");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var answer = await service.Client.SendAsync(request);

        Assert.Equal((401, "MENACE7009"), await answer.ProblemAsync());
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health")).StatusCode);
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Without_a_token_web_pages_are_refused(string header, string value)
    {
        await using var service = await StartAsync(RunningService.Settings);

        var request = new HttpRequestMessage(HttpMethod.Get, "/thing");
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal((403, "MENACE7010"), await (await service.Client.SendAsync(request)).ProblemAsync());
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/thing")).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_json_is_refused()
    {
        await using var service = await StartAsync(RunningService.Settings);

        using var content = new StringContent("[]", Encoding.UTF8, "text/plain");

        Assert.Equal((415, "MENACE7016"), await (await service.Client.PostAsync("/thing", content)).ProblemAsync());
    }

    [Fact]
    public async Task What_no_route_takes_is_a_problem_too()
    {
        await using var service = await StartAsync(RunningService.Settings);

        Assert.Equal((404, "MENACE7019"), await (await service.Client.GetAsync("/nothing")).ProblemAsync());
        Assert.Equal((405, "MENACE7019"), await (await service.Client.DeleteAsync("/thing")).ProblemAsync());
    }

    [Fact]
    public async Task A_head_that_never_ends_is_ended_and_others_are_served_meanwhile()
    {
        await using var service = await StartAsync(RunningService.Settings with { HeaderTimeout = TimeSpan.FromSeconds(1) });
        using var slow = await ConnectAsync(service);
        var sending = DripAsync(slow, "GET /thing HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/thing")).StatusCode);
        Assert.Contains("408", await ReadToEndAsync(slow).WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        await sending;
    }

    [Fact]
    public async Task A_body_that_trickles_is_ended()
    {
        await using var service = await StartAsync(RunningService.Settings with { MinimumRate = 100_000 });
        using var slow = await ConnectAsync(service);
        var sending = DripAsync(slow, "POST /thing HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n[");

        var answer = await ReadToEndAsync(slow).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Contains("408", answer, StringComparison.Ordinal);
        await sending;
    }

    [Fact]
    public async Task Connections_over_the_limit_are_closed()
    {
        await using var service = await StartAsync(RunningService.Settings with { MaximumConnections = 2 });
        using var first = await ConnectAsync(service);
        using var second = await ConnectAsync(service);
        await Task.Delay(200);
        using var third = await ConnectAsync(service);

        Assert.Equal("", await ReadToEndAsync(third).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task Settings_of_the_surroundings_open_nothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var free = ((IPEndPoint)other.LocalEndpoint).Port;
        other.Stop();
        await File.WriteAllTextAsync(_folder["appsettings.json"], $"{{\"Kestrel\":{{\"Endpoints\":{{\"Open\":{{\"Url\":\"http://0.0.0.0:{free}\"}}}}}}}}");

        await using var service = await ServiceProcess.StartAsync(_folder.Path, ["stage3"], variables: [("ASPNETCORE_URLS", $"http://0.0.0.0:{free}")]);

        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync("/health")).StatusCode);
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{free}/health")));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<RunningService> StartAsync(ServiceSettings settings) => RunningService.StartAsync(
        app =>
        {
            app.MapGet("/health", () => "ok");
            app.MapGet("/thing", () => "thing");
            app.MapPost("/thing", async (Microsoft.AspNetCore.Http.HttpRequest request) =>
            {
                using var share = new BodyBudget(1 << 20).Begin();
                return (await RequestBody.ReadJsonAsync(request, 1 << 20, share)).Length;
            });
        },
        settings);

    private static async Task<NetworkStream> ConnectAsync(RunningService service)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, service.Client.BaseAddress!.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends <paramref name="start"/>, then a byte now and then, until the other side has had enough.</summary>
    private static async Task DripAsync(NetworkStream stream, string start)
    {
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start));
            while (true)
            {
                await Task.Delay(100);
                await stream.WriteAsync("x"u8.ToArray());
            }
        }
        catch (IOException)
        {
            // Closed by the service, which is what the test waits for.
        }
        catch (ObjectDisposedException)
        {
            // Closed by the test.
        }
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer)) > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // A reset is an end, too.
        }

        stream.Close();
        return text.ToString();
    }
}
