namespace Menace.Model.Tasks;

/// <summary>What becomes of code that says nothing, such as an import that nothing uses (<c>metadata.tidy</c>, docs/tidy.md).</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
enum TidyMode
{
    /// <summary>Nothing is reported.</summary>
    Off,

    /// <summary>Each place is reported, and the target MenaceFix removes it; repositories get the code as it is.</summary>
    Suggest,

    /// <summary>Repositories get the code without it; the task list stays as it is.</summary>
    Apply,
}
