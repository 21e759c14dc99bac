using System.Globalization;
using System.Text.RegularExpressions;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;

namespace Menace.Model.Checking;

/// <summary>The rules on task names: they become folders and identifiers, and are unique as both.</summary>
internal sealed class NameRules(IReadOnlyList<ReadTask> tasks, FindingList report)
{
    private const int MostCharacters = 100;

    private static readonly Regex Valid = new(@"^[A-Za-z][A-Za-z0-9_.\-]*$", RegexOptions.CultureInvariant);
    private static readonly Regex Reserved = new(@"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$|\.$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex Other = new(@"[^A-Za-z0-9_.\-]+", RegexOptions.CultureInvariant);

    /// <summary>Reports every broken rule.</summary>
    public void Check()
    {
        var byName = new Dictionary<string, ReadTask>(StringComparer.Ordinal);
        var byFolder = new Dictionary<string, ReadTask>(StringComparer.OrdinalIgnoreCase);
        var byIdentifier = new Dictionary<string, ReadTask>(StringComparer.OrdinalIgnoreCase);
        foreach (var task in tasks)
        {
            var name = task.Info.Name;
            var place = Place(task);
            if (byName.TryGetValue(name, out var same))
            {
                report.Add(Rules.DuplicateTask, place, [Place(same)], name, report.LineOf(Place(same).Start));
                continue;
            }

            byName.Add(name, task);
            if (!CheckAlone(task, place))
            {
                continue;
            }

            if (byFolder.TryGetValue(name, out var folder))
            {
                report.Add(Rules.NameDiffersByCase, place, [Place(folder)], name, folder.Info.Name);
                continue;
            }

            byFolder.Add(name, task);
            if (byIdentifier.TryGetValue(task.Info.Identifier, out var clash))
            {
                report.Add(Rules.IdentifierClash, place, [Place(clash)], name, clash.Info.Name, task.Info.Identifier);
                continue;
            }

            byIdentifier.Add(task.Info.Identifier, task);
        }
    }

    private bool CheckAlone(ReadTask task, TextSpan place)
    {
        var name = task.Info.Name;
        if (name.IndexOfAny(['/', '\\', ':']) >= 0 || name is "." or "..")
        {
            report.Add(Rules.NameEscapes, place, name);
        }
        else if (Reserved.IsMatch(name))
        {
            report.Add(Rules.ReservedName, place, name, name.TrimEnd('.').Replace('.', '_') + "_bot");
        }
        else if (!Valid.IsMatch(name))
        {
            report.Add(Rules.InvalidName, place, name, Suggest(name));
        }
        else if (name.Length > MostCharacters)
        {
            report.Add(Rules.NameTooLong, place, name.Length.ToString(CultureInfo.InvariantCulture), MostCharacters.ToString(CultureInfo.InvariantCulture));
        }
        else if (task.Info.Metadata.Language == BotLanguage.Python && StandardLibrary.IsPythonModule(task.Info.Identifier))
        {
            report.Add(Rules.StandardLibraryName, place, name, task.Info.Identifier);
        }
        else
        {
            return true;
        }

        return false;
    }

    private static string Suggest(string name)
    {
        var valid = Other.Replace(name.Trim(), "_").Trim('_', '.', '-');
        return valid.Length > 0 && valid[0] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? valid : "bot_" + valid;
    }

    private static TextSpan Place(ReadTask task) => task.Syntax["name"]!.Span;
}
