using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Text;

namespace Menace.Model.Fixes;

/// <summary>A change of the code of a task.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Part">The changed part of its code, in UTF-16 units of the unescaped text.</param>
/// <param name="NewText">The text in its place.</param>
/// <param name="Title">The title, in the imperative.</param>
internal sealed record CodeFix(string Task, TextSpan Part, string NewText, string Title);

/// <summary>Changes the code of tasks in their list. Code that the defaults give, or a file, stays.</summary>
internal static class CodeFixes
{
    /// <summary>Makes the changes, none of which overlaps another.</summary>
    /// <returns>The text, and the changes that were made, each with its place in the text before.</returns>
    public static (string Text, IReadOnlyList<(CodeFix Fix, int Offset)> Made) Write(TaskFile file, IReadOnlyList<CodeFix> fixes)
    {
        var edits = new EditList();
        var made = new List<(CodeFix, int)>();
        var sources = file.Tasks.Where(source => source is { Name: not null, IsBroken: false }).GroupBy(source => source.Name!)
            .ToDictionary(group => group.Key, group => group.First());
        foreach (var fix in fixes)
        {
            if (!sources.TryGetValue(fix.Task, out var source) || source.Node.Find("code", JsonKind.String) is not { } code)
            {
                continue;
            }

            var span = source.Place(JsonEscapes.Map(source.Text, code, fix.Part.Start, fix.Part.Length));
            if (edits.TryAdd([new(span, Escaped(fix.NewText))]))
            {
                made.Add((fix, span.Start));
            }
        }

        return (edits.Apply(file.Text), made);
    }

    private static string Escaped(string text)
    {
        var quoted = CanonicalJson.Quote(text);
        return quoted.Substring(1, quoted.Length - 2);
    }
}
