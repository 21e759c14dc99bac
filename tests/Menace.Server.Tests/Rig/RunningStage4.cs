using System.Diagnostics;
using System.Text.Json.Nodes;
using Menace.Pipeline.Contracts;
using Menace.Server.Hosting;
using Menace.Server.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Menace.Server.Tests.Rig;

/// <summary>Stage 4 in this process, on a real port, with a state folder of its own.</summary>
internal sealed class RunningStage4 : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningStage4(WebApplication app, HttpClient client)
    {
        _app = app;
        Client = client;
    }

    public HttpClient Client { get; }

    public BodyBudget Bodies => Service<BodyBudget>();

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public T HostedService<T>() => _app.Services.GetServices<IHostedService>().OfType<T>().Single();

    public static async Task<RunningStage4> StartAsync(string state, Func<Stage4Settings, Stage4Settings>? change = null)
    {
        var settings = new Stage4Settings(RunningService.Settings with { MaximumBody = 16 << 20 }, state, new BotDevConfig { LintEnabled = false, VerifyTimeout = TimeSpan.FromMinutes(2) });
        var app = await Stage4Service.CreateAsync(change?.Invoke(settings) ?? settings, default);
        await app.StartAsync();
        return new(app, new HttpClient { BaseAddress = RunningService.AddressOf(app), Timeout = TimeSpan.FromSeconds(100) });
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>What a client of Stage 4 does.</summary>
internal static class Stage4Requests
{
    /// <summary>A package of Python bots, each with code and one generated test.</summary>
    public static string Package(params (string Name, string Code)[] bots) => new JsonObject
    {
        ["tasks"] = new JsonArray([.. bots.Select(bot => (JsonNode)new JsonObject
        {
            ["name"] = bot.Name,
            ["dependencies"] = new JsonArray(),
            ["resources"] = new JsonObject(),
            ["schedule"] = "once",
            ["code"] = bot.Code,
            ["metadata"] = new JsonObject { ["purpose"] = "demo", ["functions"] = new JsonArray("run"), ["language"] = "python", ["smoke"] = true },
        })]),
        ["version"] = 1,
    }.ToJsonString();

    /// <summary>A package whose one bot's tests write the time to <paramref name="mark"/> and then take longer than any test waits.</summary>
    public static string SlowPackage(string mark, int seconds = 300) =>
        Package(("Slow", $"def run():\n    import os, time\n    open({JsonValue.Create(mark).ToJsonString()}, 'a').write(str(os.getpid()) + '\\n')\n    time.sleep({seconds})\n"));

    public static async Task<long> SendAsync(this HttpClient client, string package, bool execute, string? key = null)
    {
        var answer = await client.PostJsonAsync($"/v1/packages?execute={(execute ? "true" : "false")}", package, key);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        var accepted = await answer.JsonAsync();
        Assert.Equal($"/v1/runs/{accepted["runId"]}", answer.Headers.Location!.ToString());
        return (long)accepted["runId"]!;
    }

    public static async Task<JsonNode> EndAsync(this HttpClient client, long run, int seconds = 90)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var details = await client.GetJsonAsync($"/v1/runs/{run}");
            if ((string)details["run"]!["status"]! is not ("pending" or "active"))
            {
                return details;
            }

            Assert.True(clock.Elapsed.TotalSeconds < seconds, details.ToJsonString());
            await Task.Delay(100);
        }
    }

    /// <summary>The events of a run until <paramref name="isLast"/> or the end: id, name, data.</summary>
    public static async Task<List<(long? Id, string Name, JsonNode Data)>> EventsAsync(this HttpClient client, long run, long? after = null, Func<JsonNode, bool>? isLast = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/runs/{run}/events");
        if (after is { } id)
        {
            request.Headers.Add("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        List<(long?, string, JsonNode)> events = [];
        var (name, eventId, data) = ("", (long?)null, "");
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            switch (colon < 0 ? line : line[..colon])
            {
                case "event": name = line[7..]; break;
                case "id": eventId = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture); break;
                case "data": data = line[6..]; break;
                case "":
                    var node = JsonNode.Parse(data)!;
                    events.Add((eventId, name, node));
                    if (isLast?.Invoke(node) == true)
                    {
                        return events;
                    }

                    (name, eventId, data) = ("", null, "");
                    break;
                default: throw new InvalidOperationException(line);
            }
        }

        return events;
    }

    /// <summary>Waits for a file, and gives its lines.</summary>
    public static async Task<string[]> LinesOfAsync(string path, int lines = 1)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(path) || (await File.ReadAllLinesAsync(path)).Length < lines)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"nobody wrote {path}");
            await Task.Delay(50);
        }

        return await File.ReadAllLinesAsync(path);
    }

    public static bool IsRunning(string processId) => Directory.Exists("/proc/" + processId) && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
}
