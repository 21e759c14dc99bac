using Menace.Model.Reading;

namespace Menace.Analyzers;

/// <summary>The task files of this process, cut into their tasks; analyzer and generator share them.</summary>
internal static class TaskFileTexts
{
    private static readonly FileCache<SlicedText> Last = new();

    /// <summary>The file <paramref name="path"/>, which now reads <paramref name="text"/>.</summary>
    public static SlicedText Cut(string path, string text)
    {
        var last = Last.Find(path);
        if (last is not null && (ReferenceEquals(last.Text, text) || last.Text == text))
        {
            return last;
        }

        var cut = SlicedText.Of(text, last);
        Last.Store(path, cut);
        return cut;
    }
}
