using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;
using Menace.Pipeline.Research;
using Menace.Pipeline.Storage;
using Menace.Server.Tests.Rig;

namespace Menace.Pipeline.Tests.Research;

/// <summary>Findings reach Stage 3 once, whatever happens in between.</summary>
public sealed class FindingDeliveryTests : IDisposable
{
    private static readonly ResearchFinding Finding = new("wiki", "https://wiki/a", "Round half to even.") { Task = "slugs", Topic = "rounding" };

    private readonly TemporaryFolder _folder = new();
    private readonly WorkflowDb _database;

    public FindingDeliveryTests()
    {
        _database = new WorkflowDb(_folder["workflows.db"]);
        _database.StartRun("0123456789abcdef", []);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finding_is_sent_once_with_its_id()
    {
        await using var server = new LocalServer(LocalServer.Json("""{"ok":true,"received":1}"""));
        var delivery = Delivery(server.Url + "/stage3");

        Assert.Equal(1, delivery.Record([Finding]));
        Assert.Empty(await delivery.SendAsync(default));
        Assert.Equal(0, delivery.Record([Finding]));
        Assert.Empty(await delivery.SendAsync(default));

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /stage3 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains($"Idempotency-Key: {Finding.Id}\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith($$"""[{"id":"{{Finding.Id}}","topic":"rounding","title":"","content":"Round half to even.","summary":"","task":"slugs","source":"wiki","source_url":"https://wiki/a","data_depth":0,"corroboration_count":0}]""", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_wait_while_stage3_is_down_and_are_sent_by_a_later_run()
    {
        var down = new LocalServer("");
        await down.DisposeAsync();
        var delivery = Delivery(down.Url);
        delivery.Record([Finding, Finding with { Text = "Another text." }]);

        var warning = Assert.Single(await delivery.SendAsync(default));

        Assert.Equal("MENACE3084", warning.Rule.Id);
        Assert.StartsWith("2 findings wait in the outbox, because Stage 3 does not accept them: Connection refused.", warning.Message, StringComparison.Ordinal);
        await using var up = new LocalServer(LocalServer.Json("""{"ok":true}"""));
        var reopened = new FindingDelivery(new WorkflowDb(_folder["workflows.db"]), new() { Stage3Url = up.Url });
        Assert.Equal(0, reopened.Record([Finding]));
        Assert.Equal(new FlushResult(2, 0, null), await reopened.FlushAsync(default));
        Assert.Equal(new FlushResult(0, 0, null), await reopened.FlushAsync(default));
        Assert.Equal(2, up.Requests.Count);
    }

    [Fact]
    public async Task Finding_that_was_accepted_before_a_kill_is_sent_with_the_same_key()
    {
        // The receiver has taken it, and the connection is gone before it answers: as for a process that is killed then.
        var isFirst = true;
        await using var server = new LocalServer((_, stream, cancellationToken) =>
        {
            var answer = isFirst ? "" : LocalServer.Json("""{"ok":true}""");
            isFirst = false;
            return stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), cancellationToken).AsTask();
        });
        Delivery(server.Url).Record([Finding]);

        Assert.Equal(1, (await Delivery(server.Url).FlushAsync(default)).Waiting);
        Assert.Equal(1, (await Delivery(server.Url).FlushAsync(default)).Confirmed);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Contains($"Idempotency-Key: {Finding.Id}\r\n", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("200 OK", "application/json", """{"ok":false}""", "it could not store the finding")]
    [InlineData("200 OK", "text/html", "<html>", "its answer is not valid JSON")]
    [InlineData("401 Unauthorized", "text/plain", "", "it answers 401 Unauthorized")]
    [InlineData("302 Found", "text/plain", "", "it redirects to another address, which is not followed")]
    [InlineData("503 Busy", "text/plain", "", "it answers 503 Busy")]
    public async Task Answer_that_confirms_nothing_leaves_the_finding_in_the_outbox(string status, string type, string body, string reason)
    {
        await using var server = new LocalServer(LocalServer.Json(body, status, type));
        var delivery = Delivery(server.Url);
        delivery.Record([Finding]);

        Assert.Equal(new FlushResult(0, 1, reason), await delivery.FlushAsync(default));
        Assert.Equal((1, reason), (_database.WaitingFindings()[0].Attempts, _database.WaitingFindings()[0].LastError));
    }

    [Fact]
    public async Task Finding_that_is_rejected_as_invalid_blocks_no_other()
    {
        var isFirst = true;
        await using var server = new LocalServer((_, stream, cancellationToken) =>
        {
            var answer = isFirst ? LocalServer.Json("{}", "422 Unprocessable Content") : LocalServer.Json("""{"ok":true}""");
            isFirst = false;
            return stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer), cancellationToken).AsTask();
        });
        var delivery = Delivery(server.Url);
        delivery.Record([Finding, Finding with { Text = "Another text." }]);

        var result = await delivery.FlushAsync(default);

        Assert.Equal((1, 1, 0), (result.Confirmed, result.Refused, result.Waiting));
    }

    [Theory]
    [InlineData("200 OK", """{"ok":false}""", "it could not store the finding")]
    [InlineData("404 Not Found", "{}", "it answers 404 Not Found")]
    [InlineData("500 Oh", "{}", "it answers 500 Oh")]
    public async Task Finding_that_fails_is_kept_with_its_reason_and_holds_up_no_other(string status, string body, string reason)
    {
        await using var server = new LocalServer((request, stream, cancellationToken) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
            request.Contains("Round half", StringComparison.Ordinal) ? LocalServer.Json(body, status) : LocalServer.Json("""{"ok":true}""")), cancellationToken).AsTask());
        var clock = new ManualClock();
        var database = new WorkflowDb(_folder["workflows.db"], clock: clock);
        var delivery = new FindingDelivery(database, new() { Stage3Url = server.Url }, clock: clock);
        delivery.Record([Finding, Finding with { Text = "Another text." }]);

        var warning = Assert.Single(await delivery.SendAsync(default));

        Assert.Contains(reason, warning.Message, StringComparison.Ordinal);
        var kept = Assert.Single(database.WaitingFindings());
        Assert.Equal((1, reason, clock.GetUtcNow() + TimeSpan.FromMinutes(1)), (kept.Attempts, kept.LastError, kept.NextAt));

        // It is not due for a minute, and then for two.
        Assert.Empty(await delivery.SendAsync(default));
        Assert.Equal(2, server.Requests.Count);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await delivery.SendAsync(default));
        Assert.Equal(clock.GetUtcNow() + TimeSpan.FromMinutes(2), Assert.Single(database.WaitingFindings()).NextAt);
        Assert.Equal(new FlushResult(0, 1, reason), await delivery.FlushAsync(default));
    }

    [Fact]
    public async Task Many_findings_that_fail_end_an_attempt_and_others_are_first_in_the_next_one()
    {
        await using var server = new LocalServer((request, stream, cancellationToken) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(
            request.Contains("good", StringComparison.Ordinal) ? LocalServer.Json("""{"ok":true}""") : LocalServer.Json("", "500 Oh")), cancellationToken).AsTask());
        var delivery = Delivery(server.Url);
        delivery.Record([.. Enumerable.Range(0, 25).Select(i => Finding with { Text = $"bad {i}" }), Finding with { Text = "good" }]);

        Assert.Equal(new FlushResult(0, 26, "it answers 500 Oh"), await delivery.FlushAsync(default));
        Assert.Equal(20, server.Requests.Count);
        Assert.Equal(new FlushResult(1, 25, "it answers 500 Oh"), await delivery.FlushAsync(default));
    }

    [Theory]
    [InlineData("http://stage3.example/stage3", "it is at stage3.example, which has to be asked over https")]
    [InlineData("stage3", "its address is not an absolute http or https address")]
    public async Task Findings_leave_this_machine_only_over_https(string address, string reason)
    {
        var delivery = Delivery(address);
        delivery.Record([Finding]);

        Assert.Equal(new FlushResult(0, 1, reason), await delivery.FlushAsync(default));
    }

    [Fact]
    public async Task Secrets_are_redacted_before_they_are_recorded()
    {
        await using var server = new LocalServer(LocalServer.Json("{}"));
        var delivery = Delivery(server.Url);
        delivery.Record([Finding with { Text = "Log in with password=Zu7!kkQp29sLmmx" }]);

        await delivery.FlushAsync(default);

        Assert.Contains("password=[REDACTED]", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_and_findings_do_not_block_each_other()
    {
        Delivery("http://127.0.0.1:1").Record([Finding]);

        Assert.Equal(new FlushResult(0, 0, null), await new HandoffDelivery(_database, [], new()).FlushAsync(default));
    }

    [Fact]
    public async Task Only_complete_findings_are_recorded_and_before_their_values_are_used()
    {
        var research = new ResearchAggregatorBot(["rounding"], null, [new Wiki()], new());
        var forwarded = new ForwardedResearch(research, Delivery("http://127.0.0.1:1"));

        var answer = await forwarded.CompleteAsync([new(new() { Name = "slugs" }, ["metadata.purpose"])], default);

        Assert.Single(answer.Fields);
        Assert.Equal(2, _database.WaitingFindings().Count);
        await forwarded.CompleteAsync([new(new() { Name = "slugs" }, ["metadata.purpose"])], default);
        Assert.Equal(2, _database.WaitingFindings().Count);
    }

    private FindingDelivery Delivery(string address) => new(_database, new() { Stage3Url = address });

    private sealed class Wiki : IResearchSource
    {
        public string Name => "wiki";

        public bool IsRemote => false;

        public Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ResearchFinding>>(question.Field.Length > 0
                ? [new("wiki", "a", "Makes parts of addresses.") { Bot = "slugs", Field = question.Field, Value = "Makes parts of addresses." }, new("wiki", "b", "Is alike.")]
                : [new("wiki", "c", "Round half to even.")]);
    }
}
