namespace Menace.Pipeline.Merging;

/// <summary>How trees are merged.</summary>
/// <param name="Mergers">The mergers by syntax; the first that handles a path is asked.</param>
/// <param name="AlwaysTheirs">Paths that are taken from their tree whatever our tree has; a note reports an edit on our side.</param>
/// <param name="Labels">The texts behind the markers.</param>
internal sealed record TreeMergeOptions(IReadOnlyList<IFileMerger> Mergers, IReadOnlySet<string> AlwaysTheirs, ConflictLabels Labels);
