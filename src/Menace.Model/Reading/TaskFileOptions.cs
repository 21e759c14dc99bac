namespace Menace.Model.Reading;

/// <summary>Settings of the project that the reader needs besides the text.</summary>
#if MENACE_MODEL_INTERNAL
internal
#else
public
#endif
sealed record TaskFileOptions
{
    /// <summary>
    /// Names of the project's own template folders, besides the built-in ones. Null if they are not known, and names are not checked.
    /// </summary>
    public IReadOnlyCollection<string>? Templates { get; init; } = [];

    /// <summary>
    /// Whether a file exists: its path is relative to the folder of tasks.json, with '/' as separator. Null if that is not checked.
    /// </summary>
    public Func<string, bool>? FileExists { get; init; }

    /// <summary>
    /// The files that the one at a path may be meant to be: those in its folder, or in the whole project. Null: they are not known, and
    /// none is suggested.
    /// </summary>
    public Func<string, IEnumerable<string>>? FilesNear { get; init; }

    /// <summary>Names that <c>resources</c> may have, besides <c>cpu</c>, <c>memory</c> and <c>timeout</c>. Null: any.</summary>
    public IReadOnlyCollection<string>? KnownResources { get; init; }

    /// <summary>
    /// The most that a task may ask of a resource, as tasks.json writes it: <c>memory</c> to <c>8Gi</c>. Null: no limits.
    /// </summary>
    public IReadOnlyDictionary<string, string>? ResourceLimits { get; init; }

    /// <summary>Gets the allowed <c>metadata.capabilities</c>, ignoring case; null: any.</summary>
    public IReadOnlyCollection<string>? KnownCapabilities { get; init; }

    /// <summary>
    /// Gets the allowed values of <c>metadata.level</c>: names, and ranges of whole numbers such as <c>1..5</c>; null: any.
    /// </summary>
    public IReadOnlyCollection<string>? Levels { get; init; }

    /// <summary>Gets the allowed values of <c>metadata.io</c>; null: any.</summary>
    public IReadOnlyCollection<string>? KnownFormats { get; init; }

    /// <summary>How many findings are kept; the rest is counted.</summary>
    internal int FindingLimit { get; init; } = FindingList.Limit;
}
