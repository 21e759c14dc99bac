using System.Text;

namespace Menace.Pipeline.Contracts;

/// <summary>Changes of a text at places in it.</summary>
internal static class TextEdits
{
    /// <summary>Returns <paramref name="text"/> with <paramref name="edits"/>, which are in the order of their places.</summary>
    public static string Apply(string text, IEnumerable<(int Offset, int Length, string Replacement)> edits)
    {
        var changed = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (offset, length, replacement) in edits)
        {
            changed.Append(text, done, offset - done).Append(replacement);
            done = offset + length;
        }

        return changed.Append(text, done, text.Length - done).ToString();
    }
}
