namespace Menace.Code;

/// <summary>A mistake in a bot's code, before it is known what the bot's dependencies are.</summary>
/// <param name="Error">Where and what.</param>
/// <param name="UnknownName">The name that means nothing, where that is the mistake.</param>
/// <param name="Nearby">The names in the same statement: with a dependency among them, what its types are is a guess.</param>
internal sealed record CodeProblem(CodeError Error, string? UnknownName, IReadOnlyList<string> Nearby)
{
    /// <summary>
    /// True if the same statement has a name that means nothing: what a package or a bot gives it may be what makes the statement right.
    /// </summary>
    public bool IsBesideUnknown { get; init; }
}
