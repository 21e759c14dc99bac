using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Text;

namespace Menace.Model.Reading;

/// <summary>
/// The findings that a file says it knows of: <c>"$suppress": ["MENACE1305"]</c> on a task, for what lies inside it; on the root object or
/// on
/// <c>defaults</c>, for the whole file.
/// </summary>
internal sealed class Suppressions
{
    public const string Property = "$suppress";

    private readonly Dictionary<string, Suppression> _ofFile = new(StringComparer.Ordinal);

    /// <summary>Of tasks, by position.</summary>
    private readonly List<(TextSpan Task, Dictionary<string, Suppression> Rules)> _ofTasks = [];

    private readonly List<Suppression> _all = [];

    /// <summary>Every entry, in the file's order but those of the whole file first.</summary>
    public IReadOnlyList<Suppression> All => _all;

    /// <summary>Reads the suppressions of the file below <paramref name="root"/>.</summary>
    public static Suppressions Of(JsonNode? root)
    {
        var suppressions = new Suppressions();
        if (root is null)
        {
            return suppressions;
        }

        var list = root;
        if (root.Kind == JsonKind.Object)
        {
            suppressions.Add(root, "The file", suppressions._ofFile);
            if (root.Find("defaults")?.Value is { Kind: JsonKind.Object } defaults)
            {
                suppressions.Add(defaults, "The defaults", suppressions._ofFile);
            }

            list = root.Find("tasks")?.Value ?? root;
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            if (item is SlicedNode { HasSuppressions: false })
            {
                continue;
            }

            var (task, offset) = item is SlicedNode apart ? (apart.Inner, item.Span.Start) : (item, 0);
            if (task.Find(Property, JsonKind.Array) is null)
            {
                continue;
            }

            var rules = new Dictionary<string, Suppression>(StringComparer.Ordinal);
            suppressions.Add(task, TaskSource.LabelOf(task, i), rules, offset);
            if (rules.Count > 0)
            {
                suppressions._ofTasks.Add((item.Span, rules));
            }
        }

        return suppressions;
    }

    /// <summary>Returns whether a finding is suppressed; the entry then counts as used. Errors are never suppressed.</summary>
    public bool Cover(RuleDescriptor rule, TextSpan span)
    {
        if (_all.Count == 0 || rule.Severity == RuleSeverity.Error
            || !((OfTaskAt(span.Start)?.TryGetValue(rule.Id, out var entry) ?? false) || _ofFile.TryGetValue(rule.Id, out entry)))
        {
            return false;
        }

        entry.IsUsed = true;
        return true;
    }

    private Dictionary<string, Suppression>? OfTaskAt(int offset)
    {
        var (low, high) = (0, _ofTasks.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (task, rules) = _ofTasks[middle];
            if (offset < task.Start)
            {
                high = middle - 1;
            }
            else if (offset >= task.End)
            {
                low = middle + 1;
            }
            else
            {
                return rules;
            }
        }

        return null;
    }

    private void Add(JsonNode owner, string label, Dictionary<string, Suppression> rules, int offset = 0)
    {
        foreach (var item in owner.Find(Property, JsonKind.Array)?.Items ?? [])
        {
            if (item.Kind == JsonKind.String)
            {
                var entry = new Suppression(item.Text, item.Span.MovedBy(offset), label) { IsRepeated = rules.ContainsKey(item.Text) };
                _all.Add(entry);
                rules[item.Text] = entry.IsRepeated ? rules[item.Text] : entry;
            }
        }
    }
}

/// <summary>One entry of <c>$suppress</c>.</summary>
/// <param name="id">The rule that it names.</param>
/// <param name="span">Its token.</param>
/// <param name="label">How messages call the object that it stands in.</param>
internal sealed class Suppression(string id, TextSpan span, string label)
{
    public string Id => id;

    public TextSpan Span => span;

    public string Label => label;

    /// <summary>True if the same place suppresses the rule already.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>True once a finding was left out for it.</summary>
    public bool IsUsed { get; set; }
}
