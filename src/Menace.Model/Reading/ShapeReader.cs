using Menace.Model.Json;
using Menace.Model.Text;
using RuleTable = Menace.Model.Diagnostics.Rules;

namespace Menace.Model.Reading;

/// <summary>
/// Reads values of an expected type; another type is MENACE1103 and reads as null. Says nothing about a broken value, whose syntax
/// error is reported already.
/// </summary>
/// <param name="findings">Where mistakes go.</param>
/// <param name="label">How messages call the object that is read.</param>
/// <param name="silent">True inside a task with a syntax error.</param>
internal sealed class ShapeReader(FindingList findings, string label, bool silent)
{
    public string Label => label;

    public string? String(JsonNode node, string path)
    {
        if (node.Kind == JsonKind.String)
        {
            return node.Text;
        }

        WrongType(node, path, "a string");
        return null;
    }

    /// <param name="node">The value.</param>
    /// <param name="path">Its path in the task.</param>
    /// <param name="isHidden">True if a value of another type may be a secret, which no message repeats.</param>
    public IReadOnlyList<string>? Strings(JsonNode node, string path, bool isHidden = false)
    {
        if (node.Kind != JsonKind.Array)
        {
            WrongType(node, path, "an array of strings", isHidden);
            return null;
        }

        var strings = new List<string>(node.Items.Count);
        for (var i = 0; i < node.Items.Count; i++)
        {
            var item = node.Items[i];
            if (item.Kind == JsonKind.String)
            {
                strings.Add(item.Text);
            }
            else
            {
                WrongType(item, Element(path, i), "a string", isHidden);
            }
        }

        return strings;
    }

    public IReadOnlyDictionary<string, string>? StringMap(JsonNode node, string path, string values)
    {
        if (node.Kind != JsonKind.Object)
        {
            WrongType(node, path, "an object that maps " + values);
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in node.Members)
        {
            if (String(member.Value, path + "." + member.Name) is { } value)
            {
                map[member.Name] = value;
            }
        }

        return map;
    }

    /// <summary>A path, with '/' as separator.</summary>
    public string? Path(JsonNode node, string path) => String(node, path)?.Replace('\\', '/');

    public void WrongType(JsonNode node, string path, string expected, bool isHidden = false)
    {
        if (!silent && !node.IsBroken)
        {
            findings.Add(RuleTable.WrongType, node.Span, label, Display.Of(path), expected, isHidden ? "another type" : Display.Of(node));
        }
    }

    public void Missing(JsonNode node, string property)
    {
        if (!silent && !node.IsBroken)
        {
            findings.Add(RuleTable.MissingProperty, node.Head, label, property);
        }
    }

    /// <summary>
    /// A property that the format does not know, for whatever reason; with <paramref name="onlyNear"/>, said only if a known one is close.
    /// </summary>
    public void Unknown(JsonMember member, string prefix, IReadOnlyList<string> known, bool onlyNear = false)
    {
        if (silent || member.Name == "$comment")
        {
            return;
        }

        if (InvisibleText.IndexOf(member.Name) is var hidden and >= 0)
        {
            findings.AddInvisible(member.NameSpan, label, prefix, member.Name, hidden);
            return;
        }

        var nearest = Nearest.Of(member.Name, known);
        if (string.Equals(nearest, member.Name, StringComparison.OrdinalIgnoreCase))
        {
            findings.AddSuggesting(CanonicalJson.Quote(nearest!), RuleTable.PropertyCase, member.NameSpan, label,
                Display.Of(prefix + member.Name), prefix + nearest, nearest!);
            return;
        }

        if (nearest is not null || !onlyNear)
        {
            var belongsToMetadata = prefix.Length == 0 && known.Contains(TaskFields.MetadataKey) && TaskFields.Metadata.Holds(member.Name);
            var advice = nearest is not null ? "did you mean '" + nearest + "'?" : "allowed are " + Display.List(known);
            advice = belongsToMetadata ? "did you mean 'metadata." + member.Name + "'?" : advice;
            findings.AddSuggesting(
                nearest is null ? null : CanonicalJson.Quote(nearest), RuleTable.UnknownProperty, member.NameSpan, label,
                Display.Of(prefix + member.Name), advice);
        }
    }

    public static string Element(string path, int index) =>
        path + "[" + index.ToString(System.Globalization.CultureInfo.InvariantCulture) + "]";
}
