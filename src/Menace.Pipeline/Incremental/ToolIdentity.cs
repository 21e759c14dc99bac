using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Incremental;

/// <summary>
/// Tells a tool from another version of it without starting it: by its real path and its <see cref="FileIdentity"/>.
/// </summary>
internal static class ToolIdentity
{
    /// <summary>
    /// A hash over the identities of <paramref name="tools"/>; of a folder over those of its files and of the files one level below, which
    /// are those of packages. The time of a folder does not count: a first import writes <c>__pycache__</c> into it.
    /// </summary>
    public static string Of(IEnumerable<string> tools)
    {
        using var hash = new HashBuilder();
        foreach (var tool in tools)
        {
            hash.Add(tool);
            if (Directory.Exists(tool))
            {
                AddFolder(hash, tool, depth: 1);
            }
            else
            {
                hash.Add(File.Exists(tool) ? RealPath.Of(tool) : tool).Add(FileIdentity.Of(tool, followsLinks: true)?.Text ?? "missing");
            }
        }

        return hash.ToHex();
    }

    private static void AddFolder(HashBuilder hash, string folder, int depth)
    {
        var entries = Directory.EnumerateFileSystemEntries(folder).Where(entry => Path.GetFileName(entry) != "__pycache__");
        foreach (var entry in entries.Order(StringComparer.Ordinal))
        {
            hash.Add(entry);
            if (!Directory.Exists(entry))
            {
                hash.Add(FileIdentity.Of(entry, followsLinks: true)?.Text ?? "");
            }
            else if (depth > 0)
            {
                AddFolder(hash, entry, depth - 1);
            }
        }
    }
}
