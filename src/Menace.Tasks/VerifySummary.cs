using System.Globalization;
using System.Text;
using Menace.Pipeline;

namespace Menace.Tasks;

/// <summary>The verdicts as a table for people: a terminal that hides messages still leaves this file.</summary>
internal static class VerifySummary
{
    /// <summary>Markdown.</summary>
    public static string Write(VerifyRecord record)
    {
        var text = new StringBuilder("| bot | outcome | passed | failed | skipped | seconds |\n|---|---|---:|---:|---:|---:|\n");
        foreach (var bot in record.Results)
        {
            var seconds = bot.IsReused ? "unchanged" : bot.Seconds.ToString("0.0", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"| {bot.Bot} | {bot.Outcome.ToString().ToLowerInvariant()} | {bot.Passed} | {bot.Failed} | {bot.Skipped} | {seconds} |\n");
        }

        return text.Append(CultureInfo.InvariantCulture,
            $"\n{record.Results.Sum(bot => bot.Passed)} passed, {record.Results.Sum(bot => bot.Failed)} failed, {record.Results.Sum(bot => bot.Skipped)} skipped\n").ToString();
    }
}
