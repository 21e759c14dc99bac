using System.Text;
using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// Git bundles with one commit and its history (gitformat-bundle(5), version 2: a header and a pack). Git packs the objects in an empty
/// repository that borrows those of the original: no setting, hook, reference or replacement of the original takes part. Submodules,
/// links and pointers of LFS are objects like all others.
/// </summary>
internal sealed class HistoryBundle(IProcessRunner runner)
{
    /// <summary>What to do about a bundle that cannot be used.</summary>
    public const string Remedy = "Restore the file, for example from version control, or choose the original again: "
        + "-t:MenaceCompletions -p:MenaceCompletionsUpdate=true";

    private const string Signature = "# v2 git bundle\n";
    private const string LfsSignature = "version https://git-lfs";
    private const int LongestHeader = 1 << 16;

    private readonly GitCommand _git = new(runner);

    /// <summary>Absolute path of the bundle that <paramref name="lineage"/> names.</summary>
    /// <param name="lineage">The lineage, perhaps edited by hand.</param>
    /// <param name="sourceDirectory">Folder of the project.</param>
    /// <exception cref="HistoryException">It is not in the project.</exception>
    public static string PathOf(BotLineage lineage, string sourceDirectory)
    {
        var project = Path.GetFullPath(sourceDirectory);
        return !lineage.Bundle.Contains('\0', StringComparison.Ordinal)
            && Path.GetFullPath(lineage.Bundle, project) is var path && RealPath.IsInside(path, project)
            ? path : throw new HistoryException(lineage.Bundle, "it is not a path in the project", Remedy);
    }

    /// <summary>
    /// Writes <paramref name="commit"/> of a repository with its history into <paramref name="file"/>, in one step. The same version of git
    /// writes the same bytes for the same commit. The repository is only read.
    /// </summary>
    /// <param name="repository">Path of the repository.</param>
    /// <param name="commit">Id of the commit.</param>
    /// <param name="file">The bundle; its folder is created.</param>
    /// <param name="folder">A temporary folder; its content is deleted.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="HistoryException">The repository does not hold the commit or its history.</exception>
    /// <exception cref="Infrastructure.ToolMissingException">There is no git.</exception>
    /// <exception cref="IOException">The bundle cannot be written.</exception>
    public async Task CreateAsync(string repository, string commit, string file, string folder, CancellationToken cancellationToken)
    {
        var objects = ObjectsOf(repository, commit);
        try
        {
            Prepare(folder);
            Directory.CreateDirectory(Path.Combine(folder, "objects", "info"));
            await File.WriteAllTextAsync(Path.Combine(folder, "objects", "info", "alternates"), objects + "\n", cancellationToken);

            // What the original has packed may differ from machine to machine, so nothing of it is taken over.
            var pack = await PackAsync(folder, commit, ["--no-reuse-delta", "--no-reuse-object"], Unreadable, cancellationToken);
            using var bundle = new MemoryStream();
            bundle.Write(Encoding.ASCII.GetBytes($"{Signature}{commit} refs/heads/main\n\n"));
            bundle.Write(await File.ReadAllBytesAsync(pack, cancellationToken));
            AtomicFile.WriteIfDifferent(file, bundle.ToArray());
        }
        finally
        {
            BotGitRepository.DeleteTree(folder);
        }

        HistoryException Unreadable(string found) => new(repository, found, $"Run: git -C '{repository}' fsck");
    }

