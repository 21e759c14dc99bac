using System.Globalization;
using System.Net.Sockets;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Research;

/// <summary>
/// Asks one source, within a time. What a remote one answered is remembered, and one that fails twice in a row is left alone for a while.
/// </summary>
internal sealed class SourceCaller(IResearchSource source, ResearchMemory? memory, ResearchSettings settings, TimeProvider clock)
{
    /// <summary>Findings of one answer; the rest is left out.</summary>
    private const int MostFindings = 50;

    private const int MostFailures = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Nothing on this machine takes so long.</summary>
    private static readonly TimeSpan LocalTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (IReadOnlyList<ResearchFinding> Findings, DateTimeOffset At)> _asked = new(StringComparer.Ordinal);

    private int _failures;
    private DateTimeOffset _pausedUntil = DateTimeOffset.MinValue;

    /// <summary>Name of the source.</summary>
    public string Name => source.Name;

    /// <summary>Why the source was left out the first time, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>What the source has about <paramref name="question"/>; what it had at the last time if it fails.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<IReadOnlyList<ResearchFinding>> AskAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        var known = source.IsRemote ? Remembered(question) : null;
        if (known is { IsFresh: true } || clock.GetUtcNow() < _pausedUntil)
        {
            return known?.Findings ?? [];
        }

        try
        {
            var answer = await SearchAsync(question, cancellationToken);
            IReadOnlyList<ResearchFinding> findings =
                [.. answer.Take(MostFindings).Select(finding => FindingText.Bounded(finding, question))];
            _failures = 0;
            Remember(question, findings);
            return findings;
        }
#pragma warning disable CA1031 // A source is code of others, or another machine: whatever it throws, the research goes on without it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Problem ??= ReasonOf(exception);
            if (++_failures >= MostFailures)
            {
                _pausedUntil = clock.GetUtcNow() + Pause;
                _failures = 0;
            }

            return known?.Findings ?? [];
        }
    }

    private async Task<IReadOnlyList<ResearchFinding>> SearchAsync(ResearchQuestion question, CancellationToken cancellationToken)
    {
        var time = source.IsRemote ? settings.Timeout : LocalTimeout;
        using var timeout = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);

        // On another thread, and not waited for longer than its time: a source may block, or ignore the token.
        var search = Task.Run(() => source.SearchAsync(question, either.Token), either.Token);
        try
        {
            return await search.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"no answer within {time.TotalSeconds:0.###} s"));
        }
    }

    private (IReadOnlyList<ResearchFinding> Findings, bool IsFresh)? Remembered(ResearchQuestion question)
    {
        if (_asked.TryGetValue(KeyOf(question), out var asked))
        {
            return (asked.Findings, clock.GetUtcNow() - asked.At < settings.TimeToLive);
        }

        try
        {
            return memory?.Answer(source, question, settings.TimeToLive);
        }
        catch (KnowledgeException exception)
        {
            Problem ??= exception.Message;
            return null;
        }
    }

    private void Remember(ResearchQuestion question, IReadOnlyList<ResearchFinding> findings)
    {
        if (!source.IsRemote)
        {
            return;
        }

        _asked[KeyOf(question)] = (findings, clock.GetUtcNow());
        try
        {
            memory?.Keep(source, question, findings);
        }
        catch (KnowledgeException exception)
        {
            // It is asked again next time.
            Problem ??= exception.Message;
        }
    }

    private static string KeyOf(ResearchQuestion question) =>
        string.Join('\n', [question.Task.Name, question.Field, question.Topic, .. question.Words]);

    private static string ReasonOf(Exception exception) => Redaction.Redact(
        ((exception as HttpRequestException)?.InnerException as SocketException)?.Message ?? exception.Message)
        .ReplaceLineEndings(" ").TrimEnd('.');
}
