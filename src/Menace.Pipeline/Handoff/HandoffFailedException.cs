using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Handoff;

/// <summary>No attempt to hand off a package was confirmed. It is in the outbox, from where a later build sends it.</summary>
/// <param name="digest">The package.</param>
/// <param name="reasons">Why each attempt failed.</param>
public sealed class HandoffFailedException(string digest, IReadOnlyList<string> reasons)
    : Exception($"The package {digest} was not handed off. {string.Join(". ", reasons)}")
{
    /// <summary>Lower-case hexadecimal SHA-256 of the package and its files.</summary>
    public string Digest => digest;

    /// <summary>One text per attempt.</summary>
    public IReadOnlyList<string> Reasons => reasons;

    /// <summary>Gets the errors that the receiver found in the package, with their locations in the task list.</summary>
    public IReadOnlyList<PipelineDiagnostic> Findings { get; init; } = [];
}
