using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Development.Git;
using GitObject = Menace.Pipeline.Development.Git.GitObject;

namespace Menace.Pipeline.Development;

/// <summary>
/// Compares the files of a repository with trees, byte by byte. No git filters take part: what a user's settings do to files on
/// their way into git must not decide whether an edit is seen.
/// </summary>
internal static class WorkingTree
{
    /// <summary>
    /// Paths (in the working directory or the index) that agree neither with <paramref name="head"/> nor with
    /// <paramref name="target"/>. The second tree makes an update that was cut off look like what it is: unfinished, not edited.
    /// </summary>
    public static IReadOnlyList<string> Differences(Repository repository, Tree head, Tree? target)
    {
        var expected = Flatten(head);
        var planned = target is null ? expected : Flatten(target);
        var differences = new SortedSet<string>(StringComparer.Ordinal);
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Files(repository, path => expected.ContainsKey(path) || planned.ContainsKey(path)))
        {
            present.Add(path);
            if (!Agrees(path, Read(repository, path)))
            {
                differences.Add(path);
            }
        }

        differences.UnionWith(expected.Keys.Where(path => planned.ContainsKey(path) && !present.Contains(path)));

        var staged = repository.Index.ToDictionary(entry => entry.Path, entry => (entry.Id.Sha, entry.Mode), StringComparer.Ordinal);
        differences.UnionWith(staged.Where(entry => !Agrees(entry.Key, entry.Value)).Select(entry => entry.Key));
        differences.UnionWith(expected.Keys.Where(path => planned.ContainsKey(path) && !staged.ContainsKey(path)));
        return [.. differences];

        bool Agrees(string path, (string Sha, Mode Mode) found) =>
            (expected.TryGetValue(path, out var before) && before == found) || (planned.TryGetValue(path, out var after) && after == found);
    }

    /// <summary>Every file of <paramref name="tree"/> with its blob and mode.</summary>
    private static Dictionary<string, (string Sha, Mode Mode)> Flatten(Tree tree)
    {
        var files = new Dictionary<string, (string, Mode)>(StringComparer.Ordinal);
        Stack<Tree> open = new([tree]);
        while (open.TryPop(out var next))
        {
            foreach (var entry in next)
            {
                if (entry.TargetType == TreeEntryTargetType.Tree)
                {
                    open.Push((Tree)entry.Target);
                }
                else
                {
                    files[entry.Path.Replace('\\', '/')] = (entry.Target.Sha, entry.Mode);
                }
            }
        }

        return files;
    }

    /// <summary>Files of the working directory that are tracked or not ignored. An ignored folder is not entered.</summary>
    private static IEnumerable<string> Files(Repository repository, Func<string, bool> isTracked)
    {
        var root = repository.Info.WorkingDirectory;
        Stack<string> open = new([""]);
        while (open.TryPop(out var folder))
        {
            foreach (var item in new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos())
            {
                var path = folder.Length == 0 ? item.Name : $"{folder}/{item.Name}";
                if (item is DirectoryInfo && item.LinkTarget is null)
                {
                    if (path != ".git" && !repository.Ignore.IsPathIgnored(path + "/"))
                    {
                        open.Push(path);
                    }
                }
                else if (isTracked(path) || !repository.Ignore.IsPathIgnored(path))
                {
                    yield return path;
                }
            }
        }
    }

    private static (string Sha, Mode Mode) Read(Repository repository, string path)
    {
        var file = new FileInfo(Path.Combine(repository.Info.WorkingDirectory, path));
        return file.LinkTarget is { } target
            ? (Blob(Encoding.UTF8.GetBytes(target)), Mode.SymbolicLink)
            : (Blob(File.ReadAllBytes(file.FullName)), IsExecutable(file) ? Mode.ExecutableFile : Mode.NonExecutableFile);
    }

    private static string Blob(byte[] content) => Convert.ToHexStringLower(GitObject.IdOf(GitObjectKind.Blob, content));

    private static bool IsExecutable(FileInfo file) =>
        !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
}
