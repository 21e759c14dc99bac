using System.Net;
using System.Text.Json.Nodes;
using Menace.Pipeline.Tests;
using Menace.Server.Hosting;
using Menace.Server.Stage3;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>Stage 3 takes findings and gives them back.</summary>
public sealed class Stage3Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilePath => _folder["items.jsonl"];

    [Fact]
    public async Task A_list_of_findings_becomes_one_line_each()
    {
        await using var service = await StartAsync();

        var answer = await service.Client.PostJsonAsync("/stage3", """[ {"topic": "a b", "n": 1.50, "e": "\ud83d\u0041\"" } , {} ]""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"ok":true,"received":2}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("""{"topic":"a b","n":1.50,"e":"\ud83d\u0041\""}""" + "\n{}\n", await File.ReadAllTextAsync(FilePath));
    }

    [Fact]
    public async Task An_empty_list_is_received_and_appends_nothing()
    {
        await using var service = await StartAsync();

        Assert.Equal(0, (int)(await (await service.Client.PostJsonAsync("/stage3", "[]")).JsonAsync())["received"]!);
        Assert.Equal(0, new FileInfo(FilePath).Length);
    }

    [Theory]
    [InlineData("{}", 422, "MENACE7011")]
    [InlineData("[1]", 422, "MENACE7011")]
    [InlineData("[{}, null]", 422, "MENACE7011")]
    [InlineData("[{}", 400, "MENACE7011")]
    [InlineData("", 400, "MENACE7011")]
    public async Task What_is_no_list_of_objects_is_refused_and_leaves_nothing(string body, int status, string code)
    {
        await using var service = await StartAsync();

        Assert.Equal((status, code), await (await service.Client.PostJsonAsync("/stage3", body)).ProblemAsync());
        Assert.Equal(0, new FileInfo(FilePath).Length);
    }

    [Fact]
    public async Task Body_that_is_not_utf8_is_refused()
    {
        await using var service = await StartAsync();
        using var content = new ByteArrayContent([.. "[{\"a\":\""u8, 0xFF, .. "\"}]"u8]);
        content.Headers.ContentType = new("application/json");

        Assert.Equal((400, "MENACE7011"), await (await service.Client.PostAsync("/stage3", content)).ProblemAsync());
    }

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_and_appends_nothing_also_after_a_restart()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var service = await StartAsync();
            Assert.Equal(2, await SendAsync(service, """[{"a":1},{"a":2}]"""));
            Assert.Equal(2, await SendAsync(service, """[ {"a": 1}, {"a": 2} ]"""));
            Assert.Equal(1, await SendAsync(service, """[{"a":3}]""", "key-1"));
            Assert.Equal(1, await SendAsync(service, """[{"a":3}]""", "key-1"));
            Assert.Equal(1, await SendAsync(service, """[{"a":3}]""", "key-2"));
            Assert.Equal((422, "MENACE7014"), await (await service.Client.PostJsonAsync("/stage3", """[{"a":4}]""", "key-1")).ProblemAsync());
        }

        Assert.Equal(["""{"a":1}""", """{"a":2}""", """{"a":3}""", """{"a":3}"""], await File.ReadAllLinesAsync(FilePath));
    }

    [Fact]
    public async Task The_same_findings_sent_many_times_at_once_are_appended_once()
    {
        await using var service = await StartAsync();

        var received = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => SendAsync(service, $$"""[{"n":{{i % 5}}}]""")));

        Assert.All(received, count => Assert.Equal(1, count));
        Assert.Equal(5, (await File.ReadAllLinesAsync(FilePath)).Length);
    }

    [Fact]
    public async Task A_thousand_requests_at_once_are_all_stored()
    {
        await using var service = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => SendAsync(service, $$"""[{"n":{{i}}},{"m":{{i}}}]""", $"key {i}")));

        var lines = (await File.ReadAllLinesAsync(FilePath)).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(Enumerable.Range(0, 1000), lines.Where(line => line["n"] is not null).Select(line => (int)line["n"]!).Order());
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal((int)lines[2 * i]["n"]!, (int)lines[(2 * i) + 1]["m"]!));
    }

    [Fact]
    public async Task Pages_give_every_finding_once_in_order()
    {
        await using var service = await StartAsync();
        var sent = Enumerable.Range(0, 25).Select(i => $$"""{"n":{{i}},"text":"{{new string('x', i * 5000)}}"}""").ToList();
        await SendAsync(service, $"[{string.Join(',', sent)}]");

        List<string> items = [];
        var cursor = "0";
        for (var more = true; more;)
        {
            var page = await service.Client.GetJsonAsync($"/stage3?cursor={cursor}&limit=4");
            items.AddRange(page["items"]!.AsArray().Select(item => item!.ToJsonString()));
            (cursor, more) = ((string)page["next"]!, (bool)page["more"]!);
        }

        Assert.Equal(sent, items);
        await SendAsync(service, """[{"n":"new"}]""");
        Assert.Equal("new", (string)(await service.Client.GetJsonAsync($"/stage3?cursor={cursor}"))["items"]![0]!["n"]!);
    }

    [Theory]
    [InlineData("cursor=2")]
    [InlineData("cursor=100000")]
    [InlineData("cursor=x")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    public async Task A_cursor_or_limit_that_no_page_gave_is_refused(string query)
    {
        await using var service = await StartAsync();
        await SendAsync(service, """[{"n":1}]""");

        Assert.Equal((400, "MENACE7016"), await (await service.Client.GetAsync("/stage3?" + query)).ProblemAsync());
    }

    [Theory]
    [InlineData("{\"old\":1}\n")]
    [InlineData("{\"old\":1}")]
    public async Task File_with_other_lines_keeps_them_and_findings_follow(string before)
    {
        await File.WriteAllTextAsync(FilePath, before);
        await using var service = await StartAsync();

        await SendAsync(service, """[{"new":1}]""");

        Assert.Equal("{\"old\":1}\n{\"new\":1}\n", await File.ReadAllTextAsync(FilePath));
        Assert.Equal("""[{"new":1}]""", (await service.Client.GetJsonAsync("/stage3"))["items"]!.ToJsonString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(30)]
    public async Task Export_that_was_cut_off_or_went_too_far_is_written_again(int kept)
    {
        await using (var service = await StartAsync())
        {
            await SendAsync(service, """[{"first":1}]""");
        }

        var before = await File.ReadAllBytesAsync(FilePath);
        await using (var service = await StartAsync())
        {
            await SendAsync(service, """[{"second":1},{"second":2}]""");
        }

        // A crash between the export and the note of it: the database has the findings, and the file has some of their bytes.
        var whole = await File.ReadAllBytesAsync(FilePath);
        await File.WriteAllBytesAsync(FilePath, whole[..Math.Min(whole.Length, before.Length + kept)]);
        Note(1, before.Length);
        await using (await StartAsync())
        {
        }

        Assert.Equal(whole, await File.ReadAllBytesAsync(FilePath));
    }

    [Fact]
    public async Task File_that_was_moved_away_begins_again_with_the_next_finding()
    {
        await using (var service = await StartAsync())
        {
            await SendAsync(service, """[{"first":1}]""");
        }

        File.Delete(FilePath);
        await using (var service = await StartAsync())
        {
            await SendAsync(service, """[{"second":1}]""");
            Assert.Equal(2, (await service.Client.GetJsonAsync("/stage3"))["items"]!.AsArray().Count);
        }

        Assert.Equal("{\"second\":1}\n", await File.ReadAllTextAsync(FilePath));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var service = await StartAsync(RunningService.Settings with { MaximumBody = 1000 });

        var answer = await service.Client.PostJsonAsync("/stage3", $$"""[{"a":"{{new string('x', 2000)}}"}]""");

        Assert.Equal((413, "MENACE7012"), await answer.ProblemAsync());
        Assert.Equal(0, new FileInfo(FilePath).Length);
    }

    [Fact]
    public async Task Full_disk_is_reported_and_nothing_of_the_request_stays()
    {
        await using var service = await ServiceProcess.StartAsync(_folder.Path, ["stage3", "--file", "items.jsonl"], largestFile: 256);
        await (await service.Client.PostJsonAsync("/stage3", """[{"first":1}]""")).JsonAsync();

        var large = await service.Client.PostJsonAsync("/stage3", $$"""[{"a":1},{"b":"{{new string('x', 1 << 20)}}"}]""");

        Assert.Equal((503, "MENACE7017"), await large.ProblemAsync());
        Assert.Equal("{\"first\":1}\n", await File.ReadAllTextAsync(FilePath));
        Assert.Single((await service.Client.GetJsonAsync("/stage3"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_second_service_on_the_same_file_is_refused()
    {
        await using var service = await StartAsync();

        Assert.Equal("MENACE7006", Assert.Throws<CodedException>(() => FindingStore.Open(FilePath)).Rule.Id);
    }

    public void Dispose() => _folder.Dispose();

    private void Note(long last, long length)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={FilePath}.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = FormattableString.Invariant($"UPDATE export SET last_finding = {last}, length = {length}");
        command.ExecuteNonQuery();
    }

    private Task<RunningService> StartAsync(ServiceSettings? settings = null)
    {
        var store = FindingStore.Open(FilePath);
        return RunningService.StartAsync(app => FindingEndpoints.Map(app, store, new BodyBudget((settings ?? RunningService.Settings).MaximumBodies), (settings ?? RunningService.Settings).MaximumBody), settings, store);
    }

    private static async Task<int> SendAsync(RunningService service, string json, string? key = null)
    {
        var answer = await service.Client.PostJsonAsync("/stage3", json, key);
        return answer.IsSuccessStatusCode ? (int)(await answer.JsonAsync())["received"]! : throw new HttpRequestException(await answer.Content.ReadAsStringAsync());
    }
}
