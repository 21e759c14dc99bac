namespace Menace.Pipeline.Merging;

/// <summary>Merges a part without parts by its lines.</summary>
internal static class PartLines
{
    public static IEnumerable<MergeChunk> Merge(string original, string ours, string theirs, string what)
    {
        var b = Lines(original);
        var o = Lines(ours);
        var t = Lines(theirs);
        var mo = Match(b, o);
        var mt = Match(b, t);
        int i = 0, j = 0, k = 0;
        while (i < b.Count || j < o.Count || k < t.Count)
        {
            var n = i;
            while (n < b.Count && (mo[n] < 0 || mt[n] < 0))
            {
                n++;
            }

            if (n == i && n < b.Count && mo[n] == j && mt[n] == k)
            {
                yield return new(b[i]);
                (i, j, k) = (i + 1, j + 1, k + 1);
                continue;
            }

            var oe = n < b.Count ? mo[n] : o.Count;
            var te = n < b.Count ? mt[n] : t.Count;
            var (bs, os, ts) = (string.Concat(b[i..n]), string.Concat(o[j..oe]), string.Concat(t[k..te]));
            yield return ThreeWay.Differs(bs, os, ts) ? new(os) { Base = bs, Theirs = ts, What = what } : new(ThreeWay.Pick(bs, os, ts));
            (i, j, k) = (n, oe, te);
        }
    }

    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) + 1;
            lines.Add(end > 0 ? text[at..end] : text[at..]);
            at = end > 0 ? end : text.Length;
        }

        return lines;
    }

    private static int[] Match(List<string> a, List<string> b)
    {
        var table = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--)
            {
                table[i, j] = a[i] == b[j] ? table[i + 1, j + 1] + 1 : Math.Max(table[i + 1, j], table[i, j + 1]);
            }
        }

        var match = Enumerable.Repeat(-1, a.Count).ToArray();
        for (int i = 0, j = 0; i < a.Count && j < b.Count;)
        {
            if (a[i] == b[j])
            {
                match[i++] = j++;
            }
            else if (table[i + 1, j] >= table[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return match;
    }
}
