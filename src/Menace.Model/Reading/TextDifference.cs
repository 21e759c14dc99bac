namespace Menace.Model.Reading;

/// <summary>The common start and end of two texts, which an edit did not change.</summary>
internal static class TextDifference
{
    private const int Block = 4096;

    /// <summary>How many characters both begin with.</summary>
    public static int CommonStart(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        var at = 0;
        while (length - at >= Block && string.CompareOrdinal(a, at, b, at, Block) == 0)
        {
            at += Block;
        }

        while (at < length && a[at] == b[at])
        {
            at++;
        }

        return at;
    }

    /// <summary>How many characters both end with, where the first <paramref name="start"/> of both count as something else.</summary>
    public static int CommonEnd(string a, string b, int start)
    {
        var length = Math.Min(a.Length, b.Length) - start;
        var count = 0;
        while (length - count >= Block && string.CompareOrdinal(a, a.Length - count - Block, b, b.Length - count - Block, Block) == 0)
        {
            count += Block;
        }

        while (count < length && a[a.Length - count - 1] == b[b.Length - count - 1])
        {
            count++;
        }

        return count;
    }
}
