using System.Diagnostics;
using System.Text;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Three versions of one text.</summary>
public sealed class TextMergeTests
{
    private const string Base = "1\n2\n3\n4\n5\n6\n";

    [Theory]
    [InlineData("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nsix\n", "1\n2\n3\n4\n5\nsix\n")]
    [InlineData("one\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nsix\n", "one\n2\n3\n4\n5\nsix\n")]
    [InlineData("1\n2\n3\n5\n6\n", "1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\n5\n6\n7\n")]
    [InlineData("0\n1\n2\n3\n4\n5\n6\n", "1\n2\n4\n5\n6\n", "0\n1\n2\n4\n5\n6\n")]
    [InlineData("one\n2\n3\n4\n5\n6", "1\n2\n3\n4\nfive\n6\n", null)]
    [InlineData("one\n2\n3\n4\n5\n6", "1\n2\nthree\n4\n5\n6\n", "one\n2\nthree\n4\n5\n6")]
    [InlineData("one\n2\n3\n4\n5\n6\n", "1\n2\nthree\n4\n5\n6", "one\n2\nthree\n4\n5\n6")]
    public void Changes_of_different_lines_are_joined(string ours, string theirs, string? merged)
    {
        var result = Merge(Base, ours, theirs);

        Assert.Equal(merged is null, result.Conflicts.Count > 0);
        Assert.True(merged is null || Text(result) == merged, Text(result));
    }

    [Fact]
    public void Same_change_of_both_sides_is_no_conflict()
    {
        var result = Merge(Base, "1\ntwo\n3\n4\n5\n6\nour\n", "1\ntwo\n3\n4\nfive\n6\n");

        Assert.Empty(result.Conflicts);
        Assert.Equal("1\ntwo\n3\n4\nfive\n6\nour\n", Text(result));
    }

    [Fact]
    public void Conflict_has_three_parts_without_the_lines_that_both_sides_have_at_its_ends()
    {
        var result = Merge("a\nb\nc\n", "a\nsame\nours\nend\nc\n", "a\nsame\ntheirs\nend\nc\n");

        Assert.Equal("a\nsame\n<<<<<<< main\nours\n||||||| base\nb\n=======\ntheirs\n>>>>>>> generated\nend\nc\n", Text(result));
        Assert.Equal([new ConflictRegion(3, "line 2")], result.Conflicts);
    }

    [Fact]
    public void Lines_of_conflicts_are_those_of_the_merged_text()
    {
        var result = Merge("a\nb\nc\nd\ne\nf\n", "x\nA\nb\nc\nd\ne\nours\nf\n", "AA\nb\nc\nd\ne\ntheirs\nf\n");

        var lines = Text(result).Split('\n');
        Assert.Equal(["line 1", "lines added after line 5"], result.Conflicts.Select(conflict => conflict.What));
        Assert.All(result.Conflicts, conflict => Assert.Equal("<<<<<<< main", lines[conflict.Line - 1]));
    }

    [Fact]
    public void Changes_of_neighbouring_lines_are_a_conflict() =>
        Assert.Equal("<<<<<<< main\none\n2\n||||||| base\n1\n2\n=======\n1\ntwo\n>>>>>>> generated\n3\n", Text(Merge("1\n2\n3\n", "one\n2\n3\n", "1\ntwo\n3\n")));

    [Fact]
    public void Last_line_without_an_end_gets_one_before_a_marker() =>
        Assert.Equal("a\n<<<<<<< main\nx\n||||||| base\nb\n=======\ny\n>>>>>>> generated\n", Text(Merge("a\nb", "a\nx", "a\ny")));

