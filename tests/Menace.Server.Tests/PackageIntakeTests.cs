using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Tests;
using Menace.Server.Hosting;
using Menace.Server.Queue;
using Menace.Server.Stage4;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Stage 4 takes packages, each once, and says what is wrong with others.</summary>
public sealed class PackageIntakeTests : IDisposable
{
    private static readonly string Package = Stage4Requests.Package(("DemoBot", "print('hello')"));

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_package_that_is_not_to_be_executed_is_recorded()
    {
        await using var stage4 = await StartAsync();

        var run = await stage4.Client.SendAsync(Package, execute: false);

        var details = await stage4.Client.GetJsonAsync($"/v1/runs/{run}");
        Assert.Equal("recorded", (string)details["run"]!["status"]!);
        Assert.False((bool)details["run"]!["execute"]!);
        Assert.Equal(0, (int)details["attempt"]!);
    }

    [Fact]
    public async Task The_same_key_or_the_same_package_gives_the_same_run()
    {
        await using var stage4 = await StartAsync();
        var other = Stage4Requests.Package(("OtherBot", "print('hello')"));

        var run = await stage4.Client.SendAsync(Package, false);
        Assert.Equal(run, await stage4.Client.SendAsync(Package.Replace(",", " ,\n ", StringComparison.Ordinal), false));
        Assert.Equal(run, await stage4.Client.SendAsync(Package, false, "a key of its own"));
        var keyed = await stage4.Client.SendAsync(other, false, "key");
        Assert.Equal(keyed, await stage4.Client.SendAsync(other, false, "key"));
        Assert.NotEqual(run, keyed);
        Assert.Equal((422, "MENACE7014"), await (await stage4.Client.PostJsonAsync("/v1/packages", Package, "key")).ProblemAsync());
        Assert.Equal(2, (await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_thousand_packages_at_once_are_each_recorded_once_also_when_each_comes_twice()
    {
        await using var stage4 = await StartAsync();
        var count = Nightly.Choose(500, 5000);
        var packages = Enumerable.Range(0, count).Select(i => Stage4Requests.Package(($"Bot{i}", "print('hello')"))).ToList();

        var runs = await Task.WhenAll(packages.Concat(packages).Select(package => stage4.Client.SendAsync(package, false)));

        Assert.Equal(runs[..count], runs[count..]);
        Assert.Equal(count, runs.Distinct().Count());
        List<long> listed = [];
        for (var path = "/v1/runs?limit=200"; path.Length > 0;)
        {
            var page = await stage4.Client.GetJsonAsync(path);
            listed.AddRange(page["items"]!.AsArray().Select(item => (long)item!["id"]!));
            path = page["next"] is { } next ? $"/v1/runs?limit=200&cursor={next}" : "";
        }

        Assert.Equal(runs.Distinct().OrderDescending(), listed);
    }

    [Fact]
    public async Task Mistakes_are_listed_with_their_place_in_what_was_sent()
    {
        await using var stage4 = await StartAsync();
        const string Body = """
            { "execute": true, "note": "ä😀", "package":
              { "tasks": [
                { "name": "Demo Bot", "dependencies": ["Nobody"], "resources": {}, "schedule": "once", "code": "", "metadata": {} } ] } }
            """;

        var answer = await stage4.Client.PostJsonAsync("/v1/packages", Body);

        Assert.Equal((422, "MENACE7011"), await answer.ProblemAsync());
        var findings = (await answer.JsonAsync())["findings"]!.AsArray();
        var places = findings.Select(finding => ((string)finding!["id"]!, (int)finding["line"]!, (int)finding["column"]!)).ToList();
        var lines = Body.Split('\n');
        Assert.Contains(("MENACE1203", 3, lines[2].IndexOf("\"Demo Bot\"", StringComparison.Ordinal) + 1), places);
        Assert.Equal(
            ["MENACE1203 Demo Bot name", "MENACE1301 Demo Bot dependencies.0"],
            findings.Where(finding => (string)finding!["severity"]! == "error").Select(finding => $"{finding!["id"]} {finding["bot"]} {finding["property"]}"));
        Assert.All(findings, finding => Assert.Null(finding!["helpLink"]));
        Assert.All(findings, finding => Assert.NotEmpty((string)finding!["message"]!));
    }

    [Theory]
    [InlineData("", 422)]
    [InlineData("{", 422)]
    [InlineData("null", 422)]
    [InlineData("{\"package\": 1}", 422)]
    [InlineData("\"", 422)]
    [InlineData("\"\\", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"execute\": 1}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"files\": []}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"files\": {\"../outside\": \"x\"}}", 422)]
    [InlineData("{\"package\": {\"tasks\": [{\"name\": \"A\", \"metadata\": {\"code_file\": \"../a.py\"}}]}, \"files\": {\"../a.py\": \"x\"}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"files\": {\"a\": {\"digest\": \"x\"}}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": []}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"defaultLanguage\": \"cobol\"}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"emit\": [\"docker\"]}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"emit\": [1]}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"language\": \"python\"}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"testEnvironment\": \"A\"}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"testEnvironment\": [\"A=1\"]}}", 422)]
    [InlineData("{\"package\": {\"tasks\": []}, \"settings\": {\"testEnvironment\": [\"MENACE_DATABASE\"]}}", 422)]
    public async Task What_is_no_package_is_refused(string body, int status)
    {
        await using var stage4 = await StartAsync();

        Assert.Equal((status, "MENACE7011"), await (await stage4.Client.PostJsonAsync("/v1/packages", body)).ProblemAsync());
        Assert.Empty((await stage4.Client.GetJsonAsync("/v1/runs"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_package_may_be_gzipped_and_is_bounded_unpacked()
    {
        await using var stage4 = await StartAsync(settings => settings with { Service = settings.Service with { MaximumBody = 100_000 } });

        Assert.Equal(HttpStatusCode.Accepted, (await PostGzipAsync(stage4, Package)).StatusCode);
        Assert.Equal((413, "MENACE7012"), await (await PostGzipAsync(stage4, new string(' ', 10_000_000))).ProblemAsync());
        using var broken = new ByteArrayContent("no gzip"u8.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        Assert.Equal((400, "MENACE7011"), await (await stage4.Client.PostAsync("/v1/packages", broken)).ProblemAsync());
        using var other = new ByteArrayContent([1]) { Headers = { ContentType = new("application/json"), ContentEncoding = { "br" } } };
        Assert.Equal((415, "MENACE7016"), await (await stage4.Client.PostAsync("/v1/packages", other)).ProblemAsync());
    }

    [Fact]
    public async Task Bodies_of_all_requests_together_are_bounded_unpacked()
    {
        await using var stage4 = await StartAsync(settings => settings with { Service = settings.Service with { MaximumBodies = 1_000_000 } });
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        Assert.Equal((415, "MENACE7016"), await (await stage4.Client.PostAsync("/v1/packages", text)).ProblemAsync());
        var large = Package + new string(' ', 200_000);

        using (var other = stage4.Bodies.Begin())
        {
            other.Take(900_000);
            var answer = await PostGzipAsync(stage4, large);

            Assert.Equal((429, "MENACE7015"), await answer.ProblemAsync());
            Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            Assert.Equal(HttpStatusCode.Accepted, (await PostGzipAsync(stage4, Package)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await PostGzipAsync(stage4, large)).StatusCode);
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("[{\"a\": [1, 2], \"b\": \"x, [y], \\\", {\"}]", 5)]
    [InlineData("[\"\n,,\"]", 3)]
    [InlineData("\"", 0)]
    [InlineData("\"\\", 0)]
    public void Values_are_counted_outside_of_strings(string json, int count) => Assert.Equal(count, PackageValues.Count(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task Values_take_part_in_the_bound_of_all_requests()
    {
        await using var stage4 = await StartAsync(settings => settings with { Service = settings.Service with { MaximumBodies = 1_000_000 } });
        var small = $"[{new string(',', 5000)}]";

        using (var other = stage4.Bodies.Begin())
        {
            other.Take(1000);
            Assert.Equal((429, "MENACE7015"), await (await PostGzipAsync(stage4, small)).ProblemAsync());
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostGzipAsync(stage4, small)).StatusCode);
    }

    [Fact]
    public async Task Queue_message_takes_part_in_the_bound()
    {
        var budget = new BodyBudget(1000);
        using var other = budget.Begin();
        other.Take(900);
        using var own = budget.Begin();
        var properties = new RabbitMQ.Client.BasicProperties { Type = PackageEnvelope.Kind };

        var refused = await Assert.ThrowsAsync<ProblemException>(() => QueueMessage.ReadAsync(properties, new byte[200], new(_folder["cas"]), 1000, own, default));

        Assert.Equal(429, refused.Status);
    }

    [Fact]
    public void Request_alone_may_go_over_the_bound_of_all_requests()
    {
        var budget = new BodyBudget(1000);
        using var alone = budget.Begin();
        using var other = budget.Begin();

        alone.Take(900);
        alone.Take(900);
        Assert.Equal(429, Assert.Throws<ProblemException>(() => other.Take(1)).Status);
        alone.Dispose();
        other.Take(1);
        Assert.Equal(429, Assert.Throws<ProblemException>(() => alone.Take(1000)).Status);
    }

    [Fact]
    public async Task The_plain_route_takes_the_seeds_json()
    {
        await using var stage4 = await StartAsync();
        const string Seed = """{"tasks": [{"name": "DemoBot", "dependencies": [], "resources": {}, "schedule": "once", "code": "print('hello')", "metadata": {"purpose": "demo", "functions": ["run"]}}], "version": 1}""";

        var answer = await stage4.Client.PostJsonAsync("/handoff", Seed);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var run = (long)(await answer.JsonAsync())["runId"]!;
        Assert.Equal("recorded", (string)(await stage4.Client.GetJsonAsync($"/v1/runs/{run}"))["run"]!["status"]!);
        Assert.Equal(run, await stage4.Client.SendAsync(TaskPackageJson.Write(TaskFileReader.Read(Seed).Package), false));
    }

    [Fact]
    public async Task Files_that_were_not_sent_are_named_and_can_be_sent_later()
    {
        await using var stage4 = await StartAsync();
        var package = JsonNode.Parse(Package)!;
        package["tasks"]![0]!["code"] = "";
        package["tasks"]![0]!["metadata"]!["code_file"] = "bots/demo.py";
        const string Digest = "64ec88ca00b268e5ba1a35678a1b5316d212f4f366b2477232534a8aeca37f3c"; // of "Hello world"
        string Body(string files) => $$"""{"package":{{package.ToJsonString()}},"files":{{files}},"execute":false}""";

        var answer = await stage4.Client.PostJsonAsync("/v1/packages", Body($$"""{"bots/demo.py":{"digest":"{{Digest}}"} }"""));
        Assert.Equal((422, "MENACE7018"), await answer.ProblemAsync());
        Assert.Equal(Digest, (string)(await answer.JsonAsync())["missing"]![0]!);
        await stage4.Client.PutAsync("/v1/cas/" + Digest, new ByteArrayContent("Hello world"u8.ToArray()));
        var run = await stage4.Client.SendAsync(Body($$"""{"bots/demo.py":{"digest":"{{Digest}}"} }"""), false);
        Assert.Equal(run, await stage4.Client.SendAsync(Body("""{"bots/demo.py":"Hello world"}"""), false));
        Assert.NotEqual(run, await stage4.Client.SendAsync(Body("""{"bots/demo.py":"Another world"}"""), false));
        Assert.Equal((422, "MENACE7011"), await (await stage4.Client.PostJsonAsync("/v1/packages?execute=true", package.ToJsonString())).ProblemAsync());
    }

    [Fact]
    public async Task Full_queue_returns_429_but_known_packages_are_answered()
    {
        await using var stage4 = await StartAsync(settings => settings with { MostQueued = 2 });
        var packages = Enumerable.Range(0, 3).Select(i => Stage4Requests.Package(($"Bot{i}", "print('hello')"))).ToList();
        var first = await stage4.Client.SendAsync(packages[0], true);
        await stage4.Client.SendAsync(packages[1], true);

        var answer = await stage4.Client.PostJsonAsync("/v1/packages?execute=true", packages[2]);

        Assert.Equal((429, "MENACE7015"), await answer.ProblemAsync());
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(2, (int)(await answer.JsonAsync())["queueDepth"]!);
        Assert.Equal(first, await stage4.Client.SendAsync(packages[0], true));
        await stage4.Client.SendAsync(packages[2], execute: false);
        Assert.Equal(2, (int)(await stage4.Client.GetJsonAsync("/health"))["waiting"]!);
    }

    [Fact]
    public async Task The_open_api_document_names_every_route()
    {
        await using var stage4 = await StartAsync();

        var document = await stage4.Client.GetJsonAsync("/openapi/v1.json");

        Assert.Equal(
            ["/handoff", "/health", "/v1/cas/{sha256}", "/v1/packages", "/v1/runs", "/v1/runs/{id}", "/v1/runs/{id}/events"],
            document["paths"]!.AsObject().Select(path => path.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/v1/runs/99", 404)]
    [InlineData("/v1/runs/abc", 404)]
    [InlineData("/v1/runs/99/events", 404)]
    [InlineData("/v1/runs?status=odd", 400)]
    [InlineData("/v1/runs?cursor=odd", 400)]
    public async Task Unknown_resource_or_invalid_query_is_reported(string path, int status)
    {
        await using var stage4 = await StartAsync();

        Assert.Equal(status, (await (await stage4.Client.GetAsync(path)).ProblemAsync()).Status);
    }

    public void Dispose() => _folder.Dispose();

    private Task<RunningStage4> StartAsync(Func<Menace.Server.Services.Stage4Settings, Menace.Server.Services.Stage4Settings>? change = null) =>
        RunningStage4.StartAsync(_folder["state"], settings => (change?.Invoke(settings) ?? settings) with { Slots = 0 });

    /// <summary>A body whose last byte waits until it is released.</summary>
    private static async Task<HttpResponseMessage> PostGzipAsync(RunningStage4 stage4, string text)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        using var content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentType = new("application/json"), ContentEncoding = { "gzip" } } };
        return await stage4.Client.PostAsync("/v1/packages", content);
    }
}
