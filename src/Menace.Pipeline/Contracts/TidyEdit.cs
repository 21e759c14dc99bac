namespace Menace.Pipeline.Contracts;

/// <summary>A part of a bot's code that says nothing, and what is in its place without it (docs/tidy.md).</summary>
/// <param name="Offset">Where it starts in the code, in UTF-16 units.</param>
/// <param name="Length">Its length.</param>
/// <param name="Replacement">The text in its place; empty if nothing has to be there.</param>
/// <param name="Description">What it is, as a clause: <c>'os' is imported and not used</c>.</param>
public sealed record TidyEdit(int Offset, int Length, string Replacement, string Description)
{
    /// <summary>Returns <paramref name="code"/> with <paramref name="edits"/>, which are in the order of their places.</summary>
    internal static string Apply(string code, IReadOnlyList<TidyEdit> edits) =>
        TextEdits.Apply(code, edits.Select(edit => (edit.Offset, edit.Length, edit.Replacement)));

    /// <summary>
    /// Returns where the character at <paramref name="offset"/> of the code with <paramref name="edits"/> is in the code without them; for
    /// a new one, where its edit starts.
    /// </summary>
    internal static int Origin(IReadOnlyList<TidyEdit> edits, int offset)
    {
        var removed = 0;
        foreach (var edit in edits)
        {
            var start = edit.Offset - removed;
            if (offset < start)
            {
                break;
            }

            if (offset < start + edit.Replacement.Length)
            {
                return edit.Offset;
            }

            removed += edit.Length - edit.Replacement.Length;
        }

        return offset + removed;
    }
}
