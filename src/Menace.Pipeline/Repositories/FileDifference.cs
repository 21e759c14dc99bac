using LibGit2Sharp;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories.Git;
using GitObject = Menace.Pipeline.Repositories.Git.GitObject;

namespace Menace.Pipeline.Repositories;

/// <summary>A file that differs between two trees.</summary>
/// <param name="Path">Its path in the repository, with '/'.</param>
/// <param name="Before">The file in the first tree, or null.</param>
/// <param name="After">The file in the second tree, or null.</param>
internal sealed record FileDifference(string Path, FileVersion? Before, FileVersion? After)
{
    /// <summary>The files that differ between two trees of <paramref name="repository"/>, sorted by path.</summary>
    public static IReadOnlyList<FileDifference> Between(Repository repository, Tree before, Tree after)
    {
        var (old, now) = (Files(before), Files(after));
        return
        [
            .. old.Keys.Union(now.Keys).Where(path => old.GetValueOrDefault(path) != now.GetValueOrDefault(path))
                .Order(StringComparer.Ordinal)
                .Select(path => new FileDifference(path, Version(old, path), Version(now, path))),
        ];

        FileVersion? Version(Dictionary<string, (ObjectId Id, Mode Mode)> files, string path) =>
            files.TryGetValue(path, out var file)
                ? new(file.Id.Sha, GitTrees.WordOf(file.Mode), GitTrees.Read(repository, file.Id.Sha)) : null;

        static Dictionary<string, (ObjectId Id, Mode Mode)> Files(Tree tree) =>
            GitTrees.Files(tree).ToDictionary(file => file.Path, file => (file.Id, file.Mode), StringComparer.Ordinal);
    }

    /// <summary>The files of a new repository.</summary>
    public static IReadOnlyList<FileDifference> Of(IReadOnlyList<RepositoryFile> files) =>
    [
        .. files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => new FileDifference(file.Path, null, new(
            GitObject.Of(GitObjectKind.Blob, file.Content).Sha, file.IsExecutable ? "100755" : "100644", file.Content))),
    ];
}

/// <summary>A file in a tree.</summary>
/// <param name="Id">Id of its blob.</param>
/// <param name="Mode">Git's word: 100644, 100755 or 120000.</param>
/// <param name="Content">The bytes; of a link its target.</param>
internal sealed record FileVersion(string Id, string Mode, ReadOnlyMemory<byte> Content)
{
    /// <summary>As in git: a file is binary if one of its first bytes is 0.</summary>
    private const int BytesThatShowBinary = 8000;

    /// <summary>True if it has no lines.</summary>
    public bool IsBinary => Content.Span[..Math.Min(Content.Length, BytesThatShowBinary)].Contains((byte)0);

    /// <summary>True for a link.</summary>
    public bool IsLink => Mode == "120000";
}
