using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Research;

/// <summary>
/// Sends findings to Stage 3. Each is in the outbox before it is sent and until it is confirmed, and is sent with its id as the key by
/// which a receiver knows one that comes twice.
/// </summary>
/// <param name="database">The database with the outbox.</param>
/// <param name="settings">The address and the token of Stage 3.</param>
/// <param name="remote">Sends requests.</param>
/// <param name="clock">Limits their time.</param>
internal sealed class FindingDelivery(WorkflowDb database, ResearchSettings settings, RemoteJson? remote = null, TimeProvider? clock = null)
{
    private const string Rejected = "Stage 3 rejects the finding as invalid";

    /// <summary>Findings that may fail one after the other: with more, Stage 3 takes none.</summary>
    private const int MostFailures = 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly Backoff Pauses = new(TimeSpan.FromMinutes(1), Longest: TimeSpan.FromDays(1));

    private readonly RemoteJson _remote = remote ?? new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Records findings to be sent; those that were recorded before are not sent again.</summary>
    /// <returns>The number of new ones.</returns>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public int Record(IReadOnlyList<ResearchFinding> findings) => findings.Count == 0 ? 0 : database.AddFindings(
        Destination, [.. findings.Select(finding =>
            (finding.Id, CanonicalJson.WriteInOrder(KnowledgeJson.Redact(FindingJson.Write(finding)))))]);

    /// <summary>Sends what is due.</summary>
    /// <returns>A warning if something goes on to wait, or is not wanted.</returns>
    public async Task<IReadOnlyList<PipelineDiagnostic>> SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var result = await SendAsync(database.WaitingFindings(areDue: true), cancellationToken);
            return (result.Reason ?? result.RefusedReason) is { } reason ? [NotForwarded(result.Waiting + result.Refused, reason)] : [];
        }
        catch (WorkflowDbException exception)
        {
            return [NotForwarded(0, exception.Message)];
        }
    }

    /// <summary>
    /// Tries every finding that waits once, due or not. One that fails waits longer each time and does not hold up the others; the
    /// attempt ends when the receiver takes none.
    /// </summary>
    /// <exception cref="WorkflowDbException">The database cannot be used.</exception>
    public Task<FlushResult> FlushAsync(CancellationToken cancellationToken) =>
        SendAsync(database.WaitingFindings(areDue: false), cancellationToken);

    private async Task<FlushResult> SendAsync(IReadOnlyList<OutboxMessage> waiting, CancellationToken cancellationToken)
    {
        var result = new FlushResult(0, 0, null);
        var failures = 0;
        for (var i = 0; i < waiting.Count; i++)
        {
            PostAnswer answer;
            try
            {
                answer = await PostAsync(waiting[i], cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception
                is HttpRequestException or IOException or FormatException or OperationCanceledException)
            {
                var reason = exception is OperationCanceledException
                    ? string.Create(CultureInfo.InvariantCulture, $"no answer within {Timeout.TotalSeconds} s")
                    : Redaction.Redact((exception.InnerException as System.Net.Sockets.SocketException)?.Message ?? exception.Message);
                database.Fail(waiting[i].Id, reason, _clock.GetUtcNow());
                return result with { Waiting = result.Waiting + waiting.Count - i, Reason = result.Reason ?? reason };
            }

            switch (answer.Outcome)
            {
                case PostOutcome.Confirmed:
                    Fault.Reached(Boundary.FindingAccepted);
                    database.Confirm(waiting[i].Id);
                    result = result with { Confirmed = result.Confirmed + 1 };
                    failures = 0;
                    break;
                case PostOutcome.Invalid:
                    database.GiveUp(waiting[i].Id, Rejected);
                    result = result with { Refused = result.Refused + 1, RefusedReason = Rejected };
                    failures = 0;
                    break;
                default:
                    database.Fail(waiting[i].Id, answer.Reason, _clock.GetUtcNow() + Pauses.After(waiting[i].Attempts + 1));
                    result = result with { Waiting = result.Waiting + 1, Reason = result.Reason ?? answer.Reason };
                    if (++failures == MostFailures)
                    {
                        return result with { Waiting = result.Waiting + waiting.Count - i - 1 };
                    }

                    break;
            }
        }

        return result;
    }

    /// <summary>The warning that findings wait.</summary>
    public static PipelineDiagnostic NotForwarded(int count, string reason) => new(
        Rules.FindingsNotForwarded, [count.ToString(CultureInfo.InvariantCulture), reason.TrimEnd('.')]);

    private string Destination =>
        Uri.TryCreate(settings.Stage3Url, UriKind.Absolute, out var address) ? RemoteJson.Shown(address) : "Stage 3";

    private async Task<PostAnswer> PostAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var address = RemoteJson.AddressOf(settings.Stage3Url!, holdsSecret: true);
        using var timeout = new CancellationTokenSource(Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, RemoteJson.Shown(address))
        {
            Content = new StringContent($"[{message.Content}]", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", message.PackageDigest);
        request.Headers.Authorization = settings.Stage3TokenVariable is not { } variable ? RemoteJson.CredentialsOf(address)
            : new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable(variable) is { Length: > 0 } token ? token
                : throw new FormatException($"the environment variable {variable} with its token is not set"));
        return await _remote.PostAsync(request, either.Token);
    }
}
