using System.Text;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>The tree objects of a list of files, from the leaves to the root.</summary>
internal static class GitTree
{
    /// <summary>The root tree of <paramref name="files"/>, and every object that it needs, itself included, each once.</summary>
    public static (GitObject Root, IReadOnlyList<GitObject> Objects) Of(IReadOnlyList<RepositoryFile> files)
    {
        var objects = new Dictionary<string, GitObject>(StringComparer.Ordinal);
        var root = new Folder();
        foreach (var file in files)
        {
            var blob = GitObject.Of(GitObjectKind.Blob, file.Content);
            objects.TryAdd(blob.Sha, blob);
            root.Add(file.Path.Split('/'), blob.Id, file.IsExecutable);
        }

        return (root.Write(objects), [.. objects.Values]);
    }

    /// <summary>A folder while its entries are collected.</summary>
    private sealed class Folder
    {
        private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);
        private readonly List<Entry> _files = [];

        public void Add(ReadOnlySpan<string> path, byte[] blob, bool isExecutable)
        {
            if (path.Length == 1)
            {
                _files.Add(new(path[0], isExecutable ? "100755" : "100644", blob, IsFolder: false));
                return;
            }

            if (!_folders.TryGetValue(path[0], out var folder))
            {
                _folders[path[0]] = folder = new Folder();
            }

            folder.Add(path[1..], blob, isExecutable);
        }

        public GitObject Write(Dictionary<string, GitObject> objects)
        {
            Entry[] entries = [.. _files,
                .. _folders.Select(folder => new Entry(folder.Key, "40000", folder.Value.Write(objects).Id, IsFolder: true))];
            Array.Sort(entries, static (a, b) => a.SortKey.AsSpan().SequenceCompareTo(b.SortKey));
            using var content = new MemoryStream();
            foreach (var entry in entries)
            {
                content.Write(Encoding.UTF8.GetBytes($"{entry.Mode} {entry.Name}\0"));
                content.Write(entry.Id);
            }

            var tree = GitObject.Of(GitObjectKind.Tree, content.ToArray());
            objects.TryAdd(tree.Sha, tree);
            return tree;
        }
    }

    private sealed record Entry(string Name, string Mode, byte[] Id, bool IsFolder)
    {
        /// <summary>Git sorts by bytes, a folder as if its name ended with a slash.</summary>
        public byte[] SortKey { get; } = Encoding.UTF8.GetBytes(IsFolder ? Name + "/" : Name);
    }
}
