using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Merging;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The linked working tree in which the user decides the conflicts of a merge, on the branch <see cref="BotBranches.Merge"/>: files with
/// markers and an index with stages, as <c>git merge</c> leaves them, so that <c>git commit</c> there makes the merge commit. The user's
/// own branch and working tree are not touched (gitrepository-layout(5), git-worktree(1)).
/// </summary>
internal sealed class MergeWork
{
    private const string Name = "menace-merge.0";

    /// <summary>
    /// Written last. Its lines: the user's commit, the generated one, the tree that was laid out, the number of conflicts, the path.
    /// </summary>
    private const string RecordFile = "menace-merge";

    private readonly string[] _record;
    private readonly string _admin;

    private MergeWork(string admin, string path, string[] record, Commit tip) =>
        (_admin, Path, _record, Tip) = (admin, path, record, tip);

    /// <summary>Absolute path of the working tree; the user may have deleted or moved it.</summary>
    public string Path { get; }

    /// <summary>The commit that its branch is at.</summary>
    public Commit Tip { get; }

    /// <summary>The commit of the user's branch that it began from.</summary>
    public string Ours => _record[0];

    /// <summary>The generated commit that is merged into it.</summary>
    public string Theirs => _record[1];

    /// <summary>True if the user has committed the merge.</summary>
    public bool IsFinished => Tip.Sha != Ours && !IsMerging;

    /// <summary>True if the user has given the merge up, by <c>git merge --abort</c> or by removing its folder.</summary>
    public bool IsGivenUp => Tip.Sha == Ours && (!Directory.Exists(Path) || (!IsMerging && IsClean()));

    private bool IsMerging => File.Exists(System.IO.Path.Combine(_admin, "MERGE_HEAD"));

    /// <summary>The one that belongs to <paramref name="repository"/>, or null.</summary>
    public static MergeWork? Of(Repository repository)
    {
        var admin = AdminOf(repository);
        if (repository.Refs[BotBranches.Merge]?.ResolveToDirectReference() is not { } branch
            || repository.Lookup<Commit>(branch.TargetIdentifier) is not { } tip)
        {
            return null;
        }

        // Without its folder, which the user may have removed after the commit, the branch still has what was decided.
        return RecordIn(admin) is { } lines ? new(admin, PathIn(admin) ?? lines[4], lines, tip)
            : repository.ObjectDatabase.FindMergeBase(repository.Head.Tip, tip) != tip ? new(admin, "", ["", "", "", "", ""], tip)
            : null;
    }

    /// <summary>True if the repository at <paramref name="path"/> has one, without opening the repository.</summary>
    public static bool IsIn(string path) => File.Exists(System.IO.Path.Combine(path, ".git", BotBranches.Merge));

    /// <summary>Where git says that the folder is: it may have been moved by <c>git worktree move</c>.</summary>
    private static string? PathIn(string admin) =>
        System.IO.Path.Combine(admin, "gitdir") is var file && File.Exists(file)
            ? System.IO.Path.GetDirectoryName(File.ReadAllText(file).Trim()) : null;

    /// <summary>Removes what an interrupted <see cref="Create"/> left.</summary>
    public static void RemoveLeftovers(Repository repository)
    {
        if (AdminOf(repository) is var admin && RecordIn(admin) is null)
        {
            BotGitRepository.DeleteTree(admin);
        }
    }

    /// <summary>Makes the working tree of a merge with conflicts.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="path">Absolute path of the new working tree. A folder that is there is moved aside.</param>
    /// <param name="ours">The user's commit.</param>
    /// <param name="theirs">The generated commit.</param>
    /// <param name="merged">The merge.</param>
    /// <param name="message">The message that git offers for the merge commit.</param>
    public static void Create(Repository repository, string path, Commit ours, Commit theirs, TreeMergeResult merged, string message)
    {
        MoveAside(path);
        var admin = AdminOf(repository);
        BotGitRepository.DeleteTree(admin);
        var tree = GitTrees.Create(repository, merged);
        foreach (var (file, entry) in merged.Entries)
        {
            Write(repository, System.IO.Path.Combine(path, file), entry);
        }

        AtomicFile.WriteText(System.IO.Path.Combine(path, ".git"), $"gitdir: {admin}\n");
        WriteAdmin("HEAD", $"ref: {BotBranches.Merge}\n");
        WriteAdmin("commondir", "../..\n");
        WriteAdmin("gitdir", System.IO.Path.Combine(path, ".git") + "\n");
        WriteAdmin("ORIG_HEAD", ours.Sha + "\n");
        WriteAdmin("MERGE_HEAD", theirs.Sha + "\n");
        WriteAdmin("MERGE_MODE", "");
        WriteAdmin("MERGE_MSG", message);
        AtomicFile.Write(System.IO.Path.Combine(admin, "index"), GitIndex.Of(Index(merged)).Span);
        repository.Refs.Add(BotBranches.Merge, ours.Id, allowOverwrite: true);
        var conflicts = merged.Conflicts.Select(conflict => conflict.Path).Distinct().Count();
        WriteAdmin(RecordFile, FormattableString.Invariant($"{ours.Sha}\n{theirs.Sha}\n{tree.Sha}\n{conflicts}\n{path}\n"));

        void WriteAdmin(string file, string text) => AtomicFile.WriteText(System.IO.Path.Combine(admin, file), text);
    }

