using LibGit2Sharp;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The content of a repository besides generated commits and their files: commits, files (ignored ones too), nested repositories, branches,
/// tags, stashes, notes, hooks, settings. Decided by what is tracked and by the bytes that Menace writes, never by names or ignore rules.
/// </summary>
internal static class UserChanges
{
    /// <summary>The files that Menace and git create in the folder <c>.git</c>; all others belong to the user.</summary>
    private static readonly HashSet<string> OwnNames = new(StringComparer.Ordinal)
    {
        "HEAD", "config", "index", "objects", "refs", "logs", "info", "hooks", "packed-refs", "ORIG_HEAD", "FETCH_HEAD", "description",
        "branches", "gc.log",
        RepositoryOwner.FileName, BranchUpdate.PendingFile,
    };

    /// <summary>The first thing of the user's in <paramref name="repository"/>, or null.</summary>
    public static string? In(Repository repository) =>
        repository.Head.Tip is not { } head ? "its git repository has no commit"
        : GeneratedCommit.Of(head) is null ? $"its last commit was not made by Menace: {Title(head)}"
        : repository.Head.CanonicalName is not (BotBranches.Main or BotBranches.Candidate)
            ? $"another branch than main is checked out: {repository.Head.FriendlyName}"
        : Refs(repository) is { Count: > 0 } refs ? $"it has other branches, tags, notes or stashes: {Some(refs)}"
        : Commits(repository) is { } commit ? $"its history has a commit that was not made by Menace: {Title(commit)}"
        : repository.Info.CurrentOperation != CurrentOperation.None
            ? $"an operation of git is not finished: {repository.Info.CurrentOperation}"
        : repository.Worktrees.Any() ? "other working trees belong to it"
        : Files(repository, head) is { Count: > 0 } files ? $"it has files that are not committed: {Some(files)}"
        : Settings(repository.Info.Path) is { Count: > 0 } settings
            ? $"it has settings or files of git that Menace did not write: {Some(settings)}"
        : null;

    private static string Title(Commit commit) => $"{commit.Sha[..10]} {commit.MessageShort}";

    private static List<string> Refs(Repository repository) =>
        [.. repository.Refs.Select(reference => reference.CanonicalName)
            .Where(name => name is not (BotBranches.Main or "HEAD") && !BotBranches.IsOwn(name))];

    /// <summary>A commit in the history, or one that was reset away and that only the log of HEAD or main still has.</summary>
    private static Commit? Commits(Repository repository)
    {
        var foreign = OwnHistory.Foreign(repository);
        return repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = repository.Head.Tip })
            .Concat(Logged(repository.Info.Path).Select(id => repository.Lookup<Commit>(id)).OfType<Commit>())
            .FirstOrDefault(commit => !foreign.Contains(commit.Id) && GeneratedCommit.Of(commit) is null);
    }

    /// <summary>Ids in the logs of HEAD and main; git's library would make a log that is missing.</summary>
    private static IEnumerable<ObjectId> Logged(string git)
    {
        foreach (var line in new[] { "HEAD", BotBranches.Main, BotBranches.Candidate }
            .Select(name => Path.Combine(git, "logs", name)).Where(File.Exists)
            .SelectMany(File.ReadLines))
        {
            if (line.Split(' ') is [_, var id, ..] && ObjectId.TryParse(id, out var parsed))
            {
                yield return parsed;
            }
        }
    }

    /// <summary>Edited, staged, added and ignored files, and nested repositories as folders.</summary>
    private static SortedSet<string> Files(Repository repository, Commit head)
    {
        var files = new SortedSet<string>(new WorkingTree(repository, head.Tree).Differences(), StringComparer.Ordinal);
        files.UnionWith(Untracked(repository, new DirectoryInfo(repository.Info.WorkingDirectory), ""));
        return files;
    }

    private static IEnumerable<string> Untracked(Repository repository, DirectoryInfo folder, string prefix)
    {
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + item.Name;
            if (item is not DirectoryInfo inner || item.LinkTarget is not null)
            {
                if (repository.Index[path] is null)
                {
                    yield return path;
                }
            }
            else if (Path.Exists(Path.Combine(inner.FullName, ".git")))
            {
                yield return path + "/";
            }
            else if (path != ".git" && !IsSetUp(path, inner))
            {
                foreach (var file in Untracked(repository, inner, path + "/"))
                {
                    yield return file;
                }
            }
        }
    }

    /// <summary>The environment that scripts/setup_tests.sh makes, and replaces if its mark is in it.</summary>
    private static bool IsSetUp(string path, DirectoryInfo folder) =>
        path == ".venv" && File.Exists(Path.Combine(folder.FullName, "requirements.sha256"));

    private static List<string> Settings(string git)
    {
        List<string> found = [.. new DirectoryInfo(git).EnumerateFileSystemInfos().Select(item => item.Name)
            .Where(name => !OwnNames.Contains(name))];
        if (!File.ReadAllBytes(Path.Combine(git, "config")).AsSpan().SequenceEqual(NewGitRepository.Config))
        {
            found.Add("config");
        }

        found.AddRange(FilesIn("hooks").Where(name => !name.EndsWith(".sample", StringComparison.Ordinal)));
        found.AddRange(FilesIn("info")
            .Where(name => name != "info/refs" && !(name == "info/exclude" && File.ReadLines(Path.Combine(git, name)).All(IsComment))));
        return [.. found.Order(StringComparer.Ordinal).Select(name => ".git/" + name)];

        IEnumerable<string> FilesIn(string folder) => Directory.Exists(Path.Combine(git, folder))
            ? Directory.EnumerateFiles(Path.Combine(git, folder), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(git, file).Replace('\\', '/'))
            : [];
    }

    private static bool IsComment(string line) => line.Trim() is "" or ['#', ..];

    private static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(3)) + (names.Count > 3 ? $" and {names.Count - 3} more" : "");
}
