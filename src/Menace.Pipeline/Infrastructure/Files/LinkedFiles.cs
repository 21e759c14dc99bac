using System.IO.Enumeration;

namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Looks at what a link in a repository leads to.</summary>
internal static class LinkedFiles
{
    /// <summary>A link to a folder with more files counts as changed each time: the verdict is not kept.</summary>
    private const int MostFiles = 10_000;

    private static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>A text that differs if the file or any file of the folder that the link at <paramref name="path"/> leads to was changed.</summary>
    public static string Identity(string path)
    {
        if (FileIdentity.Of(path, followsLinks: true) is not { } target)
        {
            return "broken";
        }

        if (!Directory.Exists(path))
        {
            return target.Text;
        }

        string[] files =
        [
            .. new FileSystemEnumerable<string>(path, (ref FileSystemEntry entry) => entry.ToFullPath(), Options)
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => !IsFolder(ref entry),
                ShouldRecursePredicate = static (ref FileSystemEntry entry) => IsFolder(ref entry) && entry.FileName is not (".git" or "__pycache__"),
            }.Take(MostFiles + 1),
        ];
        return files.Length > MostFiles
            ? Guid.NewGuid().ToString()
            : string.Join('\n', files.Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(path, file)}|{FileIdentity.Of(file)?.Text}"));
    }

    private static bool IsFolder(ref FileSystemEntry entry) => entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
