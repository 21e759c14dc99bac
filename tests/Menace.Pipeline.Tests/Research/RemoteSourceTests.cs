using System.Text;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Research;

namespace Menace.Pipeline.Tests.Research;

/// <summary>Remote sources against a server that may send anything.</summary>
public sealed class RemoteSourceTests
{
    private static readonly ResearchQuestion Purpose = new(new TaskInfo { Name = "tide table" }, "metadata.purpose", "");

    [Fact]
    public async Task Service_is_asked_for_bot_and_field()
    {
        await using var server = new LocalServer(LocalServer.Json("""{"value":"Computes the tides of the day."}"""));
        var variable = "MENACE_TEST_HEADER";
        Environment.SetEnvironmentVariable(variable, "token 1");

        var finding = Assert.Single(await new HttpSource(new()
        {
            Url = server.Url + "/bots/{bot}?field={field}",
            Header = "X-Key",
            HeaderVariable = variable,
        }).SearchAsync(Purpose, default));

        Environment.SetEnvironmentVariable(variable, null);
        Assert.Equal(("tide table", "metadata.purpose", "Computes the tides of the day."), (finding.Bot, finding.Field, finding.Value!.Text));
        Assert.Equal($"{server.Url}/bots/tide%20table?field=metadata.purpose $.value", finding.Place);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("GET /bots/tide%20table?field=metadata.purpose HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("X-Key: token 1\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10737418240\r\n\r\n{", "its answer is larger than 1 MiB")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>", "it answers text/html, not application/json")]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Type: Application/Problem+JSON\r\nConnection: close\r\n\r\n{\"title\":\"Down\\nfor a day\"}", "it answers 500 Oh: Down for a day")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "it answers no content type, not application/json")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/x\r\nContent-Length: 0\r\n\r\n", "it redirects to elsewhere.example, which is not followed")]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "it answers 500 Oh")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n\"\\ud800\" [", "its answer is not valid JSON")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"value\":\"a\",\"value\":\"b\"}", "its answer is not valid JSON")]
    public async Task Answer_that_is_no_JSON_is_refused(string answer, string reason)
    {
        await using var server = new LocalServer(answer);

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => new HttpSource(new() { Url = server.Url }).SearchAsync(Purpose, default));

        Assert.Equal(reason, exception.Message);
    }

    [Fact]
    public async Task Nonsense_in_place_of_an_answer_is_refused()
    {
        await using var server = new LocalServer("nonsense\r\n\r\n");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => new HttpSource(new() { Url = server.Url }).SearchAsync(Purpose, default));
    }

    [Fact]
    public async Task Nested_answer_is_refused()
    {
        await using var server = new LocalServer(LocalServer.Json(new string('[', 100_000)));

        await Assert.ThrowsAsync<FormatException>(() => new HttpSource(new() { Url = server.Url }).SearchAsync(Purpose, default));
    }

    [Fact]
    public async Task Answer_without_end_is_read_up_to_its_bound()
    {
        long sent = 0;
        await using var server = new LocalServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), cancellationToken);
            for (var block = Encoding.UTF8.GetBytes(new string(' ', 64 << 10)); ; sent += block.Length)
            {
                await stream.WriteAsync(block, cancellationToken);
            }
        });

        var exception = await Assert.ThrowsAsync<FormatException>(() => new HttpSource(new() { Url = server.Url }).SearchAsync(Purpose, default));

        Assert.Equal("its answer is larger than 1 MiB", exception.Message);
        Assert.True(sent < 64 << 20, $"{sent} bytes were sent");
    }

    [Theory]
    [InlineData("ftp://example.org/{bot}", null, "its address is not an absolute http or https address")]
    [InlineData("http://inventory.example/{bot}", "X-Key", "it is at inventory.example, which has to be asked over https")]
    [InlineData("http://user:secret@inventory.example/{bot}", null, "it is at inventory.example, which has to be asked over https")]
    [InlineData("https://{bot}.example/", null, "its address has a placeholder in the host")]
    public async Task Address_that_cannot_be_used_is_not_asked(string address, string? header, string reason)
    {
        var source = new HttpSource(new() { Url = address, Header = header, HeaderVariable = "PATH" });

        Assert.Equal(reason, (await Assert.ThrowsAsync<FormatException>(() => source.SearchAsync(Purpose, default))).Message);
    }

    [Fact]
    public async Task Header_without_its_variable_is_not_sent()
    {
        await using var server = new LocalServer(LocalServer.Json("{}"));
        var source = new HttpSource(new() { Url = server.Url, Header = "X-Key", HeaderVariable = "MENACE_NOT_SET" });

        var exception = await Assert.ThrowsAsync<FormatException>(() => source.SearchAsync(Purpose, default));

        Assert.Equal("the environment variable MENACE_NOT_SET with the value of its header is not set", exception.Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Service_that_does_not_know_the_bot_has_nothing()
    {
        await using var server = new LocalServer(LocalServer.Json("<html>", "404 Not Found", "text/html"));

        Assert.Empty(await new HttpSource(new() { Url = server.Url }).SearchAsync(Purpose, default));
    }

    /// <summary>The versions are in <see cref="SearchExchangeTests"/>.</summary>
    [Fact]
    public async Task Documents_of_the_index_are_read_as_the_protocol_writes_them()
    {
        const string Answer = """
            {"took":5,"timed_out":false,"_shards":{"total":1,"successful":1,"skipped":0,"failed":0},"hits":{"total":{"value":2,"relation":"eq"},
            "max_score":1.3862942,"hits":[{"_index":"bots","_id":"Fk1","_score":1.3862942,"_ignored":["value"],"_source":{"bot":"tide table",
            "field":"metadata.purpose","value":"Computes the tides of the day."}},{"_index":"bots","_id":"Fk2","_score":0.2,"_source":
            {"title":"Tables","text":"Round half to even."}}]}}
            """;
        await using var server = new LocalServer(LocalServer.Json(Answer));
        var source = new SearchIndexSource(new() { SearchUrl = server.Url + "/", SearchIndex = "bots" });

        var findings = await source.SearchAsync(Purpose, default);

        Assert.Equal(["Computes the tides of the day.", null], findings.Select(finding => finding.Value?.Text));
        Assert.Equal([$"{server.Url}/bots/_doc/Fk1", $"{server.Url}/bots/_doc/Fk2"], findings.Select(finding => finding.Place));
        Assert.Equal("Tables\nRound half to even.", findings[1].Text);
        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /bots/_search HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith(
            """{"size":20,"track_total_hits":true,"query":{"bool":{"must":[{"match_phrase":{"bot":"tide table"}},{"match_phrase":{"field":"metadata.purpose"}}]}}}""",
            request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"type":"index_not_found_exception"},"status":404}""", "404 Not Found", "it has no index 'bots'")]
    [InlineData("""{"error":"Incorrect HTTP method"}""", "405 Method Not Allowed", "it answers 405 Method Not Allowed: Incorrect HTTP method")]
    [InlineData("""{"tagline":"You Know, for Search"}""", "200 OK", "its answer is not one of _search")]
    [InlineData("""{"hits":[]}""", "200 OK", "its answer is not one of _search")]
    [InlineData("[]", "200 OK", "its answer is not one of _search")]
    public async Task Answer_of_another_kind_is_refused(string answer, string status, string reason)
    {
        await using var server = new LocalServer(LocalServer.Json(answer, status));

        var exception = await Assert.ThrowsAnyAsync<Exception>(
            () => new SearchIndexSource(new() { SearchUrl = server.Url }).SearchAsync(Purpose, default));

        Assert.Equal(reason, exception.Message);
    }

    [Theory]
    [InlineData("""{"timed_out":false,"_shards":{"failed":0},"hits":{"total":1,"hits":[{"_source":{"bot":"tide table","field":"metadata.purpose","value":"a"}}]}}""", true)]
    [InlineData("""{"_shards":{"failed":0},"hits":{"total":1,"hits":[{"_source":{"bot":"tide table","field":"metadata.purpose","value":"a"}}]}}""", false)]
    [InlineData("""{"timed_out":false,"_shards":{"failed":"0"},"hits":{"total":1,"hits":[{"_source":{"bot":"tide table","field":"metadata.purpose","value":"a"}}]}}""", false)]
    [InlineData("""{"timed_out":false,"_shards":{"failed":0},"hits":{"total":{"value":1,"relation":"gte"},"hits":[{"_source":{"bot":"tide table","field":"metadata.purpose","value":"a"}}]}}""", false)]
    public async Task Value_counts_only_in_a_complete_answer(string answer, bool isComplete)
    {
        await using var server = new LocalServer(LocalServer.Json(answer));

        var finding = Assert.Single(await new SearchIndexSource(new() { SearchUrl = server.Url }).SearchAsync(Purpose, default));

        Assert.Equal(isComplete, finding.Value is not null);
    }

    [Theory]
    [InlineData("$", "$")]
    [InlineData("$.a.b[3]['c d'].{bot}", "$.a.b[3]['c d'].{bot}")]
    [InlineData("$['x']", "$.x")]
    public void Path_is_read(string path, string text) => Assert.Equal(text, JsonPath.Parse(path).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$.a[")]
    [InlineData("$.a[-1]")]
    [InlineData("$.a[*]")]
    [InlineData("$['a")]
    [InlineData("$x")]
    public void Text_that_is_no_path_is_refused(string path) => Assert.Throws<FormatException>(() => JsonPath.Parse(path));

    [Fact]
    public void Path_that_leads_nowhere_finds_nothing()
    {
        var root = JsonValue.FromMembers([new("a", JsonValue.FromItems(["x"]))]);

        Assert.Null(JsonPath.Parse("$.a[1]").Find(root, "b", "f"));
        Assert.Null(JsonPath.Parse("$.a.x").Find(root, "b", "f"));
        Assert.Null(JsonPath.Parse("$[0]").Find(root, "b", "f"));
        Assert.Equal("x", JsonPath.Parse("$.a[0]").Find(root, "b", "f")?.Value.Text);
    }
}