    /// <summary>Reads the history of <paramref name="commit"/> from <paramref name="file"/>, and checks that it is complete.</summary>
    /// <param name="file">The bundle.</param>
    /// <param name="commit">Id of the commit.</param>
    /// <param name="folder">A temporary folder that gets the history; its content is deleted. The caller deletes it.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <returns>The objects that can be reached from the commit, and no others.</returns>
    /// <exception cref="HistoryException">It is not a bundle with the commit and its history.</exception>
    /// <exception cref="Infrastructure.ToolMissingException">There is no git.</exception>
    public async Task<GitHistory> ReadAsync(string file, string commit, string folder, CancellationToken cancellationToken)
    {
        Check(commit, file);
        Prepare(folder);
        var pack = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "objects", "pack")).FullName, "pack-0.pack");
        try
        {
            await using var bundle = File.OpenRead(file);
            ReadHeader(bundle);
            await using var copy = File.Create(pack);
            await bundle.CopyToAsync(copy, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(
                exception is FileNotFoundException or DirectoryNotFoundException ? "the file does not exist" : exception.Message);
        }

        var indexed = await _git.RunAsync(folder, ["--git-dir=.", "index-pack", pack], cancellationToken: cancellationToken);
        return indexed.ExitCode != 0 ? throw Unusable($"it is damaged: {GitCommand.Reason(indexed)}")
            : Holds(folder, commit) ? new(commit, await PackAsync(folder, commit, [], Unusable, cancellationToken))
            : throw Unusable($"it does not hold the commit {commit}");

        HistoryException Unusable(string found) => new(file, found, Remedy);

        void ReadHeader(FileStream bundle)
        {
            var start = new byte[LongestHeader];
            var length = bundle.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var text = Encoding.Latin1.GetString(start, 0, length);
            if (!text.StartsWith(Signature, StringComparison.Ordinal))
            {
                throw text.StartsWith(LfsSignature, StringComparison.Ordinal)
                    ? new HistoryException(file, "it is a pointer of Git LFS", "Run git lfs pull")
                    : Unusable(length == 0 ? "it is empty" : "it is not a git bundle of version 2");
            }

            var end = text.IndexOf("\n\n", StringComparison.Ordinal);
            bundle.Position = end > 0 ? end + 2 : throw Unusable("its header does not end");
            if (text[..end].Contains("\n-", StringComparison.Ordinal))
            {
                throw Unusable("it needs commits that it does not hold");
            }
        }
    }

    /// <summary>An empty bare repository.</summary>
    private static void Prepare(string folder)
    {
        BotGitRepository.DeleteTree(folder);
        Directory.CreateDirectory(Path.Combine(folder, "refs"));
        Directory.CreateDirectory(Path.Combine(folder, "objects"));
        File.WriteAllText(Path.Combine(folder, "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(Path.Combine(folder, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
    }

    /// <summary>Packs all that can be reached from the commit, which shows that all of it is there.</summary>
    /// <returns>Path of the pack.</returns>
    private async Task<string> PackAsync(
        string folder, string commit, IReadOnlyList<string> options, Func<string, HistoryException> mistake,
        CancellationToken cancellationToken)
    {
        var output = Directory.CreateDirectory(Path.Combine(folder, "packed")).FullName;
        string[] arguments = ["--git-dir=.", "pack-objects", "--revs", "--quiet", "--threads=1", "--delta-base-offset", .. options];
        var packed = await _git.RunAsync(folder, [.. arguments, Path.Combine(output, "pack")], commit + "\n", cancellationToken);
        var path = Path.Combine(output, $"pack-{packed.Output.Trim()}.pack");
        return packed.ExitCode == 0 && File.Exists(path) ? path
            : throw mistake($"its history is not complete: {GitCommand.Reason(packed)}");
    }

    private static bool Holds(string folder, string commit)
    {
        using var repository = new Repository(folder);
        return repository.Lookup(new ObjectId(commit)) is Commit;
    }

    /// <summary>The folder of objects of a repository that holds the commit; nothing of it is executed.</summary>
    private static string ObjectsOf(string path, string commit)
    {
        Check(commit, path);
        try
        {
            using var repository = new Repository(path);
            if (repository.Info.IsShallow)
            {
                throw new HistoryException(path, "it is a shallow clone", $"Run: git -C '{path}' fetch --unshallow");
            }

            if (repository.Lookup(new ObjectId(commit)) is not Commit)
            {
                throw new HistoryException(path, $"it does not hold the commit {commit}", "Import the repository again");
            }

            // A working tree of another repository has its objects there.
            var shared = Path.Combine(repository.Info.Path, "commondir");
            var git = File.Exists(shared) ? Path.GetFullPath(File.ReadAllText(shared).Trim(), repository.Info.Path) : repository.Info.Path;
            return Path.Combine(git, "objects");
        }
        catch (Exception exception) when (exception is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            throw new HistoryException(path, GitFailure.Explain(path, exception), "Restore the repository, or import it again");
        }
    }

    private static void Check(string commit, string path)
    {
        if (commit.Length != Git.GitObject.IdLength * 2 || !commit.All(char.IsAsciiHexDigitLower))
        {
            throw new HistoryException(path, $"'{commit}' is not an id of 40 lower-case hexadecimal digits", Remedy);
        }
    }
}

/// <summary>The history of a bot cannot be used (MENACE4007).</summary>
/// <param name="path">The bundle or the repository.</param>
/// <param name="found">What is wrong with it, as a clause.</param>
/// <param name="remedy">What to do.</param>
internal sealed class HistoryException(string path, string found, string remedy)
    : Exception($"'{path}' cannot be used, because {found}. {remedy}")
{
    /// <summary>The bundle or the repository.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it, as a clause.</summary>
    public string Found { get; } = found;

    /// <summary>What to do.</summary>
    public string Remedy { get; } = remedy;
}
