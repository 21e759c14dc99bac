namespace Menace.Model.Reading;

/// <summary>What the reader cannot know from the text alone.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskFileOptions
{
    /// <summary>Names of the project's own template folders, besides the built-in ones. Null where they are not known, and names are not checked.</summary>
    public IReadOnlyCollection<string>? Templates { get; init; } = [];

    /// <summary>
    /// Whether a file exists: its path is relative to the folder of tasks.json, with '/' as separator. Null where that is not checked.
    /// </summary>
    public Func<string, bool>? FileExists { get; init; }

    /// <summary>How many findings are kept; the rest is counted.</summary>
    internal int FindingLimit { get; init; } = FindingList.Limit;
}
