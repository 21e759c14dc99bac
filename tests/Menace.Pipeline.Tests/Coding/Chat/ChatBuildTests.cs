using System.Runtime.CompilerServices;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Coding.Chat;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;
using Microsoft.Extensions.AI;

namespace Menace.Pipeline.Tests.Coding.Chat;

/// <summary>Whole runs whose code a model writes: green, red, and replayed without the model to the same commit.</summary>
public sealed class ChatBuildTests : IDisposable
{
    private const string Good = "```python\ndef roman(number):\n    signs = [(10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I')]\n    text = ''\n"
        + "    for value, sign in signs:\n        while number >= value:\n            text += sign\n            number -= value\n    return text\n```";

    private readonly TemporaryFolder _folder = new();

    private static readonly TaskInfo Task = new()
    {
        Name = "Romans",
        Metadata = new()
        {
            Language = BotLanguage.Python,
            Purpose = "Roman numerals up to 39",
            Functions = ["roman"],
            Examples = [Example(1, "I"), Example(4, "IV"), Example(29, "XXIX"), Example(37, "XXXVII")],
        },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Model_is_asked_for_what_is_not_found_and_its_recorded_answer_gives_the_same_commit_without_it()
    {
        PipelineResult first;
        await using (var server = ChatRig.Server(ChatRig.Response("```python\ndef roman(number):\n    return 'I' * number\n```"), ChatRig.Response(Good)))
        {
            first = await RunAsync("one", new() { Endpoint = server.Url, Model = "tester", Answers = AnswersMode.Record });

            // The first answer failed its examples, and the model was told so.
            Assert.Equal(2, server.Requests.Count);
            Assert.Contains("XXIX", ChatRig.PromptOf(server.Requests[1]), StringComparison.Ordinal);
        }

        Assert.True(Assert.Single(first.Verifications).IsGreen);
        Assert.StartsWith("chat", first.Repositories[0].Spec.Origin!.Generator, StringComparison.Ordinal);
        Assert.Contains(first.Diagnostics, finding => finding.Rule.Id == "MENACE3077" && finding.Message.Contains("2 answers", StringComparison.Ordinal));
        Assert.Contains("The code was found by chat", Shell.Git(first.Repositories[0].Path, "log", "-1", "--format=%B"), StringComparison.Ordinal);

        Directory.CreateDirectory(_folder["two"]);
        File.Copy(_folder["one/menace.answers.json"], _folder["two/menace.answers.json"]);
        var second = await RunAsync("two", new() { Model = "tester", Answers = AnswersMode.Replay });

        Assert.Equal(first.Repositories[0].Commit, second.Repositories[0].Commit);
    }

    [Fact]
    public async Task Code_of_a_model_that_fails_the_examples_is_not_used()
    {
        await using var server = ChatRig.Server(ChatRig.Response("```python\ndef roman(number):\n    return 'I' * number\n```"));

        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync("one", new() { Endpoint = server.Url, Model = "tester" }));

        Assert.Contains(exception.Diagnostics, finding => finding.Rule.Id == "MENACE3050");
        Assert.False(File.Exists(_folder["one/menace.completions.json"]));
    }

    [Fact]
    public async Task Host_that_is_not_allowed_ends_the_run_before_anything_is_sent()
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => RunAsync("one", new() { Endpoint = "https://models.example", Model = "tester" }));

        Assert.Equal("MENACE3072", Assert.Single(exception.Diagnostics).Rule.Id);
    }

    [Fact]
    public async Task Client_of_ones_own_is_used()
    {
        var folder = _folder["own"];
        using var client = new Client(Good);

        // <docs/chat-models.md>
        var config = new BotDevConfig { SourceDirectory = folder, Chat = new() { Model = "my-model" } };
        using var chat = new ChatCodeGenerator(client, new ContextBuilder(), config);
        var pipeline = new ImplementationPipeline(config: config, coder: new SelfCodingEngine(chat));
        // </docs/chat-models.md>
        var result = await pipeline.RunAsync([Task]);

        Assert.True(Assert.Single(result.Verifications).IsGreen);
    }

    [Fact]
    public void Page_shows_the_example()
    {
        var source = File.ReadAllText(ThisFile());
        var start = source.IndexOf("// <docs/chat-models.md>\n", StringComparison.Ordinal) + "// <docs/chat-models.md>\n".Length;
        var snippet = source[start..source.IndexOf("        // </docs/chat-models.md>", StringComparison.Ordinal)]
            .Replace("\n        ", "\n", StringComparison.Ordinal).Trim();

        Assert.Contains($"```csharp\n{snippet}\n```", File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "chat-models.md")), StringComparison.Ordinal);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private static TaskExample Example(int number, string text) => new() { Function = "roman", Args = [number], Returns = text };

    private Task<PipelineResult> RunAsync(string folder, ChatSettings chat) => new ImplementationPipeline(
        config: new BotDevConfig { SourceDirectory = Directory.CreateDirectory(_folder[folder]).FullName, Knowledge = null, Chat = chat }).RunAsync([Task]);

    private sealed class Client(string answer) : IChatClient
    {
        public void Dispose()
        {
        }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            System.Threading.Tasks.Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)) { FinishReason = ChatFinishReason.Stop });

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
