namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges of YAML by key.</summary>
public sealed class SyntaxYamlTests
{
    private const string Path = "ci.yml";

    [Theory]
    [InlineData("a: 1\n", "a: 1\nx: 2\n", "a: 1\ny: 3\n", "a: 1\nx: 2\ny: 3\n")]
    [InlineData("a: 1\nb: 2\n", "a: 11\nb: 2\n", "a: 1\nb: 22\n", "a: 11\nb: 22\n")]
    [InlineData("# Header\n\na: 1\nb: 2\n", "# Header\n\n# New.\nx: 0\n\na: 1\nb: 2\n", "# Header, changed\n\na: 1\n# About b.\nb: 2\n",
        "# Header, changed\n\n# New.\nx: 0\n\na: 1\n# About b.\nb: 2\n")]
    [InlineData("jobs:\n  test:\n    steps:\n      - run: a\n", "jobs:\n  test:\n    steps:\n      - run: b\n  ours:\n    steps: []\n",
        "jobs:\n  test:\n    timeout: 5\n    steps:\n      - run: a\n  theirs:\n    steps: []\n",
        "jobs:\n  test:\n    timeout: 5\n    steps:\n      - run: b\n  ours:\n    steps: []\n  theirs:\n    steps: []\n")]
    [InlineData("run: |\n  a && b\n  # no comment\n\n  c: *d\nz: 1\n", "run: |\n  a && b\n  # no comment\n\n  c: *e\nz: 1\n", "run: |\n  a && b\n  # no comment\n\n  c: *d\nz: 2\n",
        "run: |\n  a && b\n  # no comment\n\n  c: *e\nz: 2\n")]
    [InlineData("on:\n- push # all\nenv: { A: 1 }\n", "on:\n- push # all\n- pull\nenv: { A: 1 }\n", "on:\n- push # all\nenv: { A: 2, B: 'x' }\n",
        "on:\n- push # all\n- pull\nenv: { A: 2, B: 'x' }\n")]
    [InlineData("a: 1\nb:\n  c: 1\n", "a: 1\n", "a: 1\nb:\n  c: 1\nd: \"x: y\"\n", "a: 1\nd: \"x: y\"\n")]
    public void Entries_are_merged_by_their_keys(string original, string ours, string theirs, string expected) =>
        SyntaxMergers.AssertClean(Path, original, ours, theirs, expected);

    [Fact]
    public void Value_that_both_change_is_a_conflict_of_its_line() => SyntaxMergers.AssertConflict(
        Path,
        "a:\n  b: 1\n  c: 1\n",
        "a:\n  b: 2\n  c: 1\n",
        "a:\n  b: 3\n  c: 3\n",
        "b in a",
        "a:\n<<<<<<< ours\n  b: 2\n||||||| base\n  b: 1\n=======\n  b: 3\n>>>>>>> theirs\n  c: 3\n");

    [Theory]
    [InlineData("a: &x 1\n")]
    [InlineData("a: *x\n")]
    [InlineData("a: !tag 1\n")]
    [InlineData("l:\n  - &x 1\n")]
    [InlineData("<<: *x\n")]
    [InlineData("a: [1,\n  2]\n")]
    [InlineData("a: one\n  two\n")]
    [InlineData("a: 'one\n  two'\n")]
    [InlineData("a: |+\n  one\n\n")]
    [InlineData("---\na: 1\n---\nb: 1\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("? a\n: b\n")]
    [InlineData("a:\n\tb: 1\n")]
    [InlineData("a:\n    b: 1\n  c: 1\n")]
    [InlineData("a: 1\na: 2\n")]
    public void File_that_is_no_simple_mapping_is_left_to_lines(string text) =>
        Assert.Null(SyntaxMergers.Merge(Path, text + "z: 1\n", text + "z: 2\n", text + "z: 1\ny: 1\n"));

    [Fact]
    public void Entries_that_would_not_line_up_are_left_to_lines() =>
        Assert.Null(SyntaxMergers.Merge(Path, "a:\n  b: 1\n", "a:\n  b: 1\n  c: 1\n", "a:\n    b: 1\n    d: 1\n"));
}
