namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Removes folders that tests wrote into.</summary>
internal static class FolderRemoval
{
    /// <summary>
    /// Deletes <paramref name="folder"/>, although a test may have removed permissions in it; nothing happens if it is gone.
    /// </summary>
    /// <param name="folder">Its path.</param>
    /// <param name="kept">Names of entries of the folder that stay, and with them the folder.</param>
    public static void Delete(string folder, params IReadOnlyList<string> kept)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        Unlock(new DirectoryInfo(folder));
        if (!kept.Any(name => Path.Exists(Path.Combine(folder, name))))
        {
            Directory.Delete(folder, recursive: true);
            return;
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !kept.Contains(entry.Name)))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                inner.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static void Unlock(DirectoryInfo folder)
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if ((folder.UnixFileMode & Owner) != Owner)
        {
            folder.UnixFileMode |= Owner;
        }

        foreach (var inner in folder.EnumerateDirectories().Where(inner => inner.LinkTarget is null))
        {
            Unlock(inner);
        }
    }
}
