using System.Globalization;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Server.Stage4;

/// <summary>The folders of runs: sources, repositories, records and logs, named by the number of the run.</summary>
internal static class RunFolders
{
    /// <summary>Gets the folder of the run.</summary>
    public static string PathOf(string root, long runId) => Path.Combine(root, runId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The runs that have a folder.</summary>
    public static IEnumerable<long> In(string root) => !Directory.Exists(root) ? [] : Directory.EnumerateDirectories(root)
        .Select(folder => long.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0);

    /// <summary>Deletes the folder of a run.</summary>
    /// <returns>Bytes that its files had.</returns>
    /// <exception cref="IOException">Something in it cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static long Delete(string root, long runId)
    {
        var folder = PathOf(root, runId);
        var bytes = FolderSize.Of(folder);

        // Whatever bots left in it: links are not followed.
        Directory.Delete(folder, recursive: true);
        return bytes;
    }
}
