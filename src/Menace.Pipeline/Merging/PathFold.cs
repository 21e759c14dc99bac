namespace Menace.Pipeline.Merging;

/// <summary>Names that a file system without case, or with one Unicode form, takes for the same.</summary>
internal static class PathFold
{
    /// <summary>Returns the same text for all paths that would be one file there.</summary>
    public static string Key(string path) => CanonicalForm.Of(path).ToUpperInvariant();

    /// <summary>Returns the folders of a path, the outermost first.</summary>
    public static IEnumerable<string> Folders(string path)
    {
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            yield return path[..end];
        }
    }
}
