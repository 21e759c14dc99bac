using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>Research in real builds: one service that knows bots, and one that takes findings.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class ResearchTests(PackedSdk sdk)
{
    private const string Task = """
        [{ "name": "slugger", "code": "def slug(text):\n    return text.lower()\n",
           "metadata": { "functions": ["slug"], "language": "python", "examples": [{ "function": "slug", "args": ["A"], "returns": "a" }] } }]
        """;

    [Fact]
    public void Purpose_that_a_service_knows_is_pinned_named_and_forwarded_once()
    {
        using var inventory = new Service("""{ "bot": "slugger", "metadata.purpose": "Turns titles into slugs." }""");
        using var stage3 = new Service("""{ "ok": true, "received": 1 }""");
        using var project = new TaskProject(sdk, Task);
        string[] options =
        [
            "-p:MenaceResearchTopics=security", $"-p:MenaceResearchUrl={inventory.Address}{{bot}}/{{field}}", "-p:MenaceResearchPath=$.{field}",
            $"-p:MenaceStage3Url={stage3.Address}stage3",
        ];

        var plan = project.Build(["-t:MenacePlan", .. options]).Succeeded();
        Assert.Contains("slugger: metadata.purpose, security", plan.Output, StringComparison.Ordinal);
        Assert.Empty(inventory.Asked);

        var build = project.Build(options).Succeeded();
        Assert.Equal("/slugger/metadata.purpose", Assert.Single(inventory.Asked).Path);
        Assert.DoesNotContain("not analysed", build.Output, StringComparison.Ordinal);
        Assert.Contains("Turns titles into slugs.", File.ReadAllText(project["dev_repos/slugger/README.md"]), StringComparison.Ordinal);
        Assert.Contains("\"source\": \"finding\"", File.ReadAllText(project["menace.completions.json"]), StringComparison.Ordinal);
        Assert.Contains("## Completed by research", File.ReadAllText(project["obj/Debug/net10.0/menace/summary.md"]), StringComparison.Ordinal);
        Assert.Contains(stage3.Asked, sent => sent.Body.Contains("Turns titles into slugs.", StringComparison.Ordinal));
        var sent = stage3.Asked.Count;

        project.Replace("tasks.json", "text.lower()", "text.lower().strip()");
        project.Build(options).Succeeded();
        Assert.Single(inventory.Asked);
        Assert.Equal(sent, stage3.Asked.Count);
    }

    [Fact]
    public void Without_a_topic_nothing_is_asked()
    {
        using var inventory = new Service("{}");
        using var project = new TaskProject(sdk, Task);

        var build = project.Build($"-p:MenaceResearchUrl={inventory.Address}{{bot}}", "-p:MenaceResearchPath=$.purpose");

        Assert.Contains(build.Diagnostics, finding => finding.EndsWith("MENACE3001", StringComparison.Ordinal));
        Assert.Empty(inventory.Asked);
    }

    /// <summary>Answers every request with the same JSON, and keeps what it was asked.</summary>
    private sealed class Service : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _answer;

        public Service(string answer)
        {
            _answer = Encoding.UTF8.GetBytes(answer);
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = System.Threading.Tasks.Task.Run(AnswerAsync);
        }

        public string Address { get; }

        public ConcurrentQueue<(string Path, string Body)> Asked { get; } = new();

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    Asked.Enqueue((Uri.UnescapeDataString(context.Request.Url!.AbsolutePath), await reader.ReadToEndAsync()));
                    context.Response.ContentType = "application/json";
                    await context.Response.OutputStream.WriteAsync(_answer);
                    context.Response.Close();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
