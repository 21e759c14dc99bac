using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Menace.Sdk.Tests.Rig;

/// <summary>The built <c>menace stage4</c> as a process, on a port that it keeps when it is started again.</summary>
internal sealed class Stage4 : IDisposable
{
    private static readonly string Program = Path.Combine(PackedSdk.RepositoryRoot, "src/Menace.Server/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0/Menace.Server.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-stage4-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;
    private StringBuilder _output = new();

    public Stage4() => Start();

    /// <summary>Its base address.</summary>
    public string Address => $"http://127.0.0.1:{_port}/";

    /// <summary>While this file is missing, <see cref="Gated"/> bots are tested.</summary>
    public string Gate => Path.Combine(_folder, "gate");

    /// <summary>A bot whose test writes a line into <see cref="Mark"/> and ends when <see cref="Gate"/> is there, or the folder is gone: nobody ends what a killed service has left.</summary>
    public string Gated => $$"""
        [
          {
            "name": "Gated",
            "code": "import os, time\n\ndef run():\n    open('{{Mark}}', 'a').write('x\\n')\n    while os.path.exists('{{Mark}}') and not os.path.exists('{{Gate}}'):\n        time.sleep(0.1)\n    return 1\n",
            "metadata": { "language": "python", "purpose": "waits", "functions": ["run"], "smoke": true }
          }
        ]
        """;

    private string Mark => Path.Combine(_folder, "mark");

    public void Start()
    {
        _process = Programs.Start(_folder, "dotnet", [Program, "stage4", "--state", Path.Combine(_folder, "state"), "--listen", $"127.0.0.1:{_port}"], null, out _output);
        Wait(() => Is("/health"));
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Waits until a gated bot has been begun <paramref name="times"/> times.</summary>
    public void WaitForBots(int times) => Wait(() => File.Exists(Mark) && File.ReadAllLines(Mark).Length >= times);

    public void Wait(Func<bool> isSo, int seconds = 90)
    {
        for (var clock = Stopwatch.StartNew(); !isSo(); Thread.Sleep(50))
        {
            Assert.True(clock.Elapsed.TotalSeconds < seconds, _output.ToString());
        }
    }

    public JsonNode Run(int id) => JsonNode.Parse(Get($"/v1/runs/{id}"))!;

    public string StatusOf(int id) => (string)Run(id)["run"]!["status"]!;

    public int Runs => JsonNode.Parse(Get("/v1/runs"))!["items"]!.AsArray().Count;

    public void Dispose()
    {
        if (_process is not null)
        {
            Kill();
        }

        foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.IsReadOnly = false;
        }

        Directory.Delete(_folder, recursive: true);
    }

    private bool Is(string path)
    {
        try
        {
            return Get(path).Length > 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string Get(string path)
    {
        using var client = new HttpClient { BaseAddress = new(Address) };
        using var answer = client.Send(new(HttpMethod.Get, path));
        using var reader = new StreamReader(answer.EnsureSuccessStatusCode().Content.ReadAsStream());
        return reader.ReadToEnd();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
