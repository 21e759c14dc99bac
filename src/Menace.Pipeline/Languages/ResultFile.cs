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

    /// <summary>A time in a result file; 0 for what is not one.</summary>
    public static double Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && time is > 0 and < double.PositiveInfinity
            ? Math.Round(time, 3) : 0;
}
