using System.Text.Json;
using Menace.Model.Json;
using Menace.Model.Tasks;
using Menace.Pipeline.Coding;
using Menace.Pipeline.Coding.Chat;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Tests.Research;

namespace Menace.Pipeline.Tests.Coding.Chat;

/// <summary>A project with a chat model.</summary>
internal sealed class ChatRig : IDisposable
{
    public const string Good = "```csharp\npublic static int Twice(int number) => number * 2;\n```";

    private readonly List<ChatCodeGenerator> _generators = [];

    public ChatRig(string? endpoint = null) => Settings = new() { Endpoint = endpoint, Model = "tester" };

    public TemporaryFolder Folder { get; } = new();

    public ChatSettings Settings { get; set; }

    public TimeProvider Clock { get; set; } = new ImmediateClock();

    public IReadOnlyList<TimeSpan> Waits => ((ImmediateClock)Clock).Waits;

    public BotDevConfig Config => new() { SourceDirectory = Folder.Path, StateDirectory = Folder["state"], Chat = Settings };

    public string Log => File.ReadAllText(Folder["state/logs/chat/chat.log"]);

    public string AnswersPath => Folder["menace.answers.json"];

    public static CandidateReading Reading { get; } = new(LanguageTable.Create(new(), new ProcessRunner()));

    public void Dispose()
    {
        _generators.ForEach(generator => generator.Dispose());
        Folder.Dispose();
    }

    /// <summary>A generator of a new build.</summary>
    public ChatCodeGenerator Build()
    {
        var generator = ChatCodeGenerator.FromSettings(
            Config, new ContextBuilder(new KnowledgeFolder(Folder["knowledge"])), Reading, Clock)!;
        _generators.Add(generator);
        return generator;
    }

    public static CodeRequest Twice(string bot = "twice", string purpose = "Doubles numbers.") => new(
        new TaskInfo
        {
            Name = bot,
            Metadata = new() { Purpose = purpose, Description = "The longer description.", Language = BotLanguage.CSharp },
        },
        BotLanguage.CSharp)
    {
        Functions = [new("Twice", ["number"], [Example(21, 42), Example(-3, -6)])],
    };

    public static TaskExample Example(JsonValue argument, JsonValue result, string function = "Twice") =>
        new() { Function = function, Args = [argument], Returns = result };

    /// <summary>What a service answers over HTTP.</summary>
    public static string Response(string text, string finish = "stop", int input = 100, int output = 20) =>
        LocalServer.Json(Body(text, finish, input, output));

    public static string Body(string text, string finish = "stop", int input = 100, int output = 20) => JsonSerializer.Serialize(new
    {
        choices = new[] { new { message = new { role = "assistant", content = text }, finish_reason = finish } },
        usage = new { prompt_tokens = input, completion_tokens = output },
    });

    /// <summary>A server that answers one after the other, the last one for ever.</summary>
    public static LocalServer Server(params string[] responses)
    {
        var next = -1;
        return new((_, stream, cancellationToken) => stream.WriteAsync(
            System.Text.Encoding.UTF8.GetBytes(responses[Math.Min(Interlocked.Increment(ref next), responses.Length - 1)]), cancellationToken)
            .AsTask());
    }

    /// <summary>The prompt of a request.</summary>
    public static string PromptOf(string request)
    {
        using var body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        return body.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
    }
}
