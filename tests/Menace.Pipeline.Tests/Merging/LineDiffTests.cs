using CsCheck;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>The hunks between two texts of any lines.</summary>
public sealed class LineDiffTests
{
    private const int Kinds = 6;

    private static readonly Gen<int[]> Lines = Gen.Int[0, Kinds - 1].Array[0, 40];

    [Fact]
    public void Hunks_turn_the_base_into_the_side() =>
        Gen.Select(Lines, Lines).Sample(
            (before, after) => Assert.Equal(after, Apply(before, after, LineDiff.Compare(before, after, Kinds))), iter: Nightly.Choose(5_000, 500_000));

    [Fact]
    public void Hunks_of_equal_texts_are_none() => Lines.Sample(lines => Assert.Empty(LineDiff.Compare(lines, lines, Kinds)), iter: 1_000);

    [Fact]
    public void Myers_marks_turn_the_base_into_the_side() =>
        Gen.Select(Gen.Int[0, 2].Array[0, 900], Gen.Int[0, 2].Array[0, 900]).Sample(
            (before, after) =>
            {
                var (removed, added) = (new bool[before.Length], new bool[after.Length]);
                new MyersDiff(before, after, removed, added).Run(0, before.Length, 0, after.Length);
                Assert.Equal(before.Where((_, line) => !removed[line]), after.Where((_, line) => !added[line]));
            },
            iter: Nightly.Choose(500, 20_000));

    [Theory]
    [InlineData("abcabba", "cbabac", 5)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("xaxbxcx", "abc", 4)]
    [InlineData("abcdef", "fedcba", 10)]
    public void Myers_finds_the_shortest_difference(string before, string after, int edits)
    {
        var (removed, added) = (new bool[before.Length], new bool[after.Length]);
        new MyersDiff([.. before.Select(c => (int)c)], [.. after.Select(c => (int)c)], removed, added).Run(0, before.Length, 0, after.Length);

        Assert.Equal(edits, removed.Concat(added).Count(isMarked => isMarked));
    }

    [Fact]
    public void Lines_that_are_repeated_too_often_are_compared_too()
    {
        int[] before = [.. Enumerable.Repeat(0, 100), 1, .. Enumerable.Repeat(0, 100)];
        int[] after = [.. Enumerable.Repeat(0, 100), 2, .. Enumerable.Repeat(0, 100)];

        Assert.Equal([new Hunk(100, 101, 100, 101)], LineDiff.Compare(before, after, 3));
    }

    private static List<int> Apply(int[] before, int[] after, List<Hunk> hunks)
    {
        var lines = new List<int>();
        var done = 0;
        foreach (var hunk in hunks)
        {
            // Hunks that touch would be one.
            Assert.True(hunk.BaseStart > done || done == 0);
            lines.AddRange(before[done..hunk.BaseStart]);
            lines.AddRange(after[hunk.SideStart..hunk.SideEnd]);
            done = hunk.BaseEnd;
        }

        lines.AddRange(before[done..]);
        return lines;
    }
}
