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

    private readonly string _path;
    private readonly RepositoryOwner? _owner;

    /// <summary>The repository at <paramref name="path"/>; <paramref name="owner"/>: whose it shall be when it is created.</summary>
    public BotGitRepository(string path, RepositoryOwner? owner = null)
    {
        _path = path;
        _owner = owner;
    }

    /// <summary>
    /// True if the user's branch gets new output only when its tests have passed (<see cref="Candidate"/>), and the caller lands it.
    /// </summary>
    public bool WaitsForTests { get; init; }

    /// <summary>Signs the commits, or null.</summary>
    public CommitSigner? Signer { get; init; }

    /// <summary>
    /// True if main is checked out and is at <paramref name="commit"/>. False also if that cannot be told from the two files that
    /// show that for a repository in its original form (after <c>git gc</c>, for example): then <see cref="Inspect"/> decides.
    /// </summary>
    public bool IsAt(string commit)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_path, ".git/HEAD")) == $"ref: {BotBranches.Main}\n"
                && File.ReadAllText(Path.Combine(_path, ".git", BotBranches.Main)) == commit + "\n";
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

        using var repository = Commits.Open(_path);
        return GeneratedBranch.Of(repository) is { } generated ? RepositoryState.Generated(generated) with
        {
            HasMerge = repository.Refs[BotBranches.Merge] is not null,
        }
            : RepositoryState.Unmade(repository.Head.Tip is not null);
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
        var commit = GitCommit.Of(tree, history?.Commit, $"{Commits.Author.Name} <{Commits.Author.Email}>", time, message(tree.Sha));
        history?.MoveInto(draft);
        var branch = WaitsForTests ? BotBranches.Candidate : BotBranches.Main;
        NewGitRepository.Write(draft, [branch, BotBranches.Generated], commit, objects, files);
        var id = commit.Sha;
        if (Signer is not null)
        {
            id = Signer.Create(
                Path.Combine(draft, ".git"), tree.Sha, history is null ? [] : [history.Commit], message(tree.Sha), time);
            foreach (var name in new[] { branch, BotBranches.Generated })
            {
                AtomicFile.WriteText(Path.Combine(draft, ".git", name), id + "\n");
            }
        }

        _owner?.Claim(draft);
        Fault.Reached(Boundary.DevelopDrafted);
        if (Directory.Exists(_path))
        {
            Directory.Delete(_path);
        }

        Directory.Move(draft, _path);
        return (id, tree.Sha);
    }

    /// <summary>Brings new generated output in (<see cref="Regeneration"/>).</summary>
    /// <param name="files">All of its files.</param>
    /// <param name="message">Makes the message of the commit from the id of its tree.</param>
    /// <param name="time">The time of the commit.</param>
    /// <param name="merge">How it is merged with commits of the user.</param>
    /// <returns>The generated commit, or why the user's branch does not have it.</returns>
    public RepositoryUpdate Update(
        IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time, MergeSettings merge)
    {
        using var repository = Commits.Open(_path);
        var update = new Regeneration(repository, merge, Signer).Run(files, message, time);
        return update is { IsMerged: true } && !WaitsForTests
            ? update with { Refusal = Candidate.Of(_path)?.Land(update.Candidate ?? ""), Candidate = null } : update;
    }

    /// <summary>
    /// What <see cref="Update"/> would do; the arguments are the same. Nothing is written: neither a file nor a branch nor an object.
    /// </summary>
    public UpdatePreview Preview(
        IReadOnlyList<RepositoryFile> files, Func<string, string> message, DateTimeOffset time, MergeSettings merge)
    {
        using var folder = Commits.Open(_path);
        using var repository = Commits.Open(_path);
        MemoryObjects.Use(repository, folder);
        var plan = new RegenerationPlanner(repository, merge).Plan(files, message, time);
        var isNew = repository.Head.CanonicalName == BotBranches.Candidate;
        var isWaiting = plan.Main != plan.Head && !isNew
            && repository.Refs[BotBranches.Candidate]?.ResolveToDirectReference().TargetIdentifier == plan.Main.Sha;
        return new(
            plan.ToUpdate(), plan.IsMerged ? FileDifference.Between(repository, plan.Head.Tree, plan.Main.Tree) : [],
            plan.IsMerged && isWaiting, isNew);
    }

    /// <summary>
    /// The paths in which a tree and <paramref name="files"/> differ, at most three of them named, and the changes as git shows them.
    /// Nothing is stored.
    /// </summary>
    public (string Paths, string Patch) ChangesTo(string treeId, IReadOnlyList<RepositoryFile> files)
    {
        using var folder = Commits.Open(_path);
        using var repository = Commits.Open(_path);
        MemoryObjects.Use(repository, folder);
        var (tree, other) = (repository.Lookup<Tree>(treeId), GitTrees.Create(repository, files));
        return (
            Some([.. repository.Diff.Compare<TreeChanges>(tree, other).Select(change => change.Path)]),
            repository.Diff.Compare<Patch>(tree, other).Content);
    }

    /// <summary>
    /// True if files of the repository differ from the tree <paramref name="treeId"/>. False if git's library cannot read the repository:
    /// writing it fails with the same error, which is reported then.
    /// </summary>
    public bool DiffersFrom(string treeId)
    {
        try
        {
            return !Holds(treeId);
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

    /// <summary>
    /// True if files of the repository differ from the commit that is checked out. False if git's library cannot read the repository:
    /// writing it fails with the same error.
    /// </summary>
    public bool HasUncommitted()
    {
        try
        {
            using var repository = Commits.Open(_path);
            return repository.Head.Tip is not { } head || new WorkingTree(repository, head.Tree).EditedFiles().Any();
        }
        catch (LibGit2SharpException)
        {
            return false;
        }
    }

    /// <summary>True if the files of the repository are those of the tree <paramref name="treeId"/>, and no others.</summary>
    /// <exception cref="LibGit2SharpException">Git's library cannot read the repository.</exception>
    public bool Holds(string treeId)
    {
        using var repository = Commits.Open(_path);
        return repository.Lookup<Tree>(treeId) is { } tree && !new WorkingTree(repository, tree).EditedFiles().Any();
    }

    /// <summary>The ids of all files in the tree <paramref name="treeId"/>, by path; null if git's library cannot tell.</summary>
    public IReadOnlyDictionary<string, string>? FilesOf(string treeId)
    {
        try
        {
            using var repository = Commits.Open(_path);
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
    /// <param name="pin">The hash.</param>
    /// <param name="isOfVersion">The same for its dependencies.</param>
    /// <param name="next">The input of a generated commit that is not made yet, or null.</param>
    public bool DiffersOnlyInVersion(string pin, Func<string, string, bool> isOfVersion, InputParts? next = null)
    {
        using var repository = Commits.Open(_path);
        GeneratedCommit[] commits = [.. OwnHistory.Of(repository).Select(GeneratedCommit.Of).OfType<GeneratedCommit>()];
        return commits.Length > 0 && (next ?? commits[0].Parts) is { } now
            && commits.FirstOrDefault(commit => InputParts.PinOf(commit.Commit.Tree.Sha) == pin) is { } pinned
            && now.DiffersOnlyInVersion(pinned.Parts, isOfVersion);
    }

    private static string Some(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(3)) + (paths.Count > 3 ? $" and {paths.Count - 3} more" : "");

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
