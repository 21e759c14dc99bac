using System.Diagnostics;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Handoff.Queries;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Hosting;
using Menace.Server.Queries;
using Menace.Server.Queue;
using Menace.Server.Tests.Rig;
using RabbitMQ.Client;

namespace Menace.Server.Tests;

/// <summary>Questions to whoever hands packages off, over both ways: one answer for each, whoever dies.</summary>
[Collection(RabbitBroker.Collection)]
public sealed class QueryTests(RabbitBroker broker) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningStage4 _stage4 = null!;
    private RabbitHost _host = null!;
    private TestVariable _variable = null!;

    public static TheoryData<string> Ways => ["http", "queue"];

    public async Task InitializeAsync()
    {
        _stage4 = await RunningStage4.StartAsync(_folder["state"], settings => settings with { Slots = 0 });
        _host = await broker.CreateReadyHostAsync();
        _variable = new TestVariable(_host.Uri);
    }

    public async Task DisposeAsync() => await _stage4.DisposeAsync();

    public void Dispose()
    {
        _variable.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_question_is_answered_and_without_one_nobody_waits(string way)
    {
        var bot = Bot(way);
        var clock = Stopwatch.StartNew();
        Assert.False(await bot.RespondToQueriesAsync((_, _) => throw new InvalidOperationException("asked")));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        var first = AskAsync(way, "Wie geht's?");
        Assert.True(await RespondAsync(bot, (query, _) => Task.FromResult(query + " Gut — danke.")));

        Assert.Equal("Wie geht's? Gut — danke.", await first);
        Assert.False(await bot.RespondToQueriesAsync((_, _) => Task.FromResult("")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Questions_are_answered_one_at_a_time_oldest_first(string way)
    {
        var bot = Bot(way);
        var first = AskAsync(way, "1");
        await UntilWaitingAsync(way, 1);
        var second = AskAsync(way, "2");
        await UntilWaitingAsync(way, 2);

        Assert.True(await bot.RespondToQueriesAsync((query, _) => Task.FromResult("answer " + query)));
        Assert.Equal("answer 1", await first);
        Assert.False(second.IsCompleted);
        Assert.True(await bot.RespondToQueriesAsync((query, _) => Task.FromResult("answer " + query)));
        Assert.Equal("answer 2", await second);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_the_handler_throws_comes_out_after_who_asked_was_told(string way)
    {
        var asked = AskAsync(way, "?");

        var thrown = await Assert.ThrowsAsync<FileNotFoundException>(() => RespondAsync(Bot(way), (_, _) => throw new FileNotFoundException("no such plan, password=geheim1234")));

        Assert.StartsWith("no such plan", thrown.Message, StringComparison.Ordinal);
        var told = await Assert.ThrowsAsync<QueryFailedException>(() => asked);
        Assert.StartsWith("FileNotFoundException: no such plan", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", told.Message, StringComparison.Ordinal);
        Assert.False(await Bot(way).RespondToQueriesAsync((_, _) => Task.FromResult("")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_question_that_nobody_answers_ends_with_its_patience(string way)
    {
        var failure = await Assert.ThrowsAsync<QueryFailedException>(() => new QueryChannel(Settings(way)).AskAsync("?", TimeSpan.FromSeconds(1)));

        Assert.Equal("nobody answered within 1 s", failure.Message);
        await Task.Delay(200);
        Assert.False(await Bot(way).RespondToQueriesAsync((_, _) => Task.FromResult("too late")));
    }

    [Fact]
    public async Task Through_the_queue_a_question_whose_answerer_is_cut_off_is_answered_by_the_next()
    {
        var asked = AskAsync("queue", "?");
        await UntilWaitingAsync("queue", 1);

        // Its connection ends as that of a process that is killed: without a word about the message.
        await using (var connection = await new ConnectionFactory { Uri = new(_host.Uri), AutomaticRecoveryEnabled = false }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            Assert.NotNull(await channel.BasicGetAsync(QueueTopology.QueryQueue, autoAck: false));
            await connection.CloseAsync();
        }

        // And one that is called off in its answering.
        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RespondAsync(
            Bot("queue"), async (_, cancellationToken) =>
            {
                await end.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return "";
            }, end.Token));

        Assert.True(await RespondAsync(Bot("queue"), (_, _) => Task.FromResult("42")));
        Assert.Equal("42", await asked);
    }

    [Fact]
    public async Task Over_HTTP_a_question_whose_answerer_dies_is_given_to_the_next_and_the_first_answer_counts()
    {
        var clock = new ManualClock();
        var desk = new QueryDesk(clock);
        await using var service = await RunningService.StartAsync(app => QueryEndpoints.Map(app, desk, new BodyBudget(1 << 20)));
        using var client = new Pipeline.Handoff.Stage4Client(service.Client.BaseAddress!.ToString(), null, TimeSpan.FromSeconds(30));
        var asked = client.AskAsync("?", TimeSpan.FromMinutes(10), default);
        WaitingQuery? dying;
        while ((dying = await client.TakeQueryAsync(default)) is null)
        {
            await Task.Delay(20);
        }

        Assert.Null(await client.TakeQueryAsync(default));
        clock.Advance(QueryDesk.Lease);
        var next = await client.TakeQueryAsync(default);

        Assert.Equal(dying, next);
        await client.AnswerQueryAsync(next!.Id, new("42", null), default);
        await client.AnswerQueryAsync(dying.Id, new("late", null), default);
        Assert.Equal("42", await asked);
    }

    [Fact]
    public async Task A_given_channel_is_asked_where_there_is_no_address()
    {
        await using var connection = await new ConnectionFactory { Uri = new(_host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var bot = new TaskHandoffBot(null, channel, new WorkflowDb(_folder["own.db"]));
        var asked = AskAsync("queue", "?");

        Assert.True(await RespondAsync(bot, (_, _) => Task.FromResult("!")));

        Assert.Equal("!", await asked);
        Assert.True(channel.IsOpen);
    }

    [Fact]
    public async Task A_way_that_is_missing_is_named_and_the_other_is_used()
    {
        var empty = await broker.CreateHostAsync();
        using var variable = new TestVariable(empty.Uri);
        var failure = await Assert.ThrowsAsync<HandoffException>(
            () => new TaskHandoffBot(new WorkflowDb(_folder["own.db"]), new() { QueueUriVariable = variable.Name, Timeout = TimeSpan.FromSeconds(10) }).RespondToQueriesAsync((_, _) => Task.FromResult("")));
        Assert.Contains("no queue 'menace.query.v1'. `menace stage4 init` declares it", failure.Message, StringComparison.Ordinal);

        var both = Settings("queue") with { Stage4Url = "http://127.0.0.1:1" };
        var asked = new QueryChannel(both).AskAsync("?", TimeSpan.FromSeconds(30));
        Assert.True(await RespondAsync(new TaskHandoffBot(new WorkflowDb(_folder["own.db"]), both), (_, _) => Task.FromResult("!")));
        Assert.Equal("!", await asked);
    }

    [Fact]
    public async Task Too_many_questions_and_broken_ones_are_refused()
    {
        for (var i = 0; i < QueryDesk.Most; i++)
        {
            (await _stage4.Client.PostJsonAsync("/v1/queries", """{"query":"?"}""")).EnsureSuccessStatusCode();
        }

        Assert.Equal((429, "MENACE7015"), await (await _stage4.Client.PostJsonAsync("/v1/queries", """{"query":"?"}""")).ProblemAsync());
        Assert.Equal((400, "MENACE7011"), await (await _stage4.Client.PostJsonAsync("/v1/queries", "{}")).ProblemAsync());
        Assert.Equal((400, "MENACE7016"), await (await _stage4.Client.PostJsonAsync("/v1/queries", """{"query":"?","timeoutSeconds":0}""")).ProblemAsync());
        Assert.Equal((404, "MENACE7019"), await (await _stage4.Client.GetAsync("/v1/queries/nothing")).ProblemAsync());
        Assert.Equal((404, "MENACE7019"), await (await _stage4.Client.PostJsonAsync("/v1/queries/nothing/answer", """{"answer":"!"}""")).ProblemAsync());
    }

    [Fact]
    public async Task The_page_shows_what_is_compiled_here()
    {
        var settings = Settings("http");
        var handoff = Bot("http");
        var answering = Task.Run(async () =>
        {
            // <docs/handoff.md>
            var wasAsked = await handoff.RespondToQueriesAsync((query, cancellationToken) => Task.FromResult("7 bots"));
            string answer = await new QueryChannel(settings).AskAsync("how many bots?", TimeSpan.FromMinutes(1));
            // </docs/handoff.md>
            return (wasAsked, answer);
        });
        Assert.True(await RespondAsync(handoff, (_, _) => Task.FromResult("7 bots")));

        Assert.Equal((false, "7 bots"), await answering);
        var source = await File.ReadAllTextAsync(Path.Combine(DocumentationPage.Root, "tests/Menace.Server.Tests/QueryTests.cs"));
        var start = source.IndexOf("// <docs/handoff.md>\n", StringComparison.Ordinal) + "// <docs/handoff.md>\n".Length;
        var snippet = source[start..source.IndexOf("            // </docs/handoff.md>", StringComparison.Ordinal)].Replace("            ", "", StringComparison.Ordinal);
        Assert.Contains($"```csharp\n{snippet}```", DocumentationPage.Read("docs/handoff.md").Text, StringComparison.Ordinal);
    }

    private HandoffSettings Settings(string way) => way == "http"
        ? new() { Stage4Url = _stage4.Client.BaseAddress!.ToString(), Timeout = TimeSpan.FromSeconds(10) }
        : new() { QueueUriVariable = _variable.Name, Timeout = TimeSpan.FromSeconds(10) };

    private TaskHandoffBot Bot(string way) => new(new WorkflowDb(_folder["own.db"]), Settings(way));

    private Task<string> AskAsync(string way, string query) => new QueryChannel(Settings(way)).AskAsync(query, TimeSpan.FromSeconds(60));

    /// <summary>As a bot does in a loop of its own.</summary>
    private static async Task<bool> RespondAsync(TaskHandoffBot bot, Func<string, CancellationToken, Task<string>> handler, CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                if (await bot.RespondToQueriesAsync(handler, cancellationToken))
                {
                    return true;
                }
            }
            catch (HandoffException)
            {
                // One of the ways is missing, and no question is there yet.
            }

            await Task.Delay(100, CancellationToken.None);
        }

        return false;
    }

    private async Task UntilWaitingAsync(string way, int count)
    {
        if (way == "http")
        {
            await Task.Delay(500);
            return;
        }

        await using var connection = await new ConnectionFactory { Uri = new(_host.Uri) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Eventually.IsSoAsync(async () => (await channel.QueueDeclarePassiveAsync(QueueTopology.QueryQueue)).MessageCount >= count);
    }
}
