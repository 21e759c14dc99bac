using System.Text.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Tests.Research;

namespace Menace.Pipeline.Tests.Coding.Chat;

/// <summary>The key is sent to the service, and is nowhere else.</summary>
public sealed class ChatKeyTests : IDisposable
{
    /// <summary>No form of a secret: only the value itself tells that it is one.</summary>
    private const string Key = "zebra/quartz+violet-1729";

    private readonly string _variable = "CHAT_TEST_" + Guid.NewGuid().ToString("N");

    public ChatKeyTests() => Environment.SetEnvironmentVariable(_variable, Key);

    public void Dispose() => Environment.SetEnvironmentVariable(_variable, null);

    [Fact]
    public async Task The_key_is_sent_as_a_header()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = Rig(server);

        Assert.Single((await rig.Build().GenerateAsync(ChatRig.Twice(), default)).Candidates);

        Assert.Contains($"\r\nAuthorization: Bearer {Key}\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "content")]
    [InlineData("200 OK", "finish")]
    [InlineData("200 OK", "body")]
    [InlineData("400 KEY", "error")]
    [InlineData("401 KEY", "error")]
    [InlineData("403 Forbidden", "text")]
    [InlineData("503 KEY", "error")]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/KEY", "body")]
    [InlineData("302 Found\r\nLocation: http://KEY.example/", "body")]
    public async Task A_service_that_repeats_the_key_does_not_spread_it(string status, string kind)
    {
        var code = $"```csharp\n// {Key}\npublic static int Twice(int number) => number * 2;\n```";
        var body = kind switch
        {
            "content" => ChatRig.Body(code),
            "finish" => ChatRig.Body(ChatRig.Good, finish: Key),
            "error" => JsonSerializer.Serialize(new { error = new { message = "wrong key " + Key } }),
            "text" => JsonSerializer.Serialize(new { error = "wrong key " + Key }),
            _ => Key,
        };
        await using var server = ChatRig.Server(LocalServer.Json(body, status.Replace("KEY", Key.Replace('/', '-'), StringComparison.Ordinal)));
        await using var plain = ChatRig.Server(LocalServer.Json(body, status.Replace("KEY", Key, StringComparison.Ordinal)));
        foreach (var one in new[] { server, plain })
        {
            using var rig = Rig(one);
            rig.Settings = rig.Settings with { Answers = AnswersMode.Record };
            var generator = rig.Build();

            var answer = await generator.GenerateAsync(ChatRig.Twice(purpose: "Uses " + Key), default);

            Assert.Contains(Key, one.Requests[0], StringComparison.Ordinal);
            Assert.DoesNotContain(Key, ChatRig.PromptOf(one.Requests[0]), StringComparison.Ordinal);
            Assert.DoesNotContain(Key, answer + answer.Reason + answer.Effort + generator.Usage + rig.Settings + rig.Config, StringComparison.Ordinal);
            Assert.All(answer.Candidates, candidate => Assert.DoesNotContain(Key, candidate.ToString(), StringComparison.Ordinal));
            var files = Directory.GetFiles(rig.Folder.Path, "*", SearchOption.AllDirectories);
            Assert.Contains(files, file => file.EndsWith("chat.log", StringComparison.Ordinal));
            Assert.All(files, file => Assert.DoesNotContain(Key, File.ReadAllText(file), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Code_with_the_key_in_it_is_refused()
    {
        await using var server = ChatRig.Server(
            ChatRig.Response($"```csharp\npublic static string Word() => \"{Key}\";\npublic static int Twice(int number) => number * 2;\n```"));
        using var rig = Rig(server);

        var answer = await rig.Build().GenerateAsync(ChatRig.Twice(), default);

        Assert.EndsWith("it holds a secret", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("", "is not set")]
    [InlineData("violet\n1729", "has characters that no header can have")]
    [InlineData("violet 1729", "has characters that no header can have")]
    [InlineData("violet\u00e91729", "has characters that no header can have")]
    public async Task A_key_that_cannot_be_sent_is_an_error_without_the_key(string? value, string message)
    {
        Environment.SetEnvironmentVariable(_variable, value);
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = Rig(server);

        var exception = await Assert.ThrowsAsync<PipelineException>(() => rig.Build().GenerateAsync(ChatRig.Twice(), default));

        Assert.Equal("MENACE3073", exception.Code);
        Assert.Contains(_variable, exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("violet", exception.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Settings_that_are_printed_do_not_show_the_address()
    {
        await using var server = ChatRig.Server(ChatRig.Response(ChatRig.Good));
        using var rig = Rig(server);
        rig.Settings = rig.Settings with { Endpoint = server.Url + "/v1?code=" + Key };

        Assert.DoesNotContain(Key, rig.Settings.ToString(), StringComparison.Ordinal);
        await rig.Build().GenerateAsync(ChatRig.Twice(), default);
        Assert.DoesNotContain(Key, rig.Log, StringComparison.Ordinal);
    }

    private ChatRig Rig(LocalServer server)
    {
        var rig = new ChatRig(server.Url);
        rig.Settings = rig.Settings with { KeyVariable = _variable };
        return rig;
    }
}
