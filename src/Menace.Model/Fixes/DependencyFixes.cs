using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.Reading;

namespace Menace.Model.Fixes;

/// <summary>Fixes of the elements of <c>dependencies</c>.</summary>
internal static class DependencyFixes
{
    public static TaskFileFix? Replace(FixContext context, TaskFileFinding finding) =>
        context.ContainerOf(finding.Span) is { } list && list.Items.All(i => CanonicalJson.Quote(i.Text) != finding.Suggestion) ? SyntaxFixes.Replace(context, finding) : null;

    public static TaskFileFix? Remove(FixContext context, TaskFileFinding finding)
    {
        if (context.ContainerOf(finding.Span) is not { Kind: JsonKind.Array, IsBroken: false } list)
        {
            return null;
        }

        var index = list.Items.FindIndex(i => i.Span == finding.Span);
        return new("Remove the dependency '" + Display.Of(list.Items[index].Text) + "'", Removal.Of(context.Text, list, [.. list.Items.Select(i => i.Span)], index));
    }
}
