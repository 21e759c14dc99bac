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

    public static void Run(TaskSource source, CheckContext context)
    {
        if (source.Node.Find("code", JsonKind.String) is not { } code
            || source.Task is not { Metadata.Language: BotLanguage.Python or BotLanguage.CSharp } task)
        {
            return;
        }

        var uses = task.Metadata.Files.Keys.SelectMany(path => Uses(code.Text, path, task.Metadata.Language.Value).Select(match => (path, match)));
        foreach (var (path, match) in uses.Take(MostOfTask))
        {
            var span = context.Part(code, match.Index, match.Length);
            var rightWay = RightWay(path, task.Metadata.Language.Value);
            context.Findings.Add(RuleTable.RelativeDataPath, span, source.Label, Display.Of(path), rightWay);
        }
    }

    /// <summary>Literals that are the first argument of a call that opens a file. Another call, such as <c>with_name</c>, may join them to a folder.</summary>
    private static IEnumerable<Match> Uses(string code, string path, BotLanguage language) => Regex.Matches(
        code,
        $"(?<={(language == BotLanguage.CSharp ? CSharpOpeners : PythonOpeners)}\\s*\\(\\s*)(?:\"(?:\\./)?{Regex.Escape(path)}\"|'(?:\\./)?{Regex.Escape(path)}')").Cast<Match>();

    private static string RightWay(string path, BotLanguage language) => language == BotLanguage.CSharp
        ? $"Path.Combine(AppContext.BaseDirectory, \"{path}\")"
        : $"Path(__file__).resolve().parent / \"{path}\"";
}
