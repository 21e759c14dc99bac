namespace Menace.Model.Reading;

/// <summary>What a task list may hold at most, so that reading one ends in seconds and in less than 2 GB of memory, whatever it is.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
static class TaskFileLimits
{
    /// <summary>Bytes of a file, characters of a text; and the characters of <c>defaults</c> times the tasks that they are repeated for.</summary>
    public const int Length = 128 * 1024 * 1024;

    /// <summary>Strings, numbers, literals, arrays and objects: each costs about 100 bytes of memory beside its text.</summary>
    public const int Values = 4_000_000;

    /// <summary>
    /// How deep arrays and objects may be nested, where the list of tasks is the first level. It bounds the recursion of all that walks the tree.
    /// </summary>
    public const int Depth = 64;
}
