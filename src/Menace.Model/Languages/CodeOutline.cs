namespace Menace.Model.Languages;

/// <summary>
/// What code says of itself, as the build would infer it with the parsers of its language. Only what shows without one: where two readings
/// are possible there is none.
/// </summary>
/// <param name="Functions">The public functions and types in their order; of plain statements the function that they become. Null where
/// that is not certain.</param>
/// <param name="Purpose">The first sentence of its documentation; null where it has none, or that is not certain.</param>
internal sealed record CodeOutline(IReadOnlyList<string>? Functions, string? Purpose)
{
    /// <summary>The outline of code of which nothing is certain.</summary>
    public static readonly CodeOutline Unclear = new(null, null);
}
