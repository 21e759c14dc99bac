namespace Menace.Pipeline.Storage;

/// <summary>Folders that Menace makes inside a user's project, invisible to the user's own repository.</summary>
internal static class IgnoredFolder
{
    /// <summary>Makes the folder, and in a new one a .gitignore that hides everything.</summary>
    public static void Create(string path)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            try
            {
                AtomicFile.Write(Path.Combine(path, ".gitignore"), "*\n"u8);
            }
            catch
            {
                // Left behind, it would look like a folder whose .gitignore the user took away.
                Directory.Delete(path);
                throw;
            }
        }
    }
}
