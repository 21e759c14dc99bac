using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Menace.Server.Tests.Rig;

/// <summary>
/// A RabbitMQ broker of the tests' own, from the Debian package, in a folder that is gone afterwards. Tests that use it are in its collection and get a
/// virtual host each. If it cannot be started they fail.
/// </summary>
public sealed class RabbitBroker : IDisposable
{
    /// <summary>Name of the collection whose tests share the broker.</summary>
    public const string Collection = "RabbitMQ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-rabbit-").FullName;
    private readonly int _port = LocalServer.FreePort();
    private readonly int _managementPort = LocalServer.FreePort();
    private readonly int _tlsPort = LocalServer.FreePort();
    private readonly Dictionary<string, string> _environment;
    private readonly string _programs = Programs();
    private readonly Process _names;
    private readonly HttpClient _management;
    private Process _process;
    private int _hosts;

    public RabbitBroker()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "home"));
        Tls = TestCertificate.Write(_folder);
        File.WriteAllText(Path.Combine(_folder, "enabled_plugins"), "[rabbitmq_management].");
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{_port}
            listeners.ssl.1 = 127.0.0.1:{_tlsPort}
            ssl_options.certfile = {Tls.Certificate}
            ssl_options.keyfile = {Tls.Key}
            management.tcp.ip = 127.0.0.1
            management.tcp.port = {_managementPort}
            consumer_timeout = 7200000
            vm_memory_high_watermark.absolute = 512MB
            disk_free_limit.absolute = 100MB

            """));
        var namesPort = Text(LocalServer.FreePort());
        _environment = new()
        {
            ["HOME"] = Path.Combine(_folder, "home"),
            ["RABBITMQ_NODENAME"] = "menace@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "enabled_plugins"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "rabbit.pid"),
            ["RABBITMQ_DIST_PORT"] = Text(LocalServer.FreePort()),
            ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = namesPort,
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
        if (Environment.IsPrivilegedProcess)
        {
            LocalServer.Run("chown", "-R", "rabbitmq:", _folder);
        }

        _names = LocalServer.StartServer(Path.Combine(_folder, "epmd.log"), "TERM", _environment, [.. LocalServer.As("rabbitmq"), "epmd", "-address", "127.0.0.1", "-port", namesPort]);
        _management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_managementPort}/api/"), Timeout = TimeSpan.FromSeconds(30) };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("guest:guest")));
        _process = StartBroker();
    }

    /// <summary>The certificate that the broker shows.</summary>
    internal TestCertificate Tls { get; }

    /// <summary>Makes an empty virtual host.</summary>
    /// <returns>Its AMQP address, with credentials.</returns>
    public async Task<RabbitHost> CreateHostAsync()
    {
        var name = $"test{Interlocked.Increment(ref _hosts)}";
        await SendAsync(HttpMethod.Put, $"vhosts/{name}", "{}");
        await SendAsync(HttpMethod.Put, $"permissions/{name}/guest", """{"configure":".*","write":".*","read":".*"}""");
        return new(this, name, $"amqp://guest:guest@127.0.0.1:{_port}/{name}", $"amqps://guest:guest@localhost:{_tlsPort}/{name}");
    }

    /// <summary>Ends the broker as a loss of power does (SIGKILL), with all of its queues on disk.</summary>
    public void Kill()
    {
        LocalServer.Run("kill", "-KILL", File.ReadAllText(Path.Combine(_folder, "rabbit.pid")).Trim());
        _process.StandardInput.Close();
        _process.WaitForExit(Patience);
        File.Delete(Path.Combine(_folder, "rabbit.pid"));
    }

    /// <summary>Starts it again after <see cref="Kill"/>.</summary>
    public void Start() => _process = StartBroker();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in new[] { _process, _names })
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }

        _management.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<JsonNode?> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _management.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound)
        {
            throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
        }

        return answer.StatusCode != HttpStatusCode.NotFound && text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Programs() =>
        Directory.Exists("/usr/lib/rabbitmq/lib") && Directory.GetDirectories("/usr/lib/rabbitmq/lib", "rabbitmq_server-*").OrderDescending(StringComparer.Ordinal).FirstOrDefault() is { } version
            ? Path.Combine(version, "sbin")
            : throw new InvalidOperationException("RabbitMQ is missing. Install it with: apt-get install rabbitmq-server");

    private bool Answers(string check)
    {
        using var answer = _management.GetAsync($"health/checks/{check}").GetAwaiter().GetResult();
        return answer.IsSuccessStatusCode;
    }

    private Process StartBroker()
    {
        var process = LocalServer.StartServer(Path.Combine(_folder, "broker.log"), "TERM", _environment, [.. LocalServer.As("rabbitmq"), Path.Combine(_programs, "rabbitmq-server")]);
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                // The broker answers here before it listens for AMQP.
                if (Answers("alarms") && Answers($"port-listener/{_port}") && Answers($"port-listener/{_tlsPort}"))
                {
                    return process;
                }
            }
            catch (HttpRequestException) when (!process.HasExited && waited.Elapsed < Patience)
            {
                // Not listening yet.
            }

            if (process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"RabbitMQ did not start: {File.ReadAllText(Path.Combine(_folder, "broker.log"))}");
            }

            Thread.Sleep(100);
        }
    }
}

/// <summary>A virtual host of the broker.</summary>
/// <param name="Broker">Its broker.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uri">Its AMQP address, with credentials.</param>
/// <param name="TlsUri">The same over TLS.</param>
public sealed record RabbitHost(RabbitBroker Broker, string Name, string Uri, string TlsUri)
{
    /// <summary>Declares a quorum queue.</summary>
    public Task DeclareAsync(string queue, string arguments = "") =>
        Broker.SendAsync(HttpMethod.Put, $"queues/{Name}/{queue}", $$$"""{"durable":true,"arguments":{"x-queue-type":"quorum"{{{arguments}}}}}""");

    /// <summary>Takes all messages from a queue: properties and body.</summary>
    internal async Task<List<(JsonNode Properties, byte[] Body)>> TakeAsync(string queue)
    {
        var messages = (JsonArray)(await Broker.SendAsync(HttpMethod.Post, $"queues/{Name}/{queue}/get", """{"count":1000,"ackmode":"ack_requeue_false","encoding":"base64"}"""))!;
        return [.. messages.Select(message => (message!["properties"]!, Convert.FromBase64String((string)message["payload"]!)))];
    }
}
