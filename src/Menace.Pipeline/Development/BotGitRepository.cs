using LibGit2Sharp;
using Menace.Pipeline.Development.Git;
using Menace.Pipeline.Storage;

namespace Menace.Pipeline.Development;

/// <summary>
/// The git repository of one bot. Objects go through the object database and files are written from the same bytes, so that no
/// setting of the user takes part; the branch moves last, so that whatever ends the process leaves the old commit or the new one.
/// </summary>
internal sealed class BotGitRepository
{
    /// <summary>What the name of a folder starts with while the repository in it is being made or removed.</summary>
    public const string TemporaryPrefix = ".menace-";

    private const string Branch = "refs/heads/main";
    private const string LockFile = "menace.lock.json";

    /// <summary>There while an update is at work on files, index and branch.</summary>
    private const string UpdateMark = "menace.update";

    private const string DraftedFile = "menace.tmp";

    private readonly string _path;
    private readonly RepositoryOwner? _owner;

    /// <summary>The repository at <paramref name="path"/>; <paramref name="owner"/>: whose it shall be when it is created.</summary>
    public BotGitRepository(string path, RepositoryOwner? owner = null)
    {
        _path = path;
        _owner = owner;
    }

    /// <summary>
    /// True where main is checked out and is at <paramref name="commit"/>. False also where that cannot be told from the two files that
    /// say so in a repository as it was made (after <c>git gc</c>, for example): then <see cref="Inspect"/> tells.
    /// </summary>
    public bool IsAt(string commit)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_path, ".git/HEAD")) == $"ref: {Branch}\n"
                && File.ReadAllText(Path.Combine(_path, ".git", Branch)) == commit + "\n";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>What is at the repository's place.</summary>
    public RepositoryState Inspect()
    {
        if (!Directory.Exists(_path))
        {
            return File.Exists(_path) ? RepositoryState.Foreign("a file is in its place") : RepositoryState.Absent;
        }

        if (!Directory.EnumerateFileSystemEntries(_path).Any())
        {
            return RepositoryState.Absent;
        }

        // Repository.IsValid and its constructor would also find a repository of a folder above.
        if (!Path.Exists(Path.Combine(_path, ".git")))
        {
            return RepositoryState.Foreign("the folder holds files that are in no git repository");
        }

        using var repository = Open(_path);
        if (repository.Head.Tip is not { } tip)
        {
            return RepositoryState.Foreign("its git repository has no commit that Menace made");
        }

        var last = repository.Commits
            .QueryBy(new CommitFilter { IncludeReachableFrom = tip, SortBy = CommitSortStrategies.Topological })
            .Select(GeneratedCommit.Of)
            .FirstOrDefault(commit => commit is not null);
        return last is null
            ? RepositoryState.Foreign("its git repository has no commit that Menace made")
            : RepositoryState.Generated(last.Input, last.Commit.Sha, last.Commit.Tree.Sha);
    }

    /// <summary>Makes the repository in one step: it is complete before it is at its place.</summary>
    /// <returns>Ids of the commit and of its tree.</returns>
    public (string Commit, string Tree) Create(IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        var draft = Path.Combine(Path.GetDirectoryName(_path)!, $"{TemporaryPrefix}new-{Path.GetFileName(_path)}{_owner?.Id.Insert(0, "-")}");
        DeleteTree(draft);
        var (tree, objects) = GitTree.Of(files);
        var commit = GitCommit.Initial(tree, $"{Author.Name} <{Author.Email}>", time, message(tree.Sha));
        NewGitRepository.Write(draft, Branch, commit, objects, files);
        _owner?.Claim(draft);
        Fault.Reached(Boundary.DevelopDrafted);
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path);
        }

        Directory.Move(draft, _path);
        return (commit.Sha, tree.Sha);
    }

    /// <summary>Adds a commit with <paramref name="files"/> as its whole tree, if nothing of the user's would be lost.</summary>
    /// <returns>Ids of the commit and of its tree, or why the repository was left untouched.</returns>
    public (string Commit, string Tree, RepositoryRefusal? Refusal) Update(
        IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        using var repository = Open(_path);
        var git = repository.Info.Path;
        RemoveLeftovers(git);
        var tree = CreateTree(repository, files);
        var head = repository.Head.Tip;
        if (Refuse(repository, tree) is { } refusal)
        {
            return (head.Sha, head.Tree.Sha, refusal);
        }

        var commit = CreateCommit(repository, tree, message(tree.Sha), time, [head]);
        Fault.Reached(Boundary.UpdateCommitted);
        var mark = Path.Combine(git, UpdateMark);
        AtomicFile.WriteNew(mark, []);
        try
        {
            WriteFiles(_path, Path.Combine(git, DraftedFile), files);
            DeleteOthers(_path, head.Tree, files);
            repository.Index.Replace(commit);
            repository.Index.Write();
            Fault.Reached(Boundary.UpdateIndexed);
            repository.Refs.UpdateTarget(repository.Refs[Branch], commit.Id);
        }
        finally
        {
            File.Delete(mark);
        }

        return (commit.Sha, tree.Sha, null);
    }

    /// <summary>True where files or HEAD of the repository differ from the tree <paramref name="treeId"/>.</summary>
    public bool DiffersFrom(string treeId)
    {
        using var repository = Open(_path);
        return repository.Lookup<Tree>(treeId) is not { } tree || WorkingTree.Differences(repository, tree, null).Count > 0;
    }

    /// <summary>True if the file at <paramref name="path"/> has the bytes that it has in the tree <paramref name="treeId"/>.</summary>
    public bool HoldsAsGenerated(string treeId, string path)
    {
        using var repository = Open(_path);
        var file = new FileInfo(Path.Combine(_path, path));
        return repository.Lookup<Tree>(treeId)?[path]?.Target is Blob blob && file is { Exists: true, LinkTarget: null }
            && blob.Size == file.Length && Git.GitObject.Of(GitObjectKind.Blob, File.ReadAllBytes(file.FullName)).Sha == blob.Sha;
    }

    /// <summary>Why the repository is not the tree <paramref name="treeId"/> of its last generated commit any more, or null where it is.</summary>
    public RepositoryRefusal? Refusal(string treeId)
    {
        using var repository = Open(_path);
        return repository.Lookup<Tree>(treeId) is { } tree ? Refuse(repository, tree) : new("it lacks the commit that Stage 4 tested", treeId, "Build again");
    }

    /// <summary>Where an update was cut off, the locks are its own: nobody holds them any more.</summary>
    private static void RemoveLeftovers(string git)
    {
        if (File.Exists(Path.Combine(git, UpdateMark)))
        {
            File.Delete(Path.Combine(git, "index.lock"));
            File.Delete(Path.Combine(git, Branch + ".lock"));
            File.Delete(Path.Combine(git, DraftedFile));
            File.Delete(Path.Combine(git, UpdateMark));
        }
    }

    private static RepositoryRefusal? Refuse(Repository repository, Tree target)
    {
        if (repository.Head.CanonicalName != Branch)
        {
            return new("another branch than main is checked out", repository.Head.FriendlyName, "Check out main");
        }

        var head = repository.Head.Tip;
        if (GeneratedCommit.Of(head) is null)
        {
            return new("its last commit was not made by Menace", $"{head.Sha[..10]} {head.MessageShort}",
                "Move the change into the task list and reset the repository to its last generated commit, or move the repository away");
        }

        var edited = WorkingTree.Differences(repository, head.Tree, target);
        return edited.Count == 0 ? null : new("it has changes that are not committed", Some(edited),
            "Move them into the task list and discard them here, or move the repository away");
    }

    private static string Some(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(3)) + (paths.Count > 3 ? $" and {paths.Count - 3} more" : "");

    private static Repository Open(string path) =>
        new(path, new RepositoryOptions { Identity = new Identity(Author.Name, Author.Email) });

    private static Identity Author { get; } = new("Menace", "menace@localhost");

    private static Tree CreateTree(Repository repository, IReadOnlyList<RepositoryFile> files)
    {
        var definition = new TreeDefinition();
        foreach (var file in files)
        {
            using var content = new MemoryStream(file.Content.ToArray(), writable: false);
            definition.Add(file.Path, repository.ObjectDatabase.CreateBlob(content), file.IsExecutable ? Mode.ExecutableFile : Mode.NonExecutableFile);
        }

        return repository.ObjectDatabase.CreateTree(definition);
    }

    private static Commit CreateCommit(Repository repository, Tree tree, string message, DateTimeOffset time, IEnumerable<Commit> parents)
    {
        var signature = new Signature(Author, time);
        return repository.ObjectDatabase.CreateCommit(signature, signature, message, tree, parents, prettifyMessage: false);
    }

    /// <summary>Writes what differs, the lock file last; by way of git's folder, where a file that is left behind is nobody's edit.</summary>
    private static void WriteFiles(string root, string drafted, IReadOnlyList<RepositoryFile> files)
    {
        foreach (var file in files.OrderBy(file => file.Path == LockFile))
        {
            var path = Path.Combine(root, file.Path);
            if (!IsSame(path, file))
            {
                AtomicFile.WriteThrough(drafted, path, file.Content.Span, file.IsExecutable);
                Fault.Reached(Boundary.UpdateFile);
            }
        }
    }

    private static bool IsSame(string path, RepositoryFile file) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null } found
        && found.Length == file.Content.Length
        && (OperatingSystem.IsWindows() || found.UnixFileMode.HasFlag(UnixFileMode.UserExecute) == file.IsExecutable)
        && file.Content.Span.SequenceEqual(File.ReadAllBytes(path));

    private static void DeleteOthers(string root, Tree before, IReadOnlyList<RepositoryFile> files)
    {
        var kept = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Paths(before).Where(path => !kept.Contains(path)))
        {
            File.Delete(Path.Combine(root, path));
            for (var folder = Path.GetDirectoryName(path); !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                var full = Path.Combine(root, folder);
                if (!Directory.Exists(full) || Directory.EnumerateFileSystemEntries(full).Any())
                {
                    break;
                }

                Directory.Delete(full);
            }
        }
    }

    private static string[] Paths(Tree tree) =>
        tree.SelectMany(entry => entry.TargetType == TreeEntryTargetType.Tree ? Paths((Tree)entry.Target) : [entry.Path.Replace('\\', '/')]).ToArray();

    /// <summary>Deletes a folder of ours; git's object files are read-only.</summary>
    public static void DeleteTree(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.IsReadOnly = false;
        }

        Directory.Delete(path, recursive: true);
    }
}

/// <summary>What is at a repository's place before the develop stage touches it.</summary>
internal sealed record RepositoryState
{
    /// <summary>Nothing, or an empty folder.</summary>
    public static RepositoryState Absent { get; } = new();

    /// <summary>Why it is not ours, or null.</summary>
    public string? ForeignReason { get; private init; }

    /// <summary>Input of the newest generated commit, or null.</summary>
    public string? Input { get; private init; }

    /// <summary>Id of the newest generated commit, or null.</summary>
    public string? Commit { get; private init; }

    /// <summary>Its tree, or null.</summary>
    public string? Tree { get; private init; }

    /// <summary>Something that Menace did not make.</summary>
    public static RepositoryState Foreign(string reason) => new() { ForeignReason = reason };

    /// <summary>A repository with a generated commit in its history.</summary>
    public static RepositoryState Generated(string input, string commit, string tree) => new() { Input = input, Commit = commit, Tree = tree };
}

/// <summary>Why a repository was left untouched.</summary>
/// <param name="Reason">What is the case.</param>
/// <param name="Evidence">Where it can be seen.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record RepositoryRefusal(string Reason, string Evidence, string Remedy);
