namespace Menace.Pipeline.Merging;

/// <summary>A place that both sides changed, and that a person has to decide.</summary>
/// <param name="Path">The path in the merged tree.</param>
/// <param name="Line">The line of the first marker in the merged content, beginning with 1; 0 for the whole file.</param>
/// <param name="What">What is in conflict, for a message.</param>
/// <param name="Base">The file of the base tree: stage 1 of git's index.</param>
/// <param name="Ours">The file of our tree: stage 2.</param>
/// <param name="Theirs">The file of their tree: stage 3.</param>
internal sealed record MergeConflict(string Path, int Line, string What, MergeEntry? Base, MergeEntry? Ours, MergeEntry? Theirs);
