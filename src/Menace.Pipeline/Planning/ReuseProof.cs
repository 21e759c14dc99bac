namespace Menace.Pipeline.Planning;

/// <summary>What is known about a candidate after its functions met the examples of a task.</summary>
public sealed record ReuseProof
{
    /// <summary>Gets the results of the examples that were run, in the order of the task's list.</summary>
    public IReadOnlyList<ProvedExample> Examples { get; init; } = [];

    /// <summary>Gets the reason why examples were not run, or null.</summary>
    public string? NotRun { get; init; }

    /// <summary>Gets the reason why a function of the task may not be called, by the function's name in the candidate.</summary>
    public IReadOnlyDictionary<string, string> Obstacles { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the functions of the task that cannot be called as its examples call them.</summary>
    public IReadOnlyList<string> Mismatched { get; init; } = [];

    /// <summary>Gets the number of examples that passed.</summary>
    public int Passed => Examples.Count(example => example.Mistake is null);

    /// <summary>Gets the first example that failed, or null.</summary>
    public ProvedExample? FirstFailure => Examples.FirstOrDefault(example => example.Mistake is not null);

    /// <summary>Gets the functions of the task that an example or their parameters rule out.</summary>
    internal IReadOnlySet<string> Failed =>
        Examples.Where(example => example.Mistake is not null).Select(example => example.Example.Function).Concat(Mismatched)
            .ToHashSet(StringComparer.Ordinal);
}
