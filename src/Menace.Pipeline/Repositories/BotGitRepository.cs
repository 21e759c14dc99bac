using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The git repository of one bot. Objects go through the object database and files are written from the same bytes, so that no
/// setting of the user takes part; the branch moves last, so that whatever ends the process leaves the old commit or the new one.
/// </summary>
internal sealed class BotGitRepository
{
    /// <summary>The prefix of folders in which a repository is created or removed.</summary>
    public const string TemporaryPrefix = ".menace-";

    private const string Branch = "refs/heads/main";
    private const string LockFile = "menace.lock.json";

    /// <summary>Exists while an update changes files, index and branch.</summary>
    private const string UpdateMark = "menace.update";

    /// <summary>
    /// Names the trees of updates that ended early, one a line, until the commit of a later one is on the branch: the files of these trees
    /// are not edits of the user.
    /// </summary>
    public const string PendingFile = "menace.pending";

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
    /// True if main is checked out and is at <paramref name="commit"/>. False also if that cannot be told from the two files that
    /// show that for a repository in its original form (after <c>git gc</c>, for example): then <see cref="Inspect"/> decides.
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

    /// <summary>Returns the state of the repository's path.</summary>
    public RepositoryState Inspect()
    {
        if (!Directory.Exists(_path))
        {
            return File.Exists(_path) ? RepositoryState.Foreign("a file is at its path") : RepositoryState.Absent;
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

        if (File.Exists(Path.Combine(_path, ".git")))
        {
            return RepositoryState.Linked(_path);
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
            : RepositoryState.Generated(last);
    }

    /// <summary>Makes the repository in one step: it is complete before it is at its place.</summary>
    /// <param name="files">All of its files.</param>
    /// <param name="message">Makes the message of the commit from the id of its tree.</param>
    /// <param name="time">The time of the commit.</param>
    /// <param name="history">The history that the commit continues, or null; its files are moved.</param>
    /// <returns>Ids of the commit and of its tree.</returns>
    public (string Commit, string Tree) Create(
        IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time, GitHistory? history = null)
    {
        var draft = Path.Combine(
            Path.GetDirectoryName(_path)!, $"{TemporaryPrefix}new-{Path.GetFileName(_path)}{_owner?.Id.Insert(0, "-")}");
        DeleteTree(draft);
        var (tree, objects) = GitTree.Of(files);
        var commit = GitCommit.Of(tree, history?.Commit, $"{Author.Name} <{Author.Email}>", time, message(tree.Sha));
        history?.MoveInto(draft);
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
    /// <returns>The commit, or why there is none.</returns>
    public RepositoryUpdate Update(IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time)
    {
        using var repository = Open(_path);
        var git = repository.Info.Path;
        RemoveLeftovers(git);
        var tree = CreateTree(repository, files);
        var head = repository.Head.Tip;
        var pending = Pending(repository);
        var working = new WorkingTree(repository, tree, [head.Tree, .. pending]);
        if (Refuse(repository, working) is { } refusal)
        {
            return new(head.Sha, head.Tree.Sha, refusal);
        }

        var commit = CreateCommit(repository, tree, message(tree.Sha), time, [head]);
        Fault.Reached(Boundary.UpdateCommitted);
        var mark = Path.Combine(git, UpdateMark);
        AtomicFile.WriteText(
            Path.Combine(git, PendingFile), string.Concat(pending.Append(tree).Select(tree => tree.Sha + "\n").Distinct()));
        AtomicFile.WriteNew(mark, []);
        try
        {
            if ((Checkout(working, files, Path.Combine(git, DraftedFile)) ?? Moved(repository, head)) is { } late)
            {
                return new(head.Sha, head.Tree.Sha, late);
            }

            repository.Index.Replace(commit);
            repository.Index.Write();
            Fault.Reached(Boundary.UpdateIndexed);
            repository.Refs.UpdateTarget(repository.Refs[Branch], commit.Id);
            File.Delete(Path.Combine(git, PendingFile));
        }
        finally
        {
            File.Delete(mark);
        }

        return new(commit.Sha, tree.Sha, null) { ChangedFiles = WorkingTree.CountChanges(head.Tree, tree) };
    }

    /// <summary>
    /// True if files of the repository differ from the tree <paramref name="treeId"/>. False if git's library cannot read the repository:
    /// writing it fails with the same error, which is reported then.
    /// </summary>
    public bool DiffersFrom(string treeId)
    {
        try
        {
            using var repository = Open(_path);
            return repository.Lookup<Tree>(treeId) is not { } tree || new WorkingTree(repository, tree).EditedFiles().Any();
        }
        catch (LibGit2SharpException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not what was written.
            return true;
        }
    }

    /// <summary>The ids of all files in the tree <paramref name="treeId"/>, by path; null if git's library cannot tell.</summary>
    public IReadOnlyDictionary<string, string>? FilesOf(string treeId)
    {
        try
        {
            using var repository = Open(_path);
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            if (repository.Lookup<Tree>(treeId) is not { } root)
            {
                return null;
            }

            var folders = new Stack<Tree>([root]);
            while (folders.TryPop(out var folder))
            {
                foreach (var entry in folder)
                {
                    if (entry.Target is Tree inner)
                    {
                        folders.Push(inner);
                    }
                    else
                    {
                        files[entry.Path] = entry.Target.Sha;
                    }
                }
            }

            return files;
        }
        catch (LibGit2SharpException)
        {
            return null;
        }
    }

    /// <summary>
    /// True if the last generated commit differs from the one whose tree has the hash <paramref name="pin"/> only by the version of Menace
    /// (<see cref="InputParts.DiffersOnlyInVersion"/>).
    /// </summary>
    public bool DiffersOnlyInVersion(string pin, Func<string, string, bool> isOfVersion)
    {
        using var repository = Open(_path);
        GeneratedCommit[] commits = [.. OwnHistory.Of(repository).Select(GeneratedCommit.Of).OfType<GeneratedCommit>()];
        return commits.Length > 0 && commits[0].Parts is { } now
            && commits.FirstOrDefault(commit => InputParts.PinOf(commit.Commit.Tree.Sha) == pin) is { } pinned
            && now.DiffersOnlyInVersion(pinned.Parts, isOfVersion);
    }

    /// <summary>The paths in which two trees of the repository differ, at most three of them named.</summary>
    public string Difference(string treeId, string otherId)
    {
        using var repository = Open(_path);
        return Some([.. repository.Diff.Compare<TreeChanges>(repository.Lookup<Tree>(treeId), repository.Lookup<Tree>(otherId))
            .Select(change => change.Path)]);
    }

    /// <summary>The changes from one tree to the other, as git shows them.</summary>
    public string Patch(string treeId, string otherId)
    {
        using var repository = Open(_path);
        return repository.Diff.Compare<Patch>(repository.Lookup<Tree>(treeId), repository.Lookup<Tree>(otherId)).Content;
    }

    /// <summary>
    /// Why the repository is not the tree <paramref name="treeId"/> of its last generated commit any more, or null if it is.
    /// </summary>
    public RepositoryRefusal? Refusal(string treeId)
    {
        using var repository = Open(_path);
        return repository.Lookup<Tree>(treeId) is { } tree
            ? Refuse(repository, new WorkingTree(repository, tree, repository.Head.Tip.Tree))
            : new("it lacks the commit that Stage 4 tested", treeId, "Build again");
    }

    /// <summary>Deletes the locks of an interrupted update, which no process holds any more.</summary>
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

    private static Tree[] Pending(Repository repository) =>
        Path.Combine(repository.Info.Path, PendingFile) is var file && File.Exists(file)
            ? [.. File.ReadLines(file).Select(line => ObjectId.TryParse(line.Trim(), out var id) ? repository.Lookup<Tree>(id) : null)
                .OfType<Tree>()]
            : [];

    private static RepositoryRefusal? Refuse(Repository repository, WorkingTree working)
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

        return Edited(repository, working.Differences());
    }

    private static RepositoryRefusal? Edited(Repository repository, IReadOnlyList<string> edited) =>
        edited.Count == 0 ? null
        : GitFailure.IsSparse(repository) && edited.All(path => !Path.Exists(Path.Combine(repository.Info.WorkingDirectory, path)))
            ? new("it is a sparse checkout, in which files are missing", Some(edited),
                $"Run git -C '{repository.Info.WorkingDirectory}' sparse-checkout disable")
            : EditedRefusal(Some(edited));

    private static RepositoryRefusal EditedRefusal(string evidence) =>
        new("it has changes that are not committed", evidence,
            "Move them into the task list and discard them here, or move the repository away");

    /// <summary>
    /// Makes the files those of the target, the lock file last. Each path is compared once more right before it is changed: a user who
    /// edits a file meanwhile keeps the edit, and the update goes on when it is gone.
    /// </summary>
    private static RepositoryRefusal? Checkout(WorkingTree working, IReadOnlyList<RepositoryFile> files, string draft)
    {
        foreach (var path in working.Surplus)
        {
            if (working.Delete(path) is { } edited)
            {
                return EditedRefusal(edited);
            }
        }

        foreach (var file in files.OrderBy(file => file.Path == LockFile))
        {
            if (working.Write(file, draft) is { } edited)
            {
                return EditedRefusal(edited);
            }

        }

        return null;
    }

    private static RepositoryRefusal? Moved(Repository repository, Commit head) =>
        repository.Refs[Branch].ResolveToDirectReference().TargetIdentifier == head.Sha
        ? null
        : new("its branch moved while it was written", repository.Refs[Branch].ResolveToDirectReference().TargetIdentifier, "Build again");

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
            definition.Add(file.Path, repository.ObjectDatabase.CreateBlob(content), file.IsExecutable ? Mode.ExecutableFile
                : Mode.NonExecutableFile);
        }

        return repository.ObjectDatabase.CreateTree(definition);
    }

    private static Commit CreateCommit(Repository repository, Tree tree, string message, DateTimeOffset time, IEnumerable<Commit> parents)
    {
        var signature = new Signature(Author, time);
        return repository.ObjectDatabase.CreateCommit(signature, signature, message, tree, parents, prettifyMessage: false);
    }

    /// <summary>Deletes a generated folder; git's object files are read-only.</summary>
    public static void DeleteTree(string path)
    {
        if (!Directory.Exists(path))
        {
            return;
        }

        // Links are not followed: what they lead to is not ours.
        var ours = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", ours))
        {
            file.IsReadOnly = false;
        }

        Directory.Delete(path, recursive: true);
    }
}
