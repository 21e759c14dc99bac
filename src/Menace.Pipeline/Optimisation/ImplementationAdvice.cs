namespace Menace.Pipeline.Optimisation;

/// <summary>The code of a task as the optimiser would have it (docs/tidy.md).</summary>
/// <param name="Name">Name of the task.</param>
/// <param name="OptimisedCode">The code without what it does not need; the code of the task where there is no such part.</param>
public sealed record ImplementationAdvice(string Name, string OptimisedCode);
