using Menace.Pipeline.Templating;

namespace Menace.Pipeline.Tests.Templating;

public sealed class PairwiseRowsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    [InlineData(10, 6)]
    [InlineData(11, 7)]
    [InlineData(40, 9)]
    public void Each_pair_of_switches_has_each_pair_of_values_in_the_fewest_rows(int switches, int expected)
    {
        var rows = PairwiseRows.Of(switches);

        Assert.Equal(expected, rows.Count);
        Assert.All(rows, row => Assert.Equal(switches, row.Length));
        foreach (var (first, second) in from a in Enumerable.Range(0, switches) from b in Enumerable.Range(a + 1, switches - a - 1) select (a, b))
        {
            Assert.Equal(4, rows.Select(row => (row[first], row[second])).Distinct().Count());
        }

        Assert.Equal(rows, PairwiseRows.Of(switches));
    }
}
