using System.Diagnostics;
using System.Text;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>What git makes of three trees.</summary>
/// <param name="IsClean">True if git has no conflict.</param>
/// <param name="TreeId">The merged tree.</param>
/// <param name="Conflicts">The paths of which the index has stages.</param>
internal sealed record GitMerge(bool IsClean, string TreeId, IReadOnlySet<string> Conflicts);

/// <summary>Merges trees with git itself: many of them with two processes, in a new repository without any settings.</summary>
internal static class GitMerges
{
    public static GitMerge[] Of(IReadOnlyList<RandomTrees> cases)
    {
        using var folder = new TemporaryFolder();
        Git(folder.Path, [], "init", "-q", "--bare", ".");
        using var import = new MemoryStream();
        for (var index = 0; index < cases.Count; index++)
        {
            Commit(import, $"base{index}", null, cases[index].Base);
            Commit(import, $"ours{index}", $"base{index}", cases[index].Ours);
            Commit(import, $"theirs{index}", $"base{index}", cases[index].Theirs);
        }

        Git(folder.Path, import.ToArray(), "fast-import", "--quiet");
        var merges = string.Concat(cases.Select((_, index) => $"ours{index} theirs{index}\n"));
        var output = Git(
            folder.Path, Encoding.UTF8.GetBytes(merges), "-c", "merge.directoryRenames=false", "merge-tree", "--write-tree", "--stdin");
        return [.. Read(new(output.Split('\0')))];
    }

    /// <summary>Returns the id of the tree with these files.</summary>
    public static string TreeId(IEnumerable<KeyValuePair<string, MergeEntry>> files) => Convert.ToHexStringLower(TreeOf([.. files]));

    private static byte[] TreeOf(KeyValuePair<string, MergeEntry>[] files)
    {
        var content = new MemoryStream();
        var names = files.GroupBy(file => file.Key.Split('/')[0]).Select(group => (Name: group.Key, IsFolder: group.First().Key != group.Key, Files: group));
        foreach (var (name, isFolder, inside) in names.OrderBy(entry => entry.IsFolder ? entry.Name + "/" : entry.Name, StringComparer.Ordinal))
        {
            var mode = isFolder ? "40000" : inside.First().Value.Mode;
            content.Write(Encoding.UTF8.GetBytes($"{mode} {name}\0"));
            content.Write(isFolder
                ? TreeOf([.. inside.Select(file => KeyValuePair.Create(file.Key[(name.Length + 1)..], file.Value))])
                : Convert.FromHexString(inside.First().Value.Id));
        }

        return GitObject.IdOf(GitObjectKind.Tree, content.ToArray());
    }

    private static void Commit(MemoryStream import, string branch, string? parent, MergeTree tree)
    {
        Write($"commit refs/heads/{branch}\ncommitter A <a@b> 0 +0000\ndata 0\n{(parent is null ? "" : $"from refs/heads/{parent}\n")}deleteall\n");
        foreach (var (path, entry) in tree.Entries)
        {
            var content = tree.Read(entry.Id);
            Write($"M {entry.Mode} inline {path}\ndata {content.Length}\n");
            import.Write(content.Span);
            Write("\n");
        }

        void Write(string text) => import.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads the output as git-merge-tree(1) describes it.</summary>
    private static IEnumerable<GitMerge> Read(Queue<string> words)
    {
        while (words.Dequeue() is { Length: > 0 } status)
        {
            var tree = words.Dequeue();
            var conflicts = new HashSet<string>();
            if (status == "0")
            {
                while (words.Dequeue() is { Length: > 0 } file)
                {
                    conflicts.Add(file[(file.IndexOf('\t') + 1)..]);
                }

                while (words.Dequeue() is { Length: > 0 } paths)
                {
                    for (var rest = int.Parse(paths) + 2; rest > 0; rest--)
                    {
                        words.Dequeue();
                    }
                }
            }
            else
            {
                Assert.Equal("", words.Dequeue());
            }

            yield return new(status == "1", tree, conflicts);
        }
    }

    private static string Git(string folder, byte[] input, params string[] arguments)
    {
        var info = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        (info.Environment["GIT_CONFIG_NOSYSTEM"], info.Environment["HOME"], info.Environment["XDG_CONFIG_HOME"]) = ("1", folder, folder);
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Result;
    }
}
