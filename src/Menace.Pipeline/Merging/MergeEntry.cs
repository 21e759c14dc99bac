namespace Menace.Pipeline.Merging;

/// <summary>A file of a tree.</summary>
/// <param name="Id">The id of its git blob, 40 hexadecimal digits.</param>
/// <param name="Mode">Git's own word: 100644, 100755 (executable) or 120000 (symbolic link).</param>
internal sealed record MergeEntry(string Id, string Mode)
{
    /// <summary>True for a file with lines or bytes, false for a link.</summary>
    public bool IsFile => Mode is "100644" or "100755";
}
