namespace Menace.Model.Reading;

/// <summary>What a task file is checked against besides itself.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskFileOptions
{
    /// <summary>Whether a file exists, by its path relative to the folder of the task file with '/' as separator; null: not checked.</summary>
    public Func<string, bool>? FileExists { get; init; }
}