    [Theory]
    [InlineData("a\r\nb\r\nc\r\n", "a\nb\nC\n", "a\r\nb\r\nC\r\n")]
    [InlineData("a\r\nB\r\nc\r\n", "A\nb\nC\n", null)]
    [InlineData("A\r\nb\r\nc\r\n", "a\nb\nC\n", "A\r\nb\r\nC\r\n")]
    [InlineData("A\nb\nc\n", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n")]
    [InlineData("A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n", "A\r\nb\r\nC\r\n")]
    [InlineData("A\r\nb\nc\n", "a\nb\nC\n", "A\r\nb\nC\n")]
    public void Converted_line_endings_are_merged_apart_from_the_lines(string ours, string theirs, string? merged)
    {
        var result = Merge("a\nb\nc\n", ours, theirs);

        Assert.Equal(merged is null, result.Conflicts.Count > 0);
        Assert.True(merged is null || Text(result) == merged, Text(result));
    }

    [Fact]
    public void Markers_have_the_line_endings_of_the_text() =>
        Assert.Equal(
            "<<<<<<< main\r\nx\r\n||||||| base\r\na\r\n=======\r\ny\r\n>>>>>>> generated\r\nb\r\n", Text(Merge("a\r\nb\r\n", "x\r\nb\r\n", "y\r\nb\r\n")));

    [Theory]
    [InlineData("ï»¿a\nb\nC\n", "A\nb\nc\n", "ï»¿A\nb\nC\n")]
    [InlineData("a\nb\nC\n", "ï»¿A\nb\nc\n", "ï»¿A\nb\nC\n")]
    [InlineData("ï»¿a\nb\nC\n", "ï»¿A\nb\nc\n", "ï»¿A\nb\nC\n")]
    public void Byte_order_mark_is_merged_apart_from_the_first_line(string ours, string theirs, string merged) =>
        Assert.Equal(merged, Text(Merge("a\nb\nc\n", ours, theirs)));

    [Fact]
    public void Removed_byte_order_mark_stays_removed() => Assert.Equal("A\nb\nC\n", Text(Merge("ï»¿a\nb\nc\n", "a\nb\nC\n", "ï»¿A\nb\nc\n")));

    [Fact]
    public void Any_bytes_of_a_text_are_kept() => Assert.Equal("\u00e9\u00ff\n2\n\u0080\n", Text(Merge("1\n2\n3\n", "\u00e9\u00ff\n2\n3\n", "1\n2\n\u0080\n")));

    [Fact]
    public void Binary_content_is_not_merged()
    {
        Assert.Null(TextMerge.Merge("a\n"u8.ToArray(), "a\0\n"u8.ToArray(), "b\n"u8.ToArray(), Trees.Labels));
        Assert.Null(TextMerge.Merge("a\n"u8.ToArray(), "b\n"u8.ToArray(), "\0"u8.ToArray(), Trees.Labels));
    }

    [Fact]
    public void Text_that_looks_like_markers_is_kept()
    {
        const string marked = "<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n";

        Assert.Equal("0\n" + marked + "z\n", Text(Merge(marked + "y\n", "0\n" + marked + "y\n", marked + "z\n")));
    }

    /// <summary>Inputs for which a simple diff takes minutes or more. Each took 4 s or less while 40 other processes ran on two cores.</summary>
    [Theory]
    [InlineData("all different")]
    [InlineData("each second")]
    [InlineData("two lines")]
    [InlineData("reversed")]
    [InlineData("shuffled")]
    [InlineData("repeated 60 times")]
    [InlineData("one line")]
    [InlineData("empty lines")]
    public void Bad_input_takes_seconds(string kind)
    {
        var watch = Stopwatch.StartNew();

        var result = TextMerge.Merge(BadInput(kind, 0), BadInput(kind, 1), BadInput(kind, 2), Trees.Labels);

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{kind}: {watch.Elapsed}");
        Assert.NotNull(result);
    }

    private static byte[] BadInput(string kind, int version)
    {
        const int count = 200_000;
        var random = new Random(version);
        return kind switch
        {
            "one line" => [.. Enumerable.Repeat((byte)'x', 100_000_000), (byte)('0' + version)],
            "empty lines" => [.. Enumerable.Repeat((byte)'\n', 5_000_000 + (1000 * version)), (byte)('0' + version)],
            "all different" => Lines(line => $"{version}.{line}"),
            "each second" => Lines(line => line % 2 == 0 ? $"{line}" : $"{version}.{line}"),
            "two lines" => Lines(_ => random.Next(2) == 0 ? "a" : "b"),
            "reversed" => Lines(line => version == 0 ? $"{line}" : $"{count - line - version}"),
            "shuffled" => Lines(_ => $"{random.Next(count)}"),
            _ => Lines(line => $"{(line + (version * random.Next(3))) % (count / 60)}"),
        };

        static byte[] Lines(Func<int, string> line) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(index => line(index) + "\n")));
    }

    private static FileMergeResult Merge(string before, string ours, string theirs) =>
        TextMerge.Merge(Encoding.Latin1.GetBytes(before), Encoding.Latin1.GetBytes(ours), Encoding.Latin1.GetBytes(theirs), Trees.Labels)!;

    private static string Text(FileMergeResult result) => Encoding.Latin1.GetString(result.Content.Span);
}
