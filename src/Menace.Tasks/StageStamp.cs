using System.Security.Cryptography;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Storage;

namespace Menace.Tasks;

/// <summary>
/// The stamp of a stage: its time is what MSBuild compares with the inputs, its text names the files that the stage left, with their
/// digests. A stage
/// with a file that is missing, cut or changed is not done.
/// </summary>
internal static class StageStamp
{
    /// <summary>Writes the stamp of a stage that left <paramref name="files"/> in <paramref name="stageDirectory"/>.</summary>
    public static void Write(string stamp, string stageDirectory, IEnumerable<string> files) =>
        AtomicFile.WriteText(stamp, string.Concat(files.Select(file => $"{Digest(Path.Combine(stageDirectory, file))} {file}\n")));

    /// <summary>False if the files that the stamp names are not as the stage left them, or it names none; true without a stamp.</summary>
    public static bool Holds(string stamp)
    {
        if (!File.Exists(stamp))
        {
            return true;
        }

        var lines = File.ReadAllLines(stamp);
        return lines.Length > 0
            && lines.Select(line => line.Split(' ', 2))
            .All(part => part.Length == 2 && Digest(Path.Combine(Path.GetDirectoryName(stamp)!, part[1])) == part[0]);
    }

    /// <summary>A blob is named by its content: whether it is that file still shows without reading it.</summary>
    private static string Digest(string path)
    {
        if (BlobFolder.IsBlob(path))
        {
            return FileIdentity.Of(path)?.Text ?? "-";
        }

        if (!File.Exists(path))
        {
            return "-";
        }

        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
