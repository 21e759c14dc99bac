using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Repositories;

/// <summary>Trees of a repository's object database, from and to the forms in which stages have files.</summary>
internal static class GitTrees
{
    /// <summary>Stores <paramref name="files"/> as a tree.</summary>
    public static Tree Create(Repository repository, IReadOnlyList<RepositoryFile> files)
    {
        var definition = new TreeDefinition();
        foreach (var file in files)
        {
            definition.Add(
                file.Path, Store(repository, file.Content), file.IsExecutable ? Mode.ExecutableFile : Mode.NonExecutableFile);
        }

        return repository.ObjectDatabase.CreateTree(definition);
    }

    /// <summary>Stores a merged tree.</summary>
    public static Tree Create(Repository repository, TreeMergeResult merged)
    {
        foreach (var content in merged.NewBlobs.Values)
        {
            Store(repository, content);
        }

        var definition = new TreeDefinition();
        foreach (var (path, entry) in merged.Entries)
        {
            definition.Add(path, repository.Lookup<Blob>(entry.Id), ModeOf(entry.Mode));
        }

        return repository.ObjectDatabase.CreateTree(definition);
    }

    /// <summary>The files of <paramref name="tree"/>, for a merge.</summary>
    public static MergeTree ToMerge(Repository repository, Tree tree) =>
        new(Files(tree).ToDictionary(file => file.Path, file => new MergeEntry(file.Id.Sha, WordOf(file.Mode)), StringComparer.Ordinal),
            id => Read(repository, id), id => repository.ObjectDatabase.RetrieveObjectMetadata(new ObjectId(id)).Size);

    /// <summary>The content of a blob.</summary>
    public static ReadOnlyMemory<byte> Read(Repository repository, string id)
    {
        var blob = repository.Lookup<Blob>(id);
        using var content = blob.GetContentStream();
        var bytes = new byte[blob.Size];
        content.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Every entry of <paramref name="tree"/> that is no folder, with its path from the root.</summary>
    public static IEnumerable<(string Path, ObjectId Id, Mode Mode)> Files(Tree tree)
    {
        var open = new Stack<(string Prefix, Tree Tree)>([("", tree)]);
        while (open.TryPop(out var next))
        {
            foreach (var entry in next.Tree)
            {
                if (entry.TargetType == TreeEntryTargetType.Tree)
                {
                    open.Push((next.Prefix + entry.Name + "/", (Tree)entry.Target));
                }
                else
                {
                    yield return (next.Prefix + entry.Name, entry.Target.Id, entry.Mode);
                }
            }
        }
    }

    /// <summary>With its length: without, libgit2 makes a file for what it reads.</summary>
    private static Blob Store(Repository repository, ReadOnlyMemory<byte> content)
    {
        using var bytes = new MemoryStream(content.ToArray(), writable: false);
        return repository.ObjectDatabase.CreateBlob(bytes, bytes.Length);
    }

    /// <summary>Git's own word for a mode, such as 100644.</summary>
    public static string WordOf(Mode mode) => Convert.ToString((int)mode, 8);

    private static Mode ModeOf(string word) => (Mode)Convert.ToInt32(word, 8);
}
