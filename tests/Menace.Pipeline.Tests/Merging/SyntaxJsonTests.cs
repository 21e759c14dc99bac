namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges of JSON by member.</summary>
public sealed class SyntaxJsonTests
{
    private const string Path = "settings.json";

    [Theory]
    [InlineData("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"x\": 2\n}\n", "{\n  \"a\": 1,\n  \"y\": 3\n}\n", "{\n  \"a\": 1,\n  \"x\": 2,\n  \"y\": 3\n}\n")]
    [InlineData("{\n  \"a\": 1\n}\n", "{\n  \"x\": 2,\n  \"a\": 1\n}\n", "{\n  \"y\": 3,\n  \"a\": 1\n}\n", "{\n  \"x\": 2,\n  \"y\": 3,\n  \"a\": 1\n}\n")]
    [InlineData("{\"a\":1}", "{\"a\":1,\"x\":2}", "{\"a\":1,\"y\":3}", "{\"a\":1,\"x\":2,\"y\":3}")]
    [InlineData("{ \"a\": 1 }\n", "{ \"a\": 1, \"x\": 2 }\n", "{ \"a\": 1, \"y\": 3 }\n", "{ \"a\": 1, \"x\": 2, \"y\": 3 }\n")]
    [InlineData("{}\n", "{\n  \"x\": 2\n}\n", "{\n  \"y\": 3\n}\n", "{\n  \"x\": 2,\n  \"y\": 3\n}\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n", "{\n  \"a\": 1,\n  \"c\": 3\n}\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\n  \"a\": 11,\n  \"b\": 2\n}\n", "{\n  \"b\": 2\n}\n", null)]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "{\n  \"a\": 11,\n  \"b\": 2\n}\n", "{\n  \"a\": 1,\n  \"b\": 22\n}\n", "{\n  \"a\": 11,\n  \"b\": 22\n}\n")]
    [InlineData("{\n  \"a\": 1 // one\n}\n", "{\n  \"a\": 1, // one\n  \"b\": 2 // two\n}\n", "{\n  // c\n  \"c\": 3,\n  \"a\": 1 // one\n}\n",
        "{\n  // c\n  \"c\": 3,\n  \"a\": 1, // one\n  \"b\": 2 // two\n}\n")]
    [InlineData("{\n  \"o\": {\n    \"a\": 1\n  }\n}\n", "{\n  \"o\": {\n    \"a\": 1,\n    \"x\": 2\n  }\n}\n", "{\n  \"o\": {\n    \"a\": 9\n  },\n  \"p\": []\n}\n",
        "{\n  \"o\": {\n    \"a\": 9,\n    \"x\": 2\n  },\n  \"p\": []\n}\n")]
    [InlineData("{\n  \"a\": 1,\n}\n", "{\n  \"a\": 1,\n  \"x\": 2,\n}\n", "{\n  \"a\": 1,\n  \"y\": 3,\n}\n", "{\n  \"a\": 1,\n  \"x\": 2,\n  \"y\": 3,\n}\n")]
    [InlineData("{\n  \"l\": [\n    1,\n    2,\n    3\n  ]\n}\n", "{\n  \"l\": [\n    0,\n    2,\n    3\n  ]\n}\n", "{\n  \"l\": [\n    1,\n    2,\n    4\n  ]\n}\n",
        "{\n  \"l\": [\n    0,\n    2,\n    4\n  ]\n}\n")]
    public void Members_are_merged_by_their_names(string original, string ours, string theirs, string? expected)
    {
        var merged = SyntaxMergers.Merge(Path, original, ours, theirs);

        Assert.NotNull(merged);
        Assert.Equal(expected is null, merged.Value.Conflicts.Count > 0);
        Assert.Equal(expected ?? merged.Value.Text, merged.Value.Text);
    }

    [Fact]
    public void Value_that_both_change_is_a_conflict_of_whole_lines() => SyntaxMergers.AssertConflict(
        Path,
        "{\n  \"o\": { \"a\": 1, \"b\": 1 },\n  \"z\": 0\n}\n",
        "{\n  \"o\": { \"a\": 2, \"b\": 1 },\n  \"z\": 0\n}\n",
        "{\n  \"o\": { \"a\": 3, \"b\": 1 },\n  \"z\": 9\n}\n",
        "member a in member o",
        "{\n<<<<<<< ours\n  \"o\": { \"a\": 2, \"b\": 1 },\n||||||| base\n  \"o\": { \"a\": 1, \"b\": 1 },\n=======\n  \"o\": { \"a\": 3, \"b\": 1 },\n"
        + ">>>>>>> theirs\n  \"z\": 9\n}\n");

    [Fact]
    public void Member_that_we_delete_and_they_change_is_a_conflict() => SyntaxMergers.AssertConflict(
        Path,
        "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
        "{\n  \"a\": 1,\n  \"c\": 3\n}\n",
        "{\n  \"a\": 1,\n  \"b\": 22,\n  \"c\": 3\n}\n",
        "member b, deleted in our file",
        "{\n  \"a\": 1,\n<<<<<<< ours\n||||||| base\n  \"b\": 2,\n=======\n  \"b\": 22,\n>>>>>>> theirs\n  \"c\": 3\n}\n");

    [Theory]
    [InlineData("{\"a\": 1}", "{\"a\": 1, \"b\": 2", "{\"a\": 3}")]
    [InlineData("[1]", "[1, 2]", "[0, 1]")]
    [InlineData("{\n\"a\": 1,\n\"a\": 2\n}", "{\n\"a\": 1,\n\"a\": 2,\n\"b\": 1\n}", "{\n\"a\": 3,\n\"a\": 2\n}")]
    public void File_that_cannot_be_cut_into_members_is_left_to_lines(string original, string ours, string theirs) =>
        Assert.Null(SyntaxMergers.Merge(Path, original, ours, theirs));

    [Fact]
    public void Conflict_that_a_merge_by_lines_does_not_have_is_left_to_it() => Assert.Null(SyntaxMergers.Merge(
        Path,
        "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
        "{\n  \"x\": 1,\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n",
        "{\n  \"a\": 1,\n  \"b\": 2,\n  \"x\": 2,\n  \"c\": 3\n}\n"));

    [Fact]
    public void Object_with_a_name_twice_is_merged_by_lines_inside_the_file() => SyntaxMergers.AssertClean(
        Path,
        "{\n  \"o\": {\n    \"a\": 1,\n    \"a\": 2,\n    \"b\": 3\n  },\n  \"x\": 1\n}\n",
        "{\n  \"o\": {\n    \"a\": 0,\n    \"a\": 2,\n    \"b\": 3\n  },\n  \"x\": 1\n}\n",
        "{\n  \"o\": {\n    \"a\": 1,\n    \"a\": 2,\n    \"b\": 4\n  },\n  \"x\": 2\n}\n",
        "{\n  \"o\": {\n    \"a\": 0,\n    \"a\": 2,\n    \"b\": 4\n  },\n  \"x\": 2\n}\n");
}