    /// <summary>True if the user has not begun to decide anything, or has removed the folder.</summary>
    public bool IsUntouched()
    {
        if (Tip.Sha != Ours)
        {
            return false;
        }

        if (!Directory.Exists(Path))
        {
            return true;
        }

        using var work = new Repository(Path);
        return work.Lookup<Tree>(_record[2]) is { } tree && !new WorkingTree(work, tree).EditedFiles().Any()
            && work.Index.Conflicts.Count().ToString(System.Globalization.CultureInfo.InvariantCulture) == _record[3];
    }

    /// <summary>Paths whose conflict is not decided yet; all of them if the working tree is gone.</summary>
    public bool IsOpen(string path)
    {
        if (!Directory.Exists(Path))
        {
            return true;
        }

        using var work = new Repository(Path);
        return work.Index.Conflicts.Any(conflict => (conflict.Ours ?? conflict.Theirs ?? conflict.Ancestor).Path == path);
    }

    /// <summary>
    /// Removes it with its branch. Files that are in no commit stay, in a folder that git no longer knows.
    /// </summary>
    public void Remove(Repository repository)
    {
        if (Directory.Exists(Path) && (IsClean() ? Tip.Tree : IsUntouched() ? repository.Lookup<Tree>(_record[2]) : null) is { } tree)
        {
            DeleteFiles(tree);
        }

        repository.Refs.Remove(BotBranches.Merge);
        BotGitRepository.DeleteTree(_admin);
        if (System.IO.Path.GetDirectoryName(_admin) is { } folder && Directory.Exists(folder)
            && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Deletes the files that the tree has, and folders that are empty then: ignored files are not Menace's.</summary>
    private void DeleteFiles(Tree tree)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal) { Path };
        foreach (var (file, _, _) in GitTrees.Files(tree).Append((".git", null!, default)))
        {
            var path = System.IO.Path.Combine(Path, file);
            File.Delete(path);
            for (var folder = System.IO.Path.GetDirectoryName(path)!; folders.Add(folder);)
            {
                folder = System.IO.Path.GetDirectoryName(folder)!;
            }
        }

        foreach (var folder in folders.Reverse().Where(Directory.Exists))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    private bool IsClean()
    {
        using var work = new Repository(Path);
        return new WorkingTree(work, Tip.Tree).Differences().Count == 0;
    }

    private static string[]? RecordIn(string admin) => System.IO.Path.Combine(admin, RecordFile) is var record && File.Exists(record)
        && File.ReadAllLines(record) is { Length: 5 } lines ? lines : null;

    private static string AdminOf(Repository repository) => System.IO.Path.Combine(repository.Info.Path, "worktrees", Name);

    private static void MoveAside(string path)
    {
        if (!System.IO.Path.Exists(path))
        {
            return;
        }

        for (var number = 1; ; number++)
        {
            var aside = FormattableString.Invariant($"{path}.old-{number}");
            if (!System.IO.Path.Exists(aside))
            {
                Directory.Move(path, aside);
                return;
            }
        }
    }

    private static void Write(Repository repository, string path, MergeEntry entry)
    {
        var content = GitTrees.Read(repository, entry.Id);
        if (entry.Mode == "120000")
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.CreateSymbolicLink(path, Encoding.UTF8.GetString(content.Span));
        }
        else
        {
            AtomicFile.Write(path, content.Span, entry.Mode == "100755");
        }
    }

    private static IEnumerable<GitIndexEntry> Index(TreeMergeResult merged)
    {
        var conflicts = merged.Conflicts.GroupBy(conflict => conflict.Path).ToDictionary(group => group.Key, group => group.First());
        var clean = merged.Entries.Where(file => !conflicts.ContainsKey(file.Key)).Select(file => Entry(file.Key, file.Value, 0));
        return clean.Concat(conflicts.Values.SelectMany(conflict => new[] { conflict.Base, conflict.Ours, conflict.Theirs }
            .Select((entry, i) => entry is null ? null : Entry(conflict.Path, entry, i + 1)).OfType<GitIndexEntry>()));

        static GitIndexEntry Entry(string path, MergeEntry entry, int stage) =>
            new(path, entry.Mode, Convert.FromHexString(entry.Id), stage);
    }
}
