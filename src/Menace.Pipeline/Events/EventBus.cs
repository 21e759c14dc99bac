using System.Collections.Immutable;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Pipeline.Diagnostics;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Events;

/// <summary>
/// Tells parts of one process what happened (behaviour inventory, section 15). Publishing returns when every subscriber has been told; all of them
/// are told of all events in the same order, one at a time. An event that is published while one is told waits until that one has been told.
/// </summary>
/// <remarks>
/// A subscriber that throws is reported to the sinks (MENACE2009), and neither the publisher nor the other subscribers notice. A subscriber
/// must not wait for another thread that publishes. Safe to use from several threads.
/// </remarks>
/// <param name="store">Keeps events beyond the process, or null.</param>
/// <param name="sinks">Told of what goes wrong.</param>
/// <param name="clock">Gives the times of events that are not kept.</param>
public sealed class EventBus(EventStore? store = null, IReadOnlyList<IErrorSink>? sinks = null, TimeProvider? clock = null)
{
    private readonly ErrorSinks _sinks = new(sinks ?? []);
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _telling = new();
    private readonly Queue<BusEvent> _waiting = [];
    private ImmutableList<Subscription> _subscriptions = [];
    private long _lastId;
    private bool _isTelling;

    /// <summary>Tells every subscriber of <paramref name="topic"/>. Whatever happens there, or to the store, nothing is thrown here.</summary>
    public void Publish(string topic, JsonValue payload)
    {
        lock (_telling)
        {
            _waiting.Enqueue(Keep(topic, payload));
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
                        Tell(subscription, busEvent);
                    }
                }
            }
            finally
            {
                _isTelling = false;
            }
        }
    }

    /// <summary>Calls <paramref name="handler"/> for every event of <paramref name="pattern"/> from now on, until the result is disposed of.</summary>
    /// <param name="pattern">A topic, or the beginning of topics and <c>*</c>: <c>workflows:*</c>.</param>
    /// <param name="handler">Called on the thread that publishes.</param>
    public IDisposable Subscribe(string pattern, Action<BusEvent> handler) => Add(new Subscription(this, pattern, handler, null));

    /// <summary>
    /// As <see cref="Subscribe(string, Action{BusEvent})"/>, for a subscriber with a name: it is told first what it missed since it was
    /// there last, also in an earlier process, and of each event once (<see cref="EventStore.Replay"/>). A name belongs to one subscriber.
    /// </summary>
    /// <exception cref="InvalidOperationException">The bus keeps no events.</exception>
    /// <exception cref="WorkflowDbException">The kept events cannot be read.</exception>
    public IDisposable Subscribe(string pattern, Action<BusEvent> handler, string consumer)
    {
        if (store is null)
        {
            throw new InvalidOperationException("This bus keeps no events: give it an EventStore.");
        }

        var subscription = new Subscription(this, pattern, handler, consumer);
        lock (_telling)
        {
            store.Replay(consumer, missed => Call(subscription, missed));
            return Add(subscription);
        }
    }

    private Subscription Add(Subscription subscription)
    {
        ImmutableInterlocked.Update(ref _subscriptions, list => list.Add(subscription));
        return subscription;
    }

    private BusEvent Keep(string topic, JsonValue payload)
    {
        try
        {
            return store?.Append(topic, payload) ?? new BusEvent(++_lastId, topic, payload, _clock.GetUtcNow());
        }
        catch (WorkflowDbException exception)
        {
            Report(topic, "the store of events", exception.Message);
            return new BusEvent(0, topic, payload, _clock.GetUtcNow());
        }
    }

    private void Tell(Subscription subscription, BusEvent busEvent)
    {
        if (subscription.Consumer is not { } consumer || busEvent.Id == 0)
        {
            Call(subscription, busEvent);
            return;
        }

        try
        {
            store!.Replay(consumer, next => Call(subscription, next));
        }
        catch (WorkflowDbException exception)
        {
            Report(busEvent.Topic, "the store of events", exception.Message);
        }
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

    private sealed class Subscription(EventBus bus, string pattern, Action<BusEvent> handler, string? consumer) : IDisposable
    {
        public string Pattern => pattern;

        public Action<BusEvent> Handler => handler;

        public string? Consumer => consumer;

        public bool IsDisposed { get; private set; }

        public bool IsFor(string topic) => pattern.EndsWith('*') ? topic.StartsWith(pattern[..^1], StringComparison.Ordinal) : topic == pattern;

        public void Dispose()
        {
            IsDisposed = true;
            ImmutableInterlocked.Update(ref bus._subscriptions, list => list.Remove(this));
        }
    }
}
