using System.Text.RegularExpressions;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Checks;

/// <summary>
/// MENACE1619: code that opens one of its <c>files</c> by a relative path. Its own tests run in the root of its repository and find the
/// file; if another bot calls it, the folder is the other one's.
/// </summary>
internal static class DataPathChecks
{
    private const int MostOfTask = 10;

    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("code", JsonKind.String) is not { } code || source.Task is not { Metadata.Language: { } language } task)
        {
            return;
        }

        foreach (var (path, match) in In(code.Text, task.Metadata.Files.Keys, language))
        {
            var span = context.Part(code, match.Index, match.Length);
            context.Findings.Add(RuleTable.RelativeDataPath, span, source.Label, Display.Of(path), language.Profile().DataPath(path));
        }
    }

    /// <summary>The literals in <paramref name="code"/> by which it opens one of <paramref name="files"/>, at most ten.</summary>
    public static IEnumerable<(string Path, Match Literal)> In(string code, IEnumerable<string> files, BotLanguage language) =>
        files.SelectMany(path => language.Profile().DataPathUses(code, path).Select(match => (path, match))).Take(MostOfTask);
}
