namespace Menace.Pipeline.Handoff.Queries;

/// <summary>A question and what became of it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Status"><c>waiting</c>, <c>answered</c>, <c>failed</c> or <c>expired</c>.</param>
/// <param name="Answer">The answer, or null.</param>
/// <param name="Reason">Why there is none, or null.</param>
internal sealed record QueryState(string Id, string Status, string? Answer, string? Reason);

/// <summary>A question to be answered.</summary>
internal sealed record WaitingQuery(string Id, string Query);

/// <summary>An answer, or the reason why there is none.</summary>
internal sealed record QueryAnswer(string? Answer, string? Reason);
