using Menace.Model.Json;

namespace Menace.Model.Tasks;

/// <summary>
/// A call with a known outcome. Exactly one of <see cref="Returns"/>, <see cref="Raises"/> and <see cref="Prints"/> is set.
/// </summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskExample
{
    /// <summary>The function called.</summary>
    public required string Function { get; init; }

    /// <summary>Its arguments, in order.</summary>
    public IReadOnlyList<JsonValue> Args { get; init; } = [];

    /// <summary>The value it returns.</summary>
    public JsonValue? Returns { get; init; }

    /// <summary>The name of the exception it raises.</summary>
    public string? Raises { get; init; }

    /// <summary>Gets the expected output, without the last newline.</summary>
    public string? Prints { get; init; }
}
