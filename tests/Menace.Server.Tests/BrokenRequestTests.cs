using System.Collections.Concurrent;
using System.Net;
using Menace.Pipeline.Storage;
using Menace.Server.Hosting;
using Menace.Server.Tests.Rig;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Menace.Server.Tests;

/// <summary>How a service answers what it cannot do.</summary>
public sealed class BrokenRequestTests : IAsyncLifetime, IDisposable
{
    private readonly RecordingLog _log = new();
    private readonly WebApplication _app;
    private HttpClient? _client;

    public BrokenRequestTests()
    {
        _app = ServiceHost.Create(RunningService.Settings, services => services.AddLogging(logging => logging.AddProvider(_log)));
        _app.MapGet("/refused", string () => throw new ProblemException(404, Model.Diagnostics.Rules.NotFound, "thing"));
        _app.MapGet("/full", string () => throw new ProblemException(429, Model.Diagnostics.Rules.NotFound, "thing")
        {
            RetryAfter = 7,
            Extensions = { ["findings"] = new[] { "more" } },
        });
        _app.MapGet("/store", string () => throw new WorkflowDbException("db", "disk full"));
        _app.MapGet("/broken", string () => throw new InvalidOperationException("secret"));
    }

    [Theory]
    [InlineData("/refused")]
    [InlineData("/missing")]
    public async Task Problem_of_the_caller_is_answered_and_not_logged(string path)
    {
        var answer = await _client!.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("MENACE7019", (string)(await answer.JsonAsync())["code"]!);
        Assert.Empty(_log.Entries);
    }

    [Theory]
    [InlineData("/store", HttpStatusCode.ServiceUnavailable, typeof(WorkflowDbException))]
    [InlineData("/broken", HttpStatusCode.InternalServerError, typeof(InvalidOperationException))]
    public async Task Failure_of_the_service_is_logged_once(string path, HttpStatusCode status, Type exception)
    {
        var answer = await _client!.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var entry = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Error, exception), (entry.Level, entry.Exception!.GetType()));
    }

    [Theory]
    [InlineData("/refused")]
    [InlineData("/missing")]
    public async Task Caller_that_accepts_events_only_gets_the_problem_too(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/event-stream");

        var answer = await _client!.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(Problems.ContentType, answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("text/event-stream")]
    public async Task Problem_has_the_members_of_rfc_9457_and_those_of_the_rule(string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/full");
        request.Headers.Add("Accept", accepted);

        var answer = await _client!.SendAsync(request);

        var problem = await answer.JsonAsync();
        Assert.Equal(["code", "detail", "findings", "status", "title"], problem.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            ("Not found", 429, "No such resource: thing", "MENACE7019", "more"),
            ((string)problem["title"]!, (int)problem["status"]!, (string)problem["detail"]!, (string)problem["code"]!, (string)problem["findings"]![0]!));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("7", answer.Headers.RetryAfter!.ToString());
        Assert.Equal(Problems.ContentType, answer.Content.Headers.ContentType!.MediaType);
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = RunningService.AddressOf(_app) };
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose()
    {
        _client?.Dispose();
        _log.Dispose();
    }

    /// <summary>Keeps what is logged, in every category.</summary>
    private sealed class RecordingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, Exception? Exception)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((logLevel, exception));

        public void Dispose()
        {
            // A provider has to be disposable; there is nothing to free.
        }
    }
}
