using Menace.Pipeline.Development;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Verification;

/// <summary>A hash over the files of a repository as they stand, edited or not, without what builds and tests leave behind.</summary>
internal static class RepositoryFingerprint
{
    private static readonly HashSet<string> LeftBehind = new(StringComparer.Ordinal) { ".git", "bin", "obj", ".venv", "__pycache__", ".pytest_cache" };

    /// <summary>True for the name of a folder that builds and tests leave behind, or of git's own.</summary>
    public static bool IsLeftBehind(ReadOnlySpan<char> name) => LeftBehind.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name);

    /// <summary>The hash for <paramref name="repository"/>, given those of its dependencies in the listed order.</summary>
    public static string Of(BotRepository repository, IEnumerable<string> dependencies)
    {
        using var hash = new HashBuilder();
        foreach (var dependency in dependencies)
        {
            hash.Add(dependency);
        }

        foreach (var (path, file) in Files(new DirectoryInfo(repository.Path), "").OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            hash.Add(path).Add(file.LinkTarget is { } target ? System.Text.Encoding.UTF8.GetBytes(target) : File.ReadAllBytes(file.FullName));
        }

        return hash.ToHex();
    }

    /// <summary>Every file below <paramref name="folder"/> with its path, except what builds and tests leave behind.</summary>
    internal static IEnumerable<(string Path, FileInfo File)> Files(DirectoryInfo folder, string prefix)
    {
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            if (item is FileInfo file)
            {
                yield return (prefix + item.Name, file);
            }
            else if (!IsLeftBehind(item.Name) && item.LinkTarget is null)
            {
                foreach (var inner in Files((DirectoryInfo)item, prefix + item.Name + "/"))
                {
                    yield return inner;
                }
            }
        }
    }
}
