using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Languages;

/// <summary>The mergers of files by syntax.</summary>
internal static class FileMergers
{
    /// <summary>Those of every language and format.</summary>
    public static IReadOnlyList<IFileMerger> All(LanguageTable languages) => languages is null ? [] : [];
}
