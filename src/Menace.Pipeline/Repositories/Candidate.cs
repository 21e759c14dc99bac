using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Infrastructure;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// A commit that waits for its tests on <see cref="BotBranches.Candidate"/>. The user's branch gets it when they have passed. In a new
/// repository it is checked out, and there is no other branch until then.
/// </summary>
/// <param name="repository">Absolute path of the repository.</param>
/// <param name="isCheckedOut">True in a new repository.</param>
internal sealed class Candidate(string repository, bool isCheckedOut)
{
    private const string CheckedOut = $"ref: {BotBranches.Candidate}";

    /// <summary>True if the files of the repository are those of the candidate.</summary>
    public bool IsCheckedOut => isCheckedOut;

    /// <summary>The candidate of the repository at <paramref name="path"/>, or null. Only small files are read.</summary>
    public static Candidate? Of(string path)
    {
        try
        {
            return BotBranches.IsIn(path, BotBranches.Candidate)
                ? new(path, File.ReadAllText(Path.Combine(path, ".git", "HEAD")).Trim() == CheckedOut) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Makes <paramref name="commit"/> the candidate of <paramref name="repository"/>.</summary>
    public static void Set(Repository repository, Commit commit) =>
        repository.Refs.Add(BotBranches.Candidate, commit.Id, allowOverwrite: true);

    /// <summary>Takes the candidate of <paramref name="repository"/> back, if it is not checked out.</summary>
    public static void Remove(Repository repository)
    {
        if (repository.Refs[BotBranches.Candidate] is not null && repository.Head.CanonicalName != BotBranches.Candidate)
        {
            repository.Refs.Remove(BotBranches.Candidate);
        }
    }

    /// <summary>
    /// The refusal for a candidate that is a commit of the user, which a new one would replace; null if it is Menace's own, or HEAD or the
    /// branch of the merge has it.
    /// </summary>
    public static RepositoryRefusal? WorkIn(Repository repository) =>
        repository.Refs[BotBranches.Candidate] is not null && repository.Head.CanonicalName != BotBranches.Candidate
            && TipOf(repository) is { } tip && tip.Committer.Email != Commits.Author.Email
            && !(repository.Head.Tip is { } head && Contains(repository, head, tip))
            && !(repository.Refs[BotBranches.Merge]?.ResolveToDirectReference() is { } merge
                && repository.Lookup<Commit>(merge.TargetIdentifier) is { } decided && Contains(repository, decided, tip))
            ? new("menace/candidate has a commit of yours, which new output would replace", $"{tip.Sha[..10]} {tip.MessageShort}",
                $"Merge it: git -C '{repository.Info.WorkingDirectory}' merge menace/candidate. Then build again")
            : null;

    /// <summary>
    /// Lays out the files that the repository will have with the candidate: those of its commit, and files of the user that are not
    /// tracked.
    /// </summary>
    /// <param name="commit">The commit that the develop stage made the candidate.</param>
    /// <param name="folder">The folder; what is in it is deleted.</param>
    /// <returns>Id of the candidate's tree; null if another commit is there now, or main has it already: then it is no candidate.</returns>
    public string? LayOut(string commit, string folder)
    {
        BotGitRepository.DeleteTree(folder);
        using var opened = Commits.Open(repository);
        var tip = TipOf(opened);
        if (tip.Sha != commit || (opened.Refs[BotBranches.Main] is not null && Contains(opened, opened.Head.Tip, tip)))
        {
            return null;
        }

        var tree = tip.Tree;
        var files = GitTrees.Files(tree).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var head = GitTrees.Files(opened.Head.Tip.Tree).ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var (path, id, mode) in files.Values)
        {
            Write(Path.Combine(folder, path), GitTrees.Read(opened, id.Sha), mode);
            if (head.TryGetValue(path, out var before) && (before.Id, before.Mode) == (id, mode))
            {
                // No file of the user's is written that stays the same.
                CopyPermissions(Path.Combine(repository, path), Path.Combine(folder, path));
            }
        }

        foreach (var path in OwnFiles(opened, files.Keys))
        {
            Copy(Path.Combine(repository, path), Path.Combine(folder, path));
        }

        return tree.Sha;
    }

    /// <summary>True if the user has committed more to the merge than what was tested: the next build takes it.</summary>
    public bool LeavesMerge => MergeWork.IsIn(repository);

    /// <summary>True if the repository will have the files of the tree <paramref name="tree"/> with the candidate, and no others.</summary>
    public bool IsExactly(string tree)
    {
        using var opened = Commits.Open(repository);
        var tip = TipOf(opened);
        return tip.Tree.Sha == tree && !OwnFiles(opened, GitTrees.Files(tip.Tree).Select(file => file.Path)).Any();
    }

    /// <summary>Moves the user's branch to the candidate, and removes the candidate's.</summary>
    /// <param name="commit">The commit that was tested; of a checked out candidate the files were, whatever the commit.</param>
    /// <returns>Why the branch was not moved, or null.</returns>
    public RepositoryRefusal? Land(string commit)
    {
        using var opened = Commits.Open(repository);
        BranchUpdate.RemoveLeftovers(opened);
        return BranchUpdate.Marked(opened, () => Land(opened, commit));
    }

    /// <summary>Removes a candidate that no build has made its own, unless it is a commit of the user or checked out.</summary>
    public void Discard()
    {
        using var opened = Commits.Open(repository);
        if (WorkIn(opened) is null)
        {
            BranchUpdate.Marked(opened, () =>
            {
                Remove(opened);
                return true;
            });
        }
    }

    private RepositoryRefusal? Land(Repository opened, string commit)
    {
        var (tip, work) = (TipOf(opened), MergeWork.Of(opened));
        if (isCheckedOut)
        {
            // Of an interrupted landing.
            var main = opened.Refs[BotBranches.Main]?.ResolveToDirectReference().TargetIdentifier;
            if ((main is not null && main != tip.Sha ? BranchUpdate.HasMoved(main) : BranchUpdate.WorkIn(opened, tip.Tree)) is { } obstacle)
            {
                return obstacle;
            }

            opened.Refs.Add(BotBranches.Main, tip.Id, allowOverwrite: true);
            opened.Refs.Add("HEAD", BotBranches.Main, allowOverwrite: true);
        }
        else if (tip.Sha != commit)
        {
            return BranchUpdate.HasMoved(tip.Sha);
        }
        else if (opened.Head.Tip is var head && !Contains(opened, head, tip))
        {
            var refusal = BranchUpdate.StateOf(opened)
                ?? (Contains(opened, tip, head) ? BranchUpdate.Move(opened, head, tip) : BranchUpdate.HasMoved(head.Sha));
            if (refusal is not null)
            {
                return refusal;
            }
        }

        Remove(opened);
        if (work is { IsFinished: true } && Contains(opened, tip, work.Tip))
        {
            work.Remove(opened);
        }

        Fault.Reached(Boundary.VerifyLanded);
        return null;
    }

    /// <summary>Files of the user that are neither tracked nor at a path of the candidate.</summary>
    private IEnumerable<string> OwnFiles(Repository opened, IEnumerable<string> paths)
    {
        var tracked = GitTrees.Files(opened.Head.Tip.Tree).Select(file => file.Path).Concat(paths).ToHashSet(StringComparer.Ordinal);
        return RepositoryFiles.InClone(repository).Where(path => !tracked.Contains(path));
    }

    private static bool Contains(Repository repository, Commit commit, Commit ancestor) =>
        repository.ObjectDatabase.FindMergeBase(commit, ancestor) == ancestor;

    private static Commit TipOf(Repository repository) =>
        repository.Lookup<Commit>(repository.Refs[BotBranches.Candidate].ResolveToDirectReference().TargetIdentifier);

    private static void Write(string path, ReadOnlyMemory<byte> content, Mode mode)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (mode == Mode.SymbolicLink)
        {
            File.CreateSymbolicLink(path, Encoding.UTF8.GetString(content.Span));
        }
        else
        {
            AtomicFile.WriteNew(path, content.Span, mode == Mode.ExecutableFile);
        }
    }

    private static void CopyPermissions(string source, string destination)
    {
        if (!OperatingSystem.IsWindows() && FileIdentity.Of(source) is { IsRegular: true })
        {
            File.SetUnixFileMode(destination, File.GetUnixFileMode(source));
        }
    }

    private static void Copy(string source, string destination)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        if (new FileInfo(source).LinkTarget is { } target)
        {
            File.CreateSymbolicLink(destination, target);
        }
        else if (FileIdentity.Of(source) is { IsRegular: true })
        {
            File.Copy(source, destination);
        }
    }
}
