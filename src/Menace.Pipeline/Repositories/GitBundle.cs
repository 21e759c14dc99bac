using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Repositories.Git;

namespace Menace.Pipeline.Repositories;

/// <summary>The branch main of a git bundle, read by git itself: libgit2 knows no bundles.</summary>
/// <param name="Tree">Id of its tree.</param>
/// <param name="Message">Message of its commit.</param>
/// <param name="Time">Time of its commit.</param>
/// <param name="Files">Its files.</param>
internal sealed record GitBundle(string Tree, string Message, DateTimeOffset Time, IReadOnlyList<RepositoryFile> Files)
{
    /// <summary>Id of the commit of another bot that its commit continues, or null.</summary>
    public string? Origin { get; private init; }

    /// <summary>The parts of the input of its commit; none if the version of Menace that made it kept none.</summary>
    public InputParts Parts => GeneratedCommit.PartsOf(Message) ?? new([]);

    /// <inheritdoc cref="GeneratedCommit.Documents"/>
    public string Documents => GeneratedCommit.DocumentsOf(Message);

    /// <summary>Reads <paramref name="content"/>.</summary>
    /// <param name="content">The bundle.</param>
    /// <param name="folder">A temporary folder; its content is deleted.</param>
    /// <param name="runner">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="IOException">It is not a bundle of a generated repository.</exception>
    /// <exception cref="Infrastructure.ToolMissingException">There is no git.</exception>
    public static async Task<GitBundle> ReadAsync(byte[] content, string folder, IProcessRunner runner, CancellationToken cancellationToken)
    {
        BotGitRepository.DeleteTree(folder);
        Directory.CreateDirectory(folder);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "bundle"), content, cancellationToken);
            var result = await new GitCommand(runner).RunAsync(
                folder, ["clone", "--quiet", "--bare", "--template=", "bundle", "repository"], cancellationToken: cancellationToken);
            return result.ExitCode == 0 ? Read(Path.Combine(folder, "repository"))
                : throw new IOException("git cannot read the bundle of Stage 4: " + result.Error.Trim());
        }
        finally
        {
            BotGitRepository.DeleteTree(folder);
        }
    }

    private static GitBundle Read(string path)
    {
        using var repository = new Repository(path);
        var commit = repository.Branches["main"]?.Tip ?? throw new IOException("the bundle of Stage 4 has no branch main");
        return GeneratedCommit.Of(commit) is not { } generated
            ? throw new IOException($"the commit {commit.Sha} of the bundle of Stage 4 was not made by Menace")
            : new(commit.Tree.Sha, commit.Message, commit.Committer.When,
                [.. FilesOf(commit.Tree, "").OrderBy(file => file.Path, StringComparer.Ordinal)])
            { Origin = generated.Origin?.Sha };
    }

    private static IEnumerable<RepositoryFile> FilesOf(Tree tree, string prefix)
    {
        foreach (var entry in tree)
        {
            var path = prefix + entry.Name;
            if (entry.Name is "" or "." or ".." || entry.Name.Equals(".git", StringComparison.OrdinalIgnoreCase)
                || entry.Name.AsSpan().IndexOfAny('/', '\\', ':') >= 0)
            {
                throw new IOException($"the bundle of Stage 4 holds '{path}', which a generated repository never does");
            }

            switch (entry.Mode)
            {
                case Mode.Directory:
                    foreach (var file in FilesOf((Tree)entry.Target, path + "/"))
                    {
                        yield return file;
                    }

                    break;
                case Mode.NonExecutableFile or Mode.ExecutableFile:
                    using (var content = ((Blob)entry.Target).GetContentStream())
                    using (var bytes = new MemoryStream())
                    {
                        content.CopyTo(bytes);
                        yield return new(path, bytes.ToArray(), entry.Mode == Mode.ExecutableFile);
                    }

                    break;
                default:
                    throw new IOException($"the bundle of Stage 4 holds '{path}', which is neither a file nor a folder");
            }
        }
    }
}
