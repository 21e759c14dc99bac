using System.Collections.Immutable;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Logging;

namespace Menace.Pipeline.Infrastructure;

/// <summary>
/// Tells parts of one process what happened. Publishing returns when every subscriber has been told; all of them
/// receive all events in the same order, one at a time. An event that is published during a delivery waits until that delivery has ended.
/// </summary>
/// <remarks>
/// A subscriber that throws is reported to the sinks (MENACE2009), and neither the publisher nor the other subscribers notice. A subscriber
/// must not wait for another thread that publishes. Safe to use from several threads.
/// </remarks>
/// <param name="sinks">Receive failures of subscribers.</param>
/// <param name="clock">Gives the times of events.</param>
public sealed class EventBus(IReadOnlyList<IErrorSink>? sinks = null, TimeProvider? clock = null)
{
    private readonly ErrorSinks _sinks = new(sinks ?? []);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _telling = new();
    private readonly Queue<BusEvent> _waiting = [];
    private ImmutableList<Subscription> _subscriptions = [];
    private long _lastId;
    private bool _isTelling;

    /// <summary>Tells every subscriber of <paramref name="topic"/>. Whatever happens there, nothing is thrown here.</summary>
    public void Publish(string topic, JsonValue payload)
    {
        lock (_telling)
        {
            _waiting.Enqueue(new BusEvent(++_lastId, topic, payload, _clock.GetUtcNow()));
            if (_isTelling)
            {
                return;
            }

            _isTelling = true;
            try
            {
                while (_waiting.TryDequeue(out var busEvent))
                {
                    foreach (var subscription in _subscriptions.Where(subscription => subscription.IsFor(busEvent.Topic)))
                    {
                        Call(subscription, busEvent);
                    }
                }
            }
            finally
            {
                _isTelling = false;
            }
        }
    }

    /// <summary>
    /// Calls <paramref name="handler"/> for every event of <paramref name="pattern"/> from now on, until the result is disposed of.
    /// </summary>
    /// <param name="pattern">A topic, or the beginning of topics and <c>*</c>: <c>workflows:*</c>.</param>
    /// <param name="handler">Called on the thread that publishes.</param>
    public IDisposable Subscribe(string pattern, Action<BusEvent> handler)
    {
        var subscription = new Subscription(this, pattern, handler);
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(subscription));
        return subscription;
    }

    private void Call(Subscription subscription, BusEvent busEvent)
    {
        if (subscription.IsDisposed || !subscription.IsFor(busEvent.Topic))
        {
            return;
        }

        try
        {
            subscription.Handler(busEvent);
        }
#pragma warning disable CA1031 // Code of the user's: whatever it throws must not reach the publisher, and is reported.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(busEvent.Topic, $"a subscriber of {subscription.Pattern}", exception.Message);
        }
    }

    private void Report(string topic, string who, string reason) =>
        _sinks.Tell(PipelineStage.Handoff, [], [new PipelineDiagnostic(Rules.SubscriberFailed, [topic, who, reason])]);

    private sealed class Subscription(EventBus bus, string pattern, Action<BusEvent> handler) : IDisposable
    {
        public string Pattern => pattern;

        public Action<BusEvent> Handler => handler;

        public bool IsDisposed { get; private set; }

        public bool IsFor(string topic) =>
            pattern.EndsWith('*') ? topic.StartsWith(pattern[..^1], StringComparison.Ordinal) : topic == pattern;

        public void Dispose()
        {
            IsDisposed = true;
            ImmutableInterlocked.Update(ref bus._subscriptions, list => list.Remove(this));
        }
    }
}
