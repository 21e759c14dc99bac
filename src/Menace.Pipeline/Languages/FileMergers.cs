using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages;

/// <summary>The mergers by syntax.</summary>
internal static class FileMergers
{
    /// <summary>Returns those of the languages and those of the formats that repositories of every language have.</summary>
    public static IReadOnlyList<IFileMerger> All(LanguageTable languages) =>
    [
        .. languages.All.Select(language => language.Merger).OfType<IFileMerger>(),
        new SyntaxMerger(new JsonMergeSyntax()),
        new SyntaxMerger(new YamlMergeSyntax()),
        new SyntaxMerger(new XmlMergeSyntax()),
    ];
}
