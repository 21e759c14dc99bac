using Menace.Model.Json;

namespace Menace.Model.Tasks;

/// <summary>The call that a bot makes when it runs on its schedule.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskRun
{
    /// <summary>
    /// The function; null means the first of <see cref="TaskMetadata.Functions"/> that needs no more than <see cref="Args"/>, or the
    /// program that the code is.
    /// </summary>
    public string? Function { get; init; }

    /// <summary>The arguments, in the order of the parameters.</summary>
    public IReadOnlyList<JsonValue> Args { get; init; } = [];
}

/// <summary>What becomes of a run that is due while the one before it goes on.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum RunConcurrency
{
    /// <summary>It does not take place, or waits.</summary>
    Forbid,

    /// <summary>Both go on.</summary>
    Allow,

    /// <summary>The one before it is ended.</summary>
    Replace,
}
