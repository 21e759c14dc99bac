using System.IO.Enumeration;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Inspects the targets of links in a repository.</summary>
internal static class LinkedFiles
{
    /// <summary>A link to a folder with more files counts as changed in each build: the verdict is not kept.</summary>
    private const int MostFiles = 10_000;

    private static readonly EnumerationOptions Options =
        new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>
    /// A text that differs if the file or any file of the folder that the link at <paramref name="path"/> leads to was changed, through
    /// further links.
    /// </summary>
    /// <param name="path">Path of the link.</param>
    /// <param name="build">A text of this build only: the result if the link leads to too many files to look at.</param>
    public static string Identity(string path, string build)
    {
        List<string> lines = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> links = new([path]);
        while (links.TryDequeue(out var link))
        {
            var target = FileIdentity.Of(link, followsLinks: true);
            if (target is null || !Directory.Exists(link))
            {
                lines.Add($"{Path.GetRelativePath(path, link)}|{target?.Text ?? "broken"}");
                continue;
            }

            foreach (var file in seen.Add(RealPath.Of(link)) ? Files(link) : [])
            {
                lines.Add($"{Path.GetRelativePath(path, file)}|{FileIdentity.Of(file)?.Text}");
                if (new FileInfo(file).LinkTarget is not null)
                {
                    links.Enqueue(file);
                }
            }

            if (lines.Count > MostFiles)
            {
                return build;
            }
        }

        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Files(string folder)
    {
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), Options)
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !IsFolder(ref entry),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) =>
                IsFolder(ref entry) && entry.FileName is not (".git" or "__pycache__"),
        };
        return files.Take(MostFiles + 1).Order(StringComparer.Ordinal);
    }

    private static bool IsFolder(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
