namespace Menace.Analyzers.Catalog;

/// <summary>FNV-1a over UTF-16 units: the same in every process and on every machine, which the hash of a string is not.</summary>
internal static class StableHash
{
    public static uint Of(string text)
    {
        var hash = 2166136261;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash;
    }
}
