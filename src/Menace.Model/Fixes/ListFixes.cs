using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;

namespace Menace.Model.Fixes;

/// <summary>Fixes of the elements of a list: <c>dependencies</c>, <c>capabilities</c> and <c>$suppress</c>.</summary>
internal static class ListFixes
{
    /// <summary>Writes the suggestion of the finding, unless another element is equal to it.</summary>
    public static TaskFileFix? Replace(FixContext context, TaskFileFinding finding) =>
        context.ContainerOf(finding.Span) is { } list
        && list.Items.All(i => i.Span == finding.Span
            || !string.Equals(CanonicalJson.Quote(i.Text), finding.Suggestion, StringComparison.OrdinalIgnoreCase))
            ? SyntaxFixes.Replace(context, finding)
            : null;

    public static TaskFileFix? RemoveDependency(FixContext context, TaskFileFinding finding) => Remove(context, finding, "dependency");

    /// <summary>
    /// With its list if it is the only one. An ID that resembles another is left: one can only guess which rule was meant.
    /// </summary>
    public static TaskFileFix? RemoveSuppression(FixContext context, TaskFileFinding finding)
    {
        if (finding.Suggestion is not null || context.ContainerOf(finding.Span) is not { Kind: JsonKind.Array, IsBroken: false } list)
        {
            return null;
        }

        return list.Items.Count > 1 ? Remove(context, finding, "suppression")
            : context.ContainerOf(list.Span) is { IsBroken: false } owner
                ? new("Remove the list of suppressions",
                Removal.OfProperty(context.Text, owner, owner.Members.FindIndex(m => m.Value == list)))
            : null;
    }

    private static TaskFileFix? Remove(FixContext context, TaskFileFinding finding, string kind)
    {
        if (context.ContainerOf(finding.Span) is not { Kind: JsonKind.Array, IsBroken: false } list)
        {
            return null;
        }

        var item = ItemAt(list, finding);
        return new("Remove the " + kind + " '" + Display.Of(item.Text) + "'",
            Removal.Of(context.Text, list, [.. list.Items.Select(i => i.Span)], list.Items.IndexOf(item)));
    }

    private static JsonNode ItemAt(JsonNode list, TaskFileFinding finding) => list.Items.First(i => i.Span == finding.Span);
}
