using System.Text;

namespace Menace.Model.Fixes;

/// <summary>Edits of one text that do not touch each other, in their order. What lies between them is copied as it is.</summary>
internal sealed class EditList
{
    private static readonly Comparer<TextEdit> ByPlace =
        Comparer<TextEdit>.Create((a, b) => (a.Span.Start, a.Span.End).CompareTo((b.Span.Start, b.Span.End)));

    private readonly List<TextEdit> _edits = [];

    public IReadOnlyList<TextEdit> Edits => _edits;

    /// <summary>Adds all of <paramref name="edits"/>, or none if one overlaps an edit that is here already.</summary>
    public bool TryAdd(IReadOnlyList<TextEdit> edits)
    {
        if (edits.Any(Overlaps))
        {
            return false;
        }

        foreach (var edit in edits)
        {
            _edits.Insert(~_edits.BinarySearch(edit, ByPlace), edit);
        }

        return true;
    }

    /// <summary>The text with the edits.</summary>
    public string Apply(string text)
    {
        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var edit in _edits)
        {
            result.Append(text, copied, edit.Span.Start - copied).Append(edit.NewText);
            copied = edit.Span.End;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>
    /// Where the character at <paramref name="offset"/> of the changed text was before; for a new one, where its edit began.
    /// </summary>
    public int OriginOf(int offset)
    {
        var moved = 0;
        foreach (var edit in _edits)
        {
            var start = edit.Span.Start + moved;
            if (offset < start)
            {
                break;
            }

            if (offset < start + edit.NewText.Length)
            {
                return edit.Span.Start;
            }

            moved += edit.NewText.Length - edit.Span.Length;
        }

        return offset - moved;
    }

    private bool Overlaps(TextEdit edit)
    {
        var at = _edits.BinarySearch(edit, ByPlace);
        if (at >= 0)
        {
            return true;
        }

        var next = ~at;
        return (next < _edits.Count && Collide(edit, _edits[next])) || (next > 0 && Collide(_edits[next - 1], edit));
    }

    /// <summary>Two insertions at one place collide: neither order is the right one.</summary>
    private static bool Collide(TextEdit first, TextEdit second) =>
        second.Span.Start < first.Span.End
            || (first.Span.Start == second.Span.Start && (first.Span.Length == 0 || second.Span.Length == 0));
}
