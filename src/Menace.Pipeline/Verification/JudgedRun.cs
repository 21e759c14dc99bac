using System.Globalization;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Verification;

/// <summary>
/// The note that all tests of a run have ended well. It takes the place of the snapshot of the files before them, which nothing is
/// compared with any more.
/// </summary>
internal static class JudgedRun
{
    private const string Prefix = "judged ";

    /// <summary>Writes the note for the run <paramref name="runId"/> to <paramref name="path"/>.</summary>
    public static void Write(string path, long runId) => AtomicFile.WriteText(path, TextOf(runId));

    /// <summary>True if <paramref name="path"/> holds the note for the run <paramref name="runId"/>.</summary>
    public static bool Is(string path, long runId)
    {
        var text = TextOf(runId);
        return new FileInfo(path) is { Exists: true } file && file.Length == text.Length && File.ReadAllText(path) == text;
    }

    private static string TextOf(long runId) => Prefix + runId.ToString(CultureInfo.InvariantCulture);
}
