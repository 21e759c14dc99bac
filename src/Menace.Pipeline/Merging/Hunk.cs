namespace Menace.Pipeline.Merging;

/// <summary>Lines of the base that a side replaced with lines of its own; one of both ranges may be empty. Ends are exclusive.</summary>
internal readonly record struct Hunk(int BaseStart, int BaseEnd, int SideStart, int SideEnd);
