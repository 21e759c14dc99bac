using System.IO.Enumeration;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Measures a folder that others may change at the same time.</summary>
internal static class FolderSize
{
    private static readonly EnumerationOptions Everything =
        new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Returns the bytes of the files in <paramref name="folder"/>; files that vanish meanwhile are not counted.</summary>
    public static long Of(string folder)
    {
        try
        {
            return new FileSystemEnumerable<long>(folder, (ref FileSystemEntry entry) => entry.IsDirectory ? 0 : entry.Length, Everything)
                .Sum();
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
