using System.Globalization;
using System.IO.Enumeration;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Verification;

/// <summary>
/// What can be said of the files of repositories without reading them: names, sizes and times. Different where a file was edited, added
/// or deleted; <see cref="RepositoryFingerprint"/> then tells, by the contents, which bots that concerns.
/// </summary>
internal static class FileState
{
    /// <summary>One line per folder: a hash over its files, and its path.</summary>
    public static string Of(IReadOnlyList<string> folders)
    {
        var lines = new string[folders.Count];
        Parallel.For(0, folders.Count, i => lines[i] = $"{HashOf(folders[i])} {folders[i]}\n");
        return string.Concat(lines);
    }

    private static string HashOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return "-";
        }

        var files = new FileSystemEnumerable<string>(folder, Describe, new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !RepositoryFingerprint.IsLeftBehind(entry.FileName) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        using var hash = new HashBuilder();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            hash.Add(file);
        }

        return hash.ToHex();
    }

    private static string Describe(ref FileSystemEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.ToFullPath()}|{entry.Length}|{entry.LastWriteTimeUtc.UtcTicks}");
}
