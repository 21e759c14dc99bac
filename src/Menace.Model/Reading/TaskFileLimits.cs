namespace Menace.Model.Reading;

/// <summary>The limits of a task list, within which reading takes seconds and less than 2 GB of memory.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskFileLimits
{
    /// <summary>
    /// Bytes of a file, characters of a text; and the characters of <c>defaults</c> times the tasks that they are repeated for.
    /// </summary>
    public const int Length = 128 * 1024 * 1024;

    /// <summary>Strings, numbers, literals, arrays and objects: each costs about 100 bytes of memory beside its text.</summary>
    public const int Values = 4_000_000;

    /// <summary>
    /// The maximum nesting of arrays and objects, counted from the list of tasks. It limits the recursion of all tree walks.
    /// </summary>
    public const int Depth = 64;
}
