using Menace.Model.Json;

namespace Menace.Pipeline.Contracts;

/// <summary>Something that happened.</summary>
/// <param name="Id">Counts up in the order of the process.</param>
/// <param name="Topic">For example <c>workflows:new</c>.</param>
/// <param name="Payload">The data of the event.</param>
/// <param name="At">When it was published, UTC.</param>
public sealed record BusEvent(long Id, string Topic, JsonValue Payload, DateTimeOffset At);
