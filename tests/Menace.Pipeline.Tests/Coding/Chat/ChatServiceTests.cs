using System.Diagnostics;
using System.Globalization;
using System.Text;
using Menace.Pipeline.Coding.Chat;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Research;

namespace Menace.Pipeline.Tests.Coding.Chat;

/// <summary>Services that misbehave.</summary>
public sealed class ChatServiceTests
{
    [Theory]
    [InlineData("<html><body>Welcome</body></html>")]
    [InlineData("{\"choices\": []}")]
    [InlineData("{\"choices\": [{\"message\": \"text\"}]}")]
    [InlineData("{\"choices\": 3")]
    [InlineData("[1, 2]")]
    [InlineData("")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}")]
    public async Task Answers_that_are_none_are_asked_for_again_and_given_up(string body)
    {
        await using var server = ChatRig.Server(LocalServer.Json(body));
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: its answer is not that of a chat model", answer.Reason);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal([1, 2], rig.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"choices\": [")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("")]
    public async Task Connections_that_break_are_tried_again_and_given_up(string bytes)
    {
        await using var server = ChatRig.Server(bytes);
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.StartsWith("the chat model tester cannot be asked: ", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_given_up()
    {
        LocalServer server = new("");
        await server.DisposeAsync();
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: Connection refused", answer.Reason);
        Assert.Contains("no answer of tester", rig.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500 Internal Server Error", "", 1)]
    [InlineData("503 Service Unavailable", "Retry-After: 7\r\n", 7)]
    [InlineData("429 Too Many Requests", "Retry-After: 7\r\n", 7)]
    [InlineData("429 Too Many Requests", "Retry-After: 86400\r\n", 60)]
    [InlineData("429 Too Many Requests", "Retry-After: Sun, 01 Mar 2026 12:00:20 GMT\r\n", 20)]
    [InlineData("429 Too Many Requests", "Retry-After: Sun, 01 Mar 2020 12:00:20 GMT\r\n", 1)]
    [InlineData("429 Too Many Requests", "Retry-After: soon\r\n", 1)]
    [InlineData("408 Request Timeout", "", 1)]
    public async Task A_service_that_is_busy_is_asked_again_after_its_pause(string status, string header, int seconds)
    {
        await using var server = ChatRig.Server(
            $"HTTP/1.1 {status}\r\n{header}Content-Length: 0\r\nConnection: close\r\n\r\n", ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Single(answer.Candidates);
        Assert.Equal([seconds], rig.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("400 Bad Request", "{\"error\": {\"message\": \"no\\nsuch parameter\"}}", "it answers 400 Bad Request: no such parameter")]
    [InlineData("404 Not Found", "{\"error\": \"model 'tester' not found\"}", "it answers 404 Not Found: model 'tester' not found")]
    [InlineData("403 Forbidden", "<html>", "it answers 403 Forbidden")]
    public async Task A_request_that_a_service_rejects_is_not_repeated(string status, string body, string reason)
    {
        await using var server = ChatRig.Server(LocalServer.Json(body, status));
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: " + reason, answer.Reason);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_service_that_fails_for_one_bot_is_asked_for_the_next_up_to_three_failures_in_a_row()
    {
        var (bad, good) = (LocalServer.Json("{}", "400 Bad Request"), ChatRig.Response(ChatRig.Good));
        await using var server = ChatRig.Server(bad, bad, good, bad, bad, bad, good);
        using var rig = new ChatRig(server.Url);
        var generator = rig.Build();

        List<bool> found = [];
        for (var bot = 0; bot < 8; bot++)
        {
            var answer = await generator.GenerateAsync(ChatRig.Twice($"bot{bot}"), default);
            found.Add(answer.Candidates.Count > 0);
            if (bot == 7)
            {
                Assert.Equal("the chat model tester cannot be asked: it answers 400 Bad Request, and 3 requests in a row failed", answer.Reason);
            }
        }

        Assert.Equal([false, false, true, false, false, false, false, false], found);
        Assert.Equal(6, server.Requests.Count);

        // The next build asks again.
        Assert.Single((await rig.Build().GenerateAsync(ChatRig.Twice(), default)).Candidates);
    }

    [Fact]
    public async Task A_key_that_is_not_accepted_ends_asking_at_once()
    {
        await using var server = ChatRig.Server(LocalServer.Json("{\"error\": {\"message\": \"Incorrect API key: viol...1729\"}}", "401 Unauthorized"));
        using var rig = new ChatRig(server.Url);
        var generator = rig.Build();

        var answers = new[] { await generator.GenerateAsync(ChatRig.Twice(), default), await generator.GenerateAsync(ChatRig.Twice("b"), default) };

        Assert.All(answers, answer => Assert.Equal("the chat model tester cannot be asked: it answers 401 Unauthorized", answer.Reason));
        Assert.Single(server.Requests);
        Assert.DoesNotContain("1729", rig.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cap_of_tokens_ends_asking_and_bots_that_have_code_keep_it()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good, input: 900, output: 100));
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { TokenCap = 6000, AnswerTokens = 4000 };
        var generator = rig.Build();

        var first = await generator.GenerateAsync(ChatRig.Twice("a"), default);
        await generator.GenerateAsync(ChatRig.Twice("b"), default);
        var third = await generator.GenerateAsync(ChatRig.Twice("c"), default);

        Assert.Single(first.Candidates);
        Assert.Equal(
            "the chat model tester cannot be asked: the cap of 6,000 tokens per build (MenaceChatTokenCap) leaves no room for its next answer",
            third.Reason);
        Assert.InRange(server.Requests.Count, 1, 2);
        Assert.Equal(server.Requests.Count * 1000, generator.Usage.InputTokens + generator.Usage.OutputTokens);
    }

    [Fact]
    public async Task A_service_that_hangs_is_given_up_after_the_time_limit()
    {
        await using var server = new LocalServer((_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { Timeout = TimeSpan.FromMilliseconds(300) };
        rig.Clock = TimeProvider.System;
        var generator = rig.Build();

        var answer = await generator.GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: it did not answer within 0.3 s (MenaceChatTimeout)", answer.Reason);
        Assert.Single(server.Requests);
        Assert.InRange(generator.Usage.InputTokens, 1, 1000);
    }

    [Fact]
    public async Task A_service_that_writes_slowly_for_ever_is_given_up_after_the_time_limit()
    {
        await using var server = new LocalServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), cancellationToken);
            while (true)
            {
                await stream.WriteAsync(" "u8.ToArray(), cancellationToken);
                await Task.Delay(20, cancellationToken);
            }
        });
        using var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { Timeout = TimeSpan.FromMilliseconds(300) };
        rig.Clock = TimeProvider.System;

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: it did not answer within 0.3 s (MenaceChatTimeout)", answer.Reason);
    }

    [Fact]
    public async Task A_service_that_writes_without_an_end_is_cut_off()
    {
        await using var server = new LocalServer(async (_, stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"u8.ToArray(), cancellationToken);
            var line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: {\"choices\": []}\n\n", 1000)));
            while (true)
            {
                await stream.WriteAsync(line, cancellationToken);
            }
        });
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: its answer is larger than 1 MiB", answer.Reason);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_a_request_that_hangs_at_once()
    {
        await using var server = new LocalServer((_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken));
        using var rig = new ChatRig(server.Url);
        rig.Clock = TimeProvider.System;
        using var cancel = new CancellationTokenSource();
        var generator = rig.Build();

        var asking = generator.GenerateAsync(ChatRig.Twice(), cancel.Token);
        var waiting = generator.GenerateAsync(ChatRig.Twice("second"), cancel.Token);
        await server.Asked.Task;
        var start = Stopwatch.StartNew();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.InRange(start.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task Redirects_are_not_followed(string status)
    {
        await using var other = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        await using var server = ChatRig.Server(
            $"HTTP/1.1 {status}\r\nLocation: {other.Url}/v1/chat/completions\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using var rig = new ChatRig(server.Url);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.Equal("the chat model tester cannot be asked: it redirects to 127.0.0.1, which is not followed", answer.Reason);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("https://api.example.org/v1", false, null, "MENACE3072")]
    [InlineData("http://192.168.0.7:11434", false, null, "MENACE3072")]
    [InlineData("http://localhost.example.org", false, null, "MENACE3072")]
    [InlineData("http://[::ffff:192.168.0.7]", false, null, "MENACE3072")]
    [InlineData("http://0.0.0.0:11434", false, null, "MENACE3072")]
    [InlineData("http://api.example.org", true, "SOME_KEY", "MENACE3073")]
    [InlineData("http://user:quartz-1729@localhost", true, null, "MENACE3073")]
    [InlineData("ftp://localhost", false, null, "MENACE3073")]
    [InlineData("localhost:11434", false, null, "MENACE3073")]
    [InlineData("https://api.example.org/v1", true, "SOME_KEY", null)]
    [InlineData("http://[::1]:11434", false, null, null)]
    [InlineData("http://localhost:11434/v1/", false, null, null)]
    public void Other_machines_need_the_switch_and_keys_need_https(string endpoint, bool isAllowed, string? key, string? code)
    {
        using var rig = new ChatRig(endpoint);
        rig.Settings = rig.Settings with { AllowsOtherHosts = isAllowed, KeyVariable = key };

        if (code is null)
        {
            rig.Build();
            return;
        }

        var exception = Assert.Throws<PipelineException>(() => rig.Build());
        Assert.Equal(code, Assert.Single(exception.Diagnostics).Rule.Id);
        Assert.DoesNotContain("quartz", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_address_there_is_no_generator_and_without_a_model_an_error()
    {
        using var rig = new ChatRig();
        Assert.Null(ChatCodeGenerator.FromSettings(rig.Config, new(), ChatRig.Reading, rig.Clock));

        rig.Settings = new() { Endpoint = "http://localhost" };
        Assert.Contains("MenaceChatModel", Assert.Throws<PipelineException>(() => rig.Build()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/v1/chat/completions")]
    [InlineData("/", "/v1/chat/completions")]
    [InlineData("/openai/v1/", "/openai/v1/chat/completions")]
    [InlineData("/x/chat/completions?version=3", "/x/chat/completions?version=3")]
    [InlineData("/v1?version=3", "/v1/chat/completions?version=3")]
    public async Task The_address_is_the_base_of_the_service(string path, string asked)
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = new ChatRig(server.Url + path);

        await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"POST {asked} HTTP"), server.Requests[0], StringComparison.Ordinal);
    }
}
