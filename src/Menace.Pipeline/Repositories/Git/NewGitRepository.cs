using System.Text;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories.Git;

/// <summary>Writes a git repository with one commit, and its files, into a new folder.</summary>
internal static class NewGitRepository
{
    /// <summary>The settings of a new repository.</summary>
    public static readonly byte[] Config = Encoding.ASCII.GetBytes(
        $"[core]\n\trepositoryformatversion = 0\n\tfilemode = {(OperatingSystem.IsWindows() ? "false" : "true")}\n\tbare = " +
            $"false\n\tlogallrefupdates = true\n");

    /// <summary>Writes the repository. A failure leaves a folder that is not a repository, because HEAD is written last.</summary>
    /// <param name="folder">The folder; it does not exist.</param>
    /// <param name="branches">Full names of the branches; the first is checked out.</param>
    /// <param name="commit">Its commit.</param>
    /// <param name="objects">Everything that the commit needs, without itself.</param>
    /// <param name="files">The files of the commit's tree.</param>
    public static void Write(
        string folder, IReadOnlyList<string> branches, GitObject commit, IReadOnlyList<GitObject> objects,
        IReadOnlyList<RepositoryFile> files)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            Write(file.Path, file.Content, file.IsExecutable);
        }

        var pack = GitPack.Of([commit, .. objects]);
        Write($".git/objects/pack/pack-{pack.Name}.pack", pack.Pack);
        Write($".git/objects/pack/pack-{pack.Name}.idx", pack.Index);
        Write(".git/index", GitIndex.Of(files));
        Write(".git/config", Config);
        foreach (var branch in branches)
        {
            Write(".git/" + branch, Encoding.ASCII.GetBytes(commit.Sha + "\n"));
        }

        Write(".git/HEAD", Encoding.ASCII.GetBytes($"ref: {branches[0]}\n"));

        void Write(string path, ReadOnlyMemory<byte> content, bool isExecutable = false)
        {
            var full = Path.Combine(folder, path);
            var parent = Path.GetDirectoryName(full)!;
            if (folders.Add(parent))
            {
                Directory.CreateDirectory(parent);
            }

            AtomicFile.WriteNew(full, content.Span, isExecutable);
        }
    }
}
