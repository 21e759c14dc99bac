using System.Diagnostics;
using System.Globalization;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

public sealed class UnifiedDiffTests
{
    [Theory]
    [InlineData("a b c d e f g h i j", "a b c d X f g h i j", "@@ -2,7 +2,7 @@ a\n b\n c\n d\n-e\n+X\n f\n g\n h\n")]
    [InlineData("a b c", "b c", "@@ -1,3 +1,2 @@\n-a\n b\n c\n")]
    [InlineData("a b c", "a b c d", "@@ -1,3 +1,4 @@\n a\n b\n c\n+d\n")]
    [InlineData("a b c d", "b d e", "@@ -1,4 +1,3 @@\n-a\n b\n-c\n d\n+e\n")]
    [InlineData("1 a b c d e f g h i 2", "3 a b c d e f g h i 4", "@@ -1,4 +1,4 @@\n-1\n+3\n a\n b\n c\n@@ -8,4 +8,4 @@ f\n g\n h\n i\n-2\n+4\n")]
    [InlineData("1 a b c d e f 2", "3 a b c d e f 4", "@@ -1,8 +1,8 @@\n-1\n+3\n a\n b\n c\n d\n e\n f\n-2\n+4\n")]
    [InlineData("a", "b", "@@ -1 +1 @@\n-a\n+b\n")]
    [InlineData("", "a", "@@ -0,0 +1 @@\n+a\n")]
    [InlineData("a", "a", "")]
    public void Changed_lines_are_shown_with_three_lines_around_them(string before, string after, string hunks) =>
        Assert.Equal("--- f\n+++ f\n" + hunks, UnifiedDiff.Of("f", Lines(before), Lines(after)));

    [Fact]
    public void Last_line_without_an_end_is_marked() =>
        Assert.Equal("--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n", UnifiedDiff.Of("f", "a", "a\n"));

    [Fact]
    public void Patch_makes_one_text_of_the_other()
    {
        var random = new Random(7);
        for (var i = 0; i < 20; i++)
        {
            var before = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) + "\n"));
            var after = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(4) + "\n"));
            if (before != after)
            {
                Assert.Equal(after, Patch(before, UnifiedDiff.Of("f", before, after)));
            }
        }
    }

    [Fact]
    public void Texts_that_have_nothing_in_common_are_shown_soon()
    {
        var watch = Stopwatch.StartNew();
        var diff = UnifiedDiff.Of("f", string.Concat(Enumerable.Range(0, 20_000).Select(i => i + "\n")), string.Concat(Enumerable.Range(20_000, 20_000).Select(i => i + "\n")));

        Assert.Equal(3 + 40_000, diff.Split('\n').Length - 1);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    private static string Lines(string words) => string.Concat(words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word + "\n"));

    /// <summary>Does what a diff says, and checks the lines that it shows as they were.</summary>
    private static string Patch(string before, string diff)
    {
        var lines = before.Split('\n').ToList();
        var at = 0;
        foreach (var line in diff.Split('\n').Skip(2).SkipLast(1))
        {
            switch (line[0])
            {
                case '@':
                    var range = line.Split('+')[1].Split(' ')[0].Split(',');
                    at = int.Parse(range[0], CultureInfo.InvariantCulture) - (range is [_, "0"] ? 0 : 1);
                    break;
                case '+':
                    lines.Insert(at++, line[1..]);
                    break;
                case '-':
                    Assert.Equal(lines[at], line[1..]);
                    lines.RemoveAt(at);
                    break;
                default:
                    Assert.Equal(lines[at++], line[1..]);
                    break;
            }
        }

        return string.Join('\n', lines);
    }
}
