using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Repositories;

/// <summary>
/// The tested files of a repository (<see cref="TestedFiles"/>), copied into a folder of their own without git. Trees lie beside each other
/// as the repositories do. A test never runs in the repository of the user.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="path">Absolute path of the tree.</param>
internal sealed class LaidOutTree(BotRepository repository, string path)
{
    private readonly Dictionary<string, string?> _laidOut = new(StringComparer.Ordinal);

    /// <summary>Absolute path of the tree.</summary>
    public string Path => path;

    /// <summary>The repository whose files it has.</summary>
    public BotRepository Repository => repository;

    /// <summary>Replaces what is there by the files as they stand now.</summary>
    /// <param name="kept">Names of entries that a setup makes and checks itself: they stay.</param>
    /// <exception cref="IOException">A file could not be copied.</exception>
    public void LayOut(IReadOnlyList<string> kept)
    {
        FolderRemoval.Delete(path, kept);
        _laidOut.Clear();
        foreach (var file in TestedFiles.Of(repository))
        {
            CopyHere(file);
        }
    }

    /// <summary>Takes back what was changed since <see cref="LayOut"/>, and touches nothing else.</summary>
    /// <returns>What it took back.</returns>
    /// <exception cref="IOException">A file could not be copied.</exception>
    public IReadOnlyList<FileChange> Restore()
    {
        string[] added = [.. Files().Where(file => !_laidOut.ContainsKey(file))];
        string[] changed = [.. _laidOut.Keys.Where(file => IdentityOf(file) != _laidOut[file])];
        FileChange[] changes = [.. added.Concat(changed).Select(file => System.IO.Path.Combine(path, file))
            .Select(file => new FileChange(file, FileIdentity.Of(file) is { } now ? [now.Changed] : []))];
        foreach (var file in added.Concat(changed))
        {
            File.Delete(System.IO.Path.Combine(path, file));
        }

        foreach (var file in changed)
        {
            CopyHere(file);
        }

        return changes;
    }

    /// <summary>Removes the tree, but for the entries that stay.</summary>
    public void Remove(IReadOnlyList<string> kept) => FolderRemoval.Delete(path, kept);

    /// <summary>The files that are there now, without those that the repository ignores.</summary>
    public IReadOnlyList<string> Files() => RepositoryFiles.InClone(path, repository.Path, _laidOut.Keys);

    /// <summary>Where a link of the repository leads from inside a copy: out of the repository to the same place.</summary>
    /// <param name="link">Absolute path of the link.</param>
    /// <param name="root">Absolute path of the folder that is copied.</param>
    /// <param name="target">The link's own target.</param>
    public static string TargetOf(string link, string root, string target)
    {
        var full = System.IO.Path.GetFullPath(target, System.IO.Path.GetDirectoryName(link)!);
        var isInside = full == root || full.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return isInside && !System.IO.Path.IsPathRooted(target) ? target : full;
    }

    private string? IdentityOf(string file) => FileIdentity.Of(System.IO.Path.Combine(path, file))?.Text;

    private void CopyHere(string file)
    {
        Copy(System.IO.Path.Combine(repository.FilesPath, file), System.IO.Path.Combine(path, file));
        _laidOut[file] = IdentityOf(file);
    }

    /// <summary>A copy, never a hard link: what a test writes must not reach the repository.</summary>
    private void Copy(string source, string destination)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(destination)!);
        if (new FileInfo(source).LinkTarget is { } target)
        {
            File.CreateSymbolicLink(destination, TargetOf(source, repository.FilesPath, target));
            return;
        }

        if (FileIdentity.Of(source) is not { IsRegular: true })
        {
            return;
        }

        try
        {
            File.Copy(source, destination);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or FileNotFoundException)
        {
            // What this user cannot read, tests cannot read either; what has gone meanwhile changes the key.
        }
    }
}
