using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Stage 3 is killed in the middle of its work, again and again.</summary>
public sealed class Stage3CrashTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Killed_while_it_appends_it_loses_and_tears_nothing_that_it_acknowledged()
    {
        var acknowledged = new ConcurrentBag<int>();
        var next = 0;
        var kills = Nightly.Choose(3, 30);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var service = await StartAsync();
            using var stop = new CancellationTokenSource();
            var senders = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var n = Interlocked.Increment(ref next);
                    if (await TrySendAsync(service, n))
                    {
                        acknowledged.Add(n);
                    }
                }
            })).ToList();
            var goal = acknowledged.Count + 40;
            while (acknowledged.Count < goal)
            {
                await Task.Delay(5);
            }

            await service.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(senders);
        }

        // Nobody knows which of the unanswered requests came through: all are sent again, as clients do.
        await using (var service = await StartAsync())
        {
            foreach (var n in Enumerable.Range(1, next))
            {
                Assert.True(await TrySendAsync(service, n));
            }
        }

        var lines = await File.ReadAllLinesAsync(_folder["items.jsonl"]);
        Assert.All(Enumerable.Range(1, next), n => Assert.Equal(2, lines.Count(line => (int)JsonNode.Parse(line)!["n"]! == n)));
        Assert.Equal(2 * next, lines.Length);
        Assert.True(acknowledged.Count >= kills * 40);
    }

    public void Dispose() => _folder.Dispose();

    private Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(_folder.Path, ["stage3", "--file", "items.jsonl"]);

    private static async Task<bool> TrySendAsync(ServiceProcess service, int n)
    {
        try
        {
            return (await service.Client.PostJsonAsync("/stage3", $$"""[{"n":{{n}},"a":"{{new string('x', n % 3000)}}"},{"n":{{n}}}]""")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
