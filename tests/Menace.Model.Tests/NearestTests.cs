using CsCheck;
using Menace.Model.Text;

namespace Menace.Model.Tests;

public class NearestTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.OneOf('a', 'b', 'c', 'B'), 0, 9];

    [Theory]
    [InlineData("betta", "beta")]
    [InlineData("btea", "beta")]
    [InlineData("BETA", "beta")]
    [InlineData("dependancies", "dependencies")]
    [InlineData("dpenedncies", "dependencies")]
    [InlineData("team", null)]
    [InlineData("x", null)]
    public void The_closest_candidate_is_found_or_none(string word, string? nearest) =>
        Assert.Equal(nearest, Nearest.Of(word, ["tags", "beta", "dependencies"]));

    [Fact]
    public void A_candidate_is_near_where_the_plain_distance_is_within_the_tolerance() => Gen.Select(Word, Word).Sample(
        (word, candidate) =>
        {
            var tolerance = word.Length < 3 ? 0 : word.Length < 7 ? 1 : 2;
            Assert.Equal(Plain(word.ToUpperInvariant(), candidate.ToUpperInvariant()) <= tolerance, Nearest.Of(word, [candidate]) is not null);
        },
        iter: 20_000);

    /// <summary>Optimal string alignment by its definition.</summary>
    private static int Plain(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
