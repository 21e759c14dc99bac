using System.Globalization;

namespace Menace.Pipeline.Languages;

/// <summary>Result files are written by the bot's side: one of any size must not cost memory here.</summary>
internal static class ResultFile
{
    private const long MostBytes = 64 << 20;

    /// <summary>
    /// The report in <paramref name="path"/> as <paramref name="read"/> reads it, or that the file is too large for that.
    /// </summary>
    public static TestReport Read(string path, Func<string, TestReport> read) =>
        new FileInfo(path) is { Exists: true, Length: > MostBytes and var length }
            ? new TestReport([])
            {
                Problem = string.Create(
                CultureInfo.InvariantCulture, $"a result file of {length >> 20} MiB, of which at most {MostBytes >> 20} MiB are read")
            }
            : read(path);
}
