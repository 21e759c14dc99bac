using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Server.Stage4;

/// <summary>
/// The database whose rows refer to the blobs of a state folder, recorded in a file in it. If it has changed, pruning is disabled: every
/// blob would look unreferenced.
/// </summary>
internal static class StateOwner
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "database";

    /// <summary>
    /// Writes down that <paramref name="database"/> (null: the file in the folder) is the one, unless another is there already.
    /// </summary>
    /// <returns>The other one, or null.</returns>
    public static string? Claim(string stateFolder, WorkflowProvider? database)
    {
        var path = Path.Combine(stateFolder, FileName);
        if (!File.Exists(path))
        {
            AtomicFile.WriteText(path, NameOf(database) + "\n");
        }

        return Other(stateFolder, database);
    }

    /// <summary>The database that is another one than <paramref name="database"/>, or null.</summary>
    public static string? Other(string stateFolder, WorkflowProvider? database)
    {
        var path = Path.Combine(stateFolder, FileName);
        return File.Exists(path) && File.ReadAllText(path).Trim() is var name && name != NameOf(database) ? name : null;
    }

    // Relative: a folder may be moved, or copied as a backup.
    private static string NameOf(WorkflowProvider? database) => database?.Name ?? WorkflowDb.FileName;
}
