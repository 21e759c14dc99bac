namespace Menace.Pipeline.Merging;

/// <summary>How trees are merged.</summary>
/// <param name="Mergers">The mergers by syntax; the first that handles a path is asked.</param>
/// <param name="AlwaysTheirs">Paths that are taken from their tree whatever our tree has; a note reports an edit on our side.</param>
/// <param name="Labels">The texts behind the markers.</param>
internal sealed record TreeMergeOptions(IReadOnlyList<IFileMerger> Mergers, IReadOnlySet<string> AlwaysTheirs, ConflictLabels Labels)
{
    /// <summary>No renames.</summary>
    public static readonly IReadOnlyDictionary<string, string> NoRenames = new Dictionary<string, string>();

    /// <summary>
    /// Gets the new paths of files of the base that their tree is known to have renamed, however different they are now.
    /// </summary>
    public IReadOnlyDictionary<string, string> TheirRenames { get; init; } = NoRenames;
}
