namespace Menace.Pipeline.Infrastructure.Files;

/// <summary>Folders that Menace makes inside a user's project, invisible to the user's own repository.</summary>
internal static class IgnoredFolder
{
    private const string IgnoreFile = ".gitignore";

    /// <summary>Two runs of one process would draft at the same path.</summary>
    private static readonly Lock _drafting = new();

    /// <summary>
    /// Makes the folder, and in a new one a .gitignore that hides everything, in one step: a folder without it looks as if the user had
    /// taken it away.
    /// </summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        lock (_drafting)
        {
            if (!Directory.Exists(path))
            {
                Draft(Path.TrimEndingDirectorySeparator(path));
            }
        }
    }

    private static void Draft(string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        foreach (var leftover in AtomicFile.LeftoversOf(target).Where(Directory.Exists))
        {
            Delete(leftover);
        }

        var draft = AtomicFile.TemporaryOf(target);
        Directory.CreateDirectory(draft);
        try
        {
            AtomicFile.WriteNew(Path.Combine(draft, IgnoreFile), "*\n"u8);
            Fault.Reached(Boundary.FolderDrafted);
            Directory.Move(draft, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process was first.
            Delete(draft);
        }
        catch
        {
            Delete(draft);
            throw;
        }
    }

    /// <summary>Deletes a draft; a folder that holds anything else is not one.</summary>
    private static void Delete(string draft)
    {
        if (Directory.EnumerateFileSystemEntries(draft).All(entry => Path.GetFileName(entry) == IgnoreFile))
        {
            Directory.Delete(draft, recursive: true);
        }
    }
}
