using System.Globalization;
using Menace.Model.Checks;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Fixes;

/// <summary>
/// A new name for each task whose name is missing or wrong: what the message suggests, with a number if that is taken. All are chosen
/// together, so that the fixes of two tasks never choose the same.
/// </summary>
internal sealed class NewNames
{
    /// <summary>Leaves room for a number.</summary>
    private const int Longest = 90;

    private static readonly HashSet<RuleDescriptor> Renaming =
        [RuleTable.InvalidName, RuleTable.ReservedName, RuleTable.SameIdentifier, RuleTable.StandardLibraryName];

    private readonly Dictionary<JsonNode, string> _names = [];

    public NewNames(TaskFile file)
    {
        var wrong = file.Findings.Where(f => Renaming.Contains(f.Rule)).GroupBy(f => f.Span.Start)
            .ToDictionary(g => g.Key, g => g.First().Rule);
        var taken = new HashSet<string>(
            file.Tasks.Where(t => t.NameNode is { } n && !wrong.ContainsKey(n.Span.Start)).Select(t => KeyOf(t.Name!)),
            StringComparer.Ordinal);
        foreach (var task in file.Tasks.Where(
            t => t.NameNode is { } n && wrong.TryGetValue(n.Span.Start, out var rule) && rule == RuleTable.SameIdentifier))
        {
            // Valid by itself: it stays unchanged if the other name changes.
            _names.Add(task.Node, Choose(task.Name!, task.Task.Metadata.Language, taken));
        }

        for (var i = 0; i < file.Tasks.Count; i++)
        {
            var task = file.Tasks[i];
            var language = task.Task.Metadata.Language;
            if (task.NameNode is not { } node)
            {
                _names.Add(task.Node, Choose("task-" + (i + 1).ToString(CultureInfo.InvariantCulture), language, taken));
            }
            else if (wrong.ContainsKey(node.Span.Start) && !_names.ContainsKey(task.Node))
            {
                _names.Add(task.Node, Choose(NameChecks.Suggest(task.Name!, language), language, taken));
            }
        }
    }

    /// <summary>The name that <paramref name="task"/> shall have, which may be the one it has.</summary>
    public string Of(TaskSource task) => _names[task.Node];

    private static string Choose(string proposal, BotLanguage? language, HashSet<string> taken)
    {
        var name = proposal;
        var stem = proposal.Substring(0, Math.Min(Longest, proposal.Length));
        for (var number = 2; !taken.Add(KeyOf(name)) || NameChecks.Suggest(name, language) != name; number++)
        {
            name = stem + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    /// <summary>Equal for two names that cannot stand side by side.</summary>
    private static string KeyOf(string name) => TaskNames.ToIdentifier(name).ToUpperInvariant();
}
