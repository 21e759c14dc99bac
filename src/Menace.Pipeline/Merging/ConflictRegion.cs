namespace Menace.Pipeline.Merging;

/// <summary>A conflict inside a file.</summary>
/// <param name="Line">The line of its first marker in the merged content, beginning with 1.</param>
/// <param name="What">What both sides changed, for a message: "lines 3-5" or "method Run(string)".</param>
internal sealed record ConflictRegion(int Line, string What);
