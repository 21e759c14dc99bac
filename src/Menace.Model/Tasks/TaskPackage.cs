namespace Menace.Model.Tasks;

/// <summary>The compiled task list: what is recorded, handed off and built.</summary>
/// <param name="Tasks">The tasks in the file's order.</param>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskPackage(IReadOnlyList<TaskInfo> Tasks)
{
    /// <summary>The version of the package format.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version this package was written in.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The title of the file, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The description of the file, or empty.</summary>
    public string Description { get; init; } = "";
}
