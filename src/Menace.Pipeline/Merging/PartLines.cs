using System.Text;

namespace Menace.Pipeline.Merging;

/// <summary>Merges a part that has no parts of its own by its lines, the first and the last of which need not be whole.</summary>
internal static class PartLines
{
    /// <summary>Returns the pieces of the merged text; <paramref name="what"/> names each conflict.</summary>
    public static IEnumerable<MergeChunk> Merge(string original, string ours, string theirs, string what)
    {
        var (before, mine, other) = (Lines(original), Lines(ours), Lines(theirs));
        var numbering = new LineNumbering();
        var (baseNumbers, ourNumbers, theirNumbers) = (numbering.Number(before), numbering.Number(mine), numbering.Number(other));
        var ourHunks = LineDiff.Compare(baseNumbers, ourNumbers, numbering.Kinds);
        var theirHunks = LineDiff.Compare(baseNumbers, theirNumbers, numbering.Kinds);
        var done = 0;
        foreach (var region in MergeRegion.Join(ourHunks, theirHunks))
        {
            yield return new(Text(before, done, region.BaseStart));
            done = region.BaseEnd;
            var (b, o, t) = (Text(before, region.BaseStart, region.BaseEnd), Text(mine, region.OursStart, region.OursEnd),
                Text(other, region.TheirsStart, region.TheirsEnd));
            yield return ThreeWay.Differs(b, o, t) ? new(o) { Base = b, Theirs = t, What = what } : new(ThreeWay.Pick(b, o, t));
        }

        yield return new(Text(before, done, before.Count));
    }

    private static TextLines Lines(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Text(TextLines lines, int start, int end) => Encoding.UTF8.GetString(lines.Range(start, end));
}
