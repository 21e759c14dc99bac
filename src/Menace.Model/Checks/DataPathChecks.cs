using System.Text.RegularExpressions;
using Menace.Model.Json;
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
    private const string PythonOpeners = @"\b(?:open|Path|read_csv|connect)";
    private const string CSharpOpeners = @"\b(?:File\.\w+|new\s+(?:FileStream|FileInfo|StreamReader)|XDocument\.Load)";

    /// <summary>Commands that read the files they name, and input that is a file.</summary>
    private const string ShellOpeners =
        @"(?:(?<!<)<|(?<![\w./-])(?:awk|cat|cut|diff|grep|head|jq|md5sum|mapfile|nl|paste|sed|sha256sum|sort|source|tail|tr|uniq|wc|\.)\s(?:[^\n;|&#]*\s)?)[ \t]*";

    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("code", JsonKind.String) is not { } code || source.Task is not { Metadata.Language: { } language } task)
        {
            return;
        }

        foreach (var (path, match) in In(code.Text, task.Metadata.Files.Keys, language))
        {
            var span = context.Part(code, match.Index, match.Length);
            context.Findings.Add(RuleTable.RelativeDataPath, span, source.Label, Display.Of(path), RightWay(path, language));
        }
    }

    /// <summary>The literals in <paramref name="code"/> by which it opens one of <paramref name="files"/>, at most ten.</summary>
    public static IEnumerable<(string Path, Match Literal)> In(string code, IEnumerable<string> files, BotLanguage language) =>
        files.SelectMany(path => Uses(code, path, language).Select(match => (path, match))).Take(MostOfTask);

    /// <summary>The expression that means <paramref name="path"/> in the bot's own repository, for every caller.</summary>
    public static string RightWay(string path, BotLanguage language) => language switch
    {
        BotLanguage.CSharp => $"Path.Combine(AppContext.BaseDirectory, \"{path}\")",
        BotLanguage.Python => $"Path(__file__).resolve().parent / \"{path}\"",
        _ => $"\"$(dirname \"$0\")/{path}\"",
    };

    /// <summary>
    /// Literals that are the first argument of a call that opens a file: another call, such as <c>with_name</c>, may join them to a folder. In shell
    /// words that are the path.
    /// </summary>
    private static IEnumerable<Match> Uses(string code, string path, BotLanguage language)
    {
        var name = @"(?:\./)?" + Regex.Escape(path);
        var quoted = $"\"{name}\"|'{name}'";
        return language switch
        {
            BotLanguage.CSharp => Regex.Matches(code, $"(?<={CSharpOpeners}\\s*\\(\\s*)(?:{quoted})").Cast<Match>(),
            BotLanguage.Python => Regex.Matches(code, $"(?<={PythonOpeners}\\s*\\(\\s*)(?:{quoted})").Cast<Match>(),
            _ => Regex.Matches(code, $@"(?<={ShellOpeners})(?:{quoted}|{name})(?=[\s;|&)]|\z)").Cast<Match>(),
        };
    }
}
