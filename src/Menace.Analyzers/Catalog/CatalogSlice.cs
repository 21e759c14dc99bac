using Menace.Model.Reading;

namespace Menace.Analyzers.Catalog;

/// <summary>The text of one task, and nothing of its place, so that it stays equal while the file around it is edited.</summary>
/// <param name="Text">The object, brackets included.</param>
/// <param name="Defaults">The text of the file's <c>defaults</c>, which apply to the task; empty if it has none.</param>
internal readonly record struct CatalogSlice(string Text, string Defaults)
{
    /// <summary>The tasks of a file.</summary>
    public static IEnumerable<CatalogSlice> Of(SlicedText file) => file.Tasks.Select(t => new CatalogSlice(t.Slice.Text, file.Defaults));

    /// <summary>A file with this task alone, for the reader of whole files.</summary>
    public string ToFile() => Defaults.Length == 0 ? "[" + Text + "]" : "{\"defaults\":" + Defaults + ",\"tasks\":[" + Text + "]}";
}
