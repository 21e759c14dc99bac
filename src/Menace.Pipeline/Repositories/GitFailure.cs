using System.Formats.Tar;
using System.Globalization;
using LibGit2Sharp;

namespace Menace.Pipeline.Repositories;

/// <summary>Explains failures of git's library, with the setting and the command that fixes it.</summary>
internal static class GitFailure
{
    /// <summary>Returns the meaning of <paramref name="exception"/> for the repository at <paramref name="path"/>.</summary>
    public static string Explain(string path, Exception exception) => exception switch
    {
        LockedFileException => $"another git command holds a lock in it. Wait for that command; if there is none, delete {Locks(path)}",
        LibGit2SharpException when Says(exception, "not owned by current user") =>
            $"it belongs to the user {OwnerOf(path)}, and this build runs as {Environment.UserName}. Build as that user, or take it " +
                $"over: chown -R {Environment.UserName} '{path}'",
        LibGit2SharpException when Says(exception, "'link'") =>
            $"its index is split (core.splitIndex), which Menace cannot read. Run: git -C '{path}' config core.splitIndex false && git " +
                $"-C '{path}' update-index --no-split-index",
        LibGit2SharpException when Says(exception, "'sdir'") =>
            $"its index is sparse (index.sparse), which Menace cannot read. Run: git -C '{path}' sparse-checkout disable",
        LibGit2SharpException when Says(exception, "extension") =>
            $"its .git/config turns on a feature of git that Menace cannot read ({exception.Message}). Move the repository away, and " +
                $"the next build creates it again",
        LibGit2SharpException => $"git cannot use it ({exception.Message}). Run: git -C '{path}' fsck",
        _ => exception.Message,
    };

    /// <summary>True if the working tree lacks files on purpose.</summary>
    public static bool IsSparse(Repository repository)
    {
        var own = Path.Combine(repository.Info.Path, "config.worktree");
        return repository.Config.GetValueOrDefault("core.sparseCheckout", false)
            || (File.Exists(own) && File.ReadLines(own)
                .Any(line => line.Replace(" ", "", StringComparison.Ordinal).Trim()
                .Equals("sparsecheckout=true", StringComparison.OrdinalIgnoreCase)));
    }

    private static string Locks(string path) =>
        string.Join(" and ", Directory.EnumerateFiles(Path.Combine(path, ".git"), "*.lock", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(file => $"'{file}'"));

    /// <summary>The owner of a folder: .NET shows it in the entries of archives alone.</summary>
    private static string OwnerOf(string path)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(path, "folder");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() switch
        {
            PosixTarEntry { UserName.Length: > 0 } named => named.UserName,
            { } entry => entry.Uid.ToString(CultureInfo.InvariantCulture),
            null => "another user",
        };
    }

    private static bool Says(Exception exception, string words) => exception.Message.Contains(words, StringComparison.Ordinal);
}
