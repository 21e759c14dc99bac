using System.Text;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Trees of files, one rule of docs/merging.md after the other.</summary>
public sealed class TreeMergeTests
{
    private const string Ten = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    private const string TenOurs = "ours\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    private const string TenTheirs = "1\n2\n3\n4\n5\n6\n7\n8\n9\ntheirs\n";
    private const string TenBoth = "ours\n2\n3\n4\n5\n6\n7\n8\n9\ntheirs\n";

    private static readonly MergeTree One = Trees.Of(("a", Ten));

    [Fact]
    public void Files_of_both_sides_are_joined()
    {
        var result = Check(One, Trees.Of(("a", TenOurs), ("mine", "m")), Trees.Of(("a", TenTheirs), ("new", "n")));

        Assert.Equal([$"a: {TenBoth}", "mine: m", "new: n"], result.Files);
        Assert.Empty(result.Conflicts);
    }

    [Fact]
    public void File_that_was_removed_and_not_changed_stays_removed()
    {
        Assert.Equal(["b: b"], Check(Trees.Of(("a", Ten), ("b", "b")), Trees.Of(("b", "b")), Trees.Of(("a", Ten), ("b", "b"))).Files);
        Assert.Equal(["b: b"], Check(Trees.Of(("a", Ten), ("b", "b")), Trees.Of(("a", Ten), ("b", "b")), Trees.Of(("b", "b"))).Files);
        Assert.Equal([], Check(One, Trees.Of(), Trees.Of()).Files);
    }

    [Fact]
    public void File_that_one_side_removed_and_the_other_changed_is_a_conflict()
    {
        var removed = Check(One, Trees.Of(), Trees.Of(("a", TenTheirs)));
        var kept = Check(One, Trees.Of(("a", TenOurs)), Trees.Of());

        Assert.Equal([$"a: {TenTheirs}"], removed.Files);
        Assert.Equal(["a:0: main removed 'a', generated changed it [base,,theirs]"], removed.Conflicts);
        Assert.Equal([$"a: {TenOurs}"], kept.Files);
        Assert.Equal(["a:0: generated removed 'a', main changed it [base,ours,]"], kept.Conflicts);
    }

    [Fact]
    public void New_file_at_the_path_of_a_users_file_is_a_conflict_unless_equal()
    {
        Assert.Empty(Check(Trees.Of(), Trees.Of(("a", "x\n")), Trees.Of(("a", "x\n"))).Conflicts);

        var text = Check(Trees.Of(), Trees.Of(("a", "x\n")), Trees.Of(("a", "y\n")));
        Assert.Equal(["a: <<<<<<< main\nx\n||||||| base\n=======\ny\n>>>>>>> generated\n"], text.Files);
        Assert.Equal(["a:1: lines added at the start [,ours,theirs]"], text.Conflicts);

        var empty = Check(Trees.Of(), Trees.Of(("a", "")), Trees.Of(("a", "y\n")));
        Assert.Equal(["a: "], empty.Files);
        Assert.Equal(["a:0: main and generated differ in a new file [,ours,theirs]"], empty.Conflicts);
    }

    [Fact]
    public void Binary_file_that_both_changed_is_a_conflict_and_stays_ours()
    {
        var result = Check(Trees.Of(("a", "\0")), Trees.Of(("a", "\0ours")), Trees.Of(("a", "\0theirs")));

        Assert.Equal(["a: \0ours"], result.Files);
        Assert.Equal(["a:0: main and generated differ in a binary file [base,ours,theirs]"], result.Conflicts);
        Assert.Equal(["a: \0theirs"], Check(Trees.Of(("a", "\0")), Trees.Of(("a", "\0")), Trees.Of(("a", "\0theirs"))).Files);
    }

    [Fact]
    public void Executable_bit_is_merged_apart_from_the_content()
    {
        var before = Trees.OfModes(("a", Ten, Trees.Plain), ("b", Ten, Trees.Executable));

        var result = Check(
            before,
            Trees.OfModes(("a", Ten, Trees.Executable), ("b", TenOurs, Trees.Executable)),
            Trees.OfModes(("a", TenTheirs, Trees.Plain), ("b", TenTheirs, Trees.Plain)));

        Assert.Equal([$"a 100755: {TenTheirs}", $"b: {TenBoth}"], result.Files);
        Assert.Empty(result.Conflicts);
    }

    [Fact]
    public void Links_are_merged_by_their_targets()
    {
        var before = Trees.OfModes(("a", "x", Trees.Link), ("b", "x", Trees.Link), ("c", "x\n", Trees.Plain));

        var result = Check(
            before,
            Trees.OfModes(("a", "x", Trees.Link), ("b", "y", Trees.Link), ("c", "x", Trees.Link)),
            Trees.OfModes(("a", "z", Trees.Link), ("b", "z", Trees.Link), ("c", "changed\n", Trees.Plain)));

        Assert.Equal(["a 120000: z", "b 120000: y", "c 120000: x"], result.Files);
        Assert.Equal(
            ["b:0: main and generated differ in a link, or a file and a link [base,ours,theirs]",
                "c:0: main and generated differ in a link, or a file and a link [base,ours,theirs]"],
            result.Conflicts);
    }

    [Fact]
    public void File_against_a_folder_is_a_conflict_and_ours_stays_at_its_path()
    {
        var file = Check(Trees.Of(), Trees.Of(("a", "file")), Trees.Of(("a/b", "in"), ("a/c", "in too")));
        var folder = Check(Trees.Of(), Trees.Of(("a/b", "in"), ("a~theirs", "")), Trees.Of(("a", "file")));

        Assert.Equal(["a: file", "a~theirs/b: in", "a~theirs/c: in too"], file.Files);
        Assert.Equal(
            ["a~theirs/b:0: 'a/b' is in a folder, and 'a' is a file [,,theirs]", "a~theirs/c:0: 'a/c' is in a folder, and 'a' is a file [,,theirs]"],
            file.Conflicts);
        Assert.Equal(["a/b: in", "a~theirs: ", "a~theirs_1: file"], folder.Files);
        Assert.Equal(["a~theirs_1:0: 'a' is a file, and 'a' is a folder [,,theirs]"], folder.Conflicts);
    }

    [Theory]
    [InlineData("README.md", "readme.md")]
    [InlineData("docs/a.md", "Docs/A.md")]
    [InlineData("\u00e9.md", "\u00c9.md")]
    [InlineData("\u00e9.md", "e\u0301.md")]
    [InlineData("\u1e69", "s\u0307\u0323")]
    [InlineData("\uac01", "\u1100\u1161\u11a8")]
    public void Names_of_both_sides_that_differ_only_by_case_or_form_are_a_conflict(string mine, string other)
    {
        var result = Check(Trees.Of(), Trees.Of((mine, "ours")), Trees.Of((other, "theirs")));

        Assert.Equal(new[] { $"{mine}: ours", $"{other}~theirs: theirs" }.Order(StringComparer.Ordinal), result.Files);
        Assert.Equal([$"{other}~theirs:0: '{other}' and '{mine}' differ only by case or by Unicode form [,,theirs]"], result.Conflicts);
    }

    [Fact]
    public void Names_of_one_side_that_differ_only_by_case_are_no_conflict() =>
        Assert.Empty(Check(Trees.Of(("a", "1")), Trees.Of(("a", "1"), ("A", "2")), Trees.Of(("a", "1"), ("c", "3"))).Conflicts);

    [Fact]
    public void Lock_file_is_always_theirs_and_an_edit_is_noted()
    {
        const string note = "menace.lock.json: the edit of main was replaced with the file of generated.";
        var before = Trees.Of(("menace.lock.json", "1"));
        var theirs = Trees.Of(("menace.lock.json", "2"));

        var edited = Check(before, Trees.Of(("menace.lock.json", "mine")), theirs);
        var removed = Check(before, Trees.Of(), theirs);
        var plain = Check(before, before, theirs);

        Assert.Equal([(["menace.lock.json: 2"], [note]), (["menace.lock.json: 2"], [note]), (["menace.lock.json: 2"], [])],
            new[] { edited, removed, plain }.Select(result => (result.Files, result.Notes)));
        Assert.Empty(edited.Conflicts.Concat(removed.Conflicts).Concat(plain.Conflicts));
        Assert.Equal(["menace.lock.json: mine"], Check(Trees.Of(), Trees.Of(("menace.lock.json", "mine")), Trees.Of()).Files);
    }

    [Fact]
    public void Merger_of_the_format_is_asked_first_and_lines_are_merged_if_it_cannot()
    {
        var options = Trees.Options with { Mergers = [new Upper()] };
        var before = Trees.Of(("a.up", Ten), ("b.up", "no\n" + Ten), ("c", Ten));
        var ours = Trees.Of(("a.up", TenOurs), ("b.up", "no\n" + TenOurs), ("c", TenOurs));
        var theirs = Trees.Of(("a.up", TenTheirs), ("b.up", "no\n" + TenTheirs), ("c", TenTheirs));

        var result = TreeMerge.Merge(before, ours, theirs, options);

        Assert.Equal(["a.up: MERGED", $"b.up: no\n{TenBoth}", $"c: {TenBoth}"], Trees.Files(result, before, ours, theirs));
        Assert.Equal([("a.up", 7)], result.Conflicts.Select(conflict => (conflict.Path, conflict.Line)));
    }

    private static (string[] Files, string[] Conflicts, string[] Notes) Check(MergeTree before, MergeTree ours, MergeTree theirs)
    {
        var result = Trees.Merge(before, ours, theirs);
        return (
            Trees.Files(result, before, ours, theirs),
            [.. result.Conflicts.Select(conflict => $"{conflict.Path}:{conflict.Line}: {conflict.What} [{Stages(conflict)}]")],
            [.. result.Notes]);
    }

    private static string Stages(MergeConflict conflict) =>
        $"{(conflict.Base is null ? "" : "base")},{(conflict.Ours is null ? "" : "ours")},{(conflict.Theirs is null ? "" : "theirs")}";

    /// <summary>Merges all files but those that begin with "no".</summary>
    private sealed class Upper : IFileMerger
    {
        public bool Handles(string path) => path.EndsWith(".up", StringComparison.Ordinal);

        public FileMergeResult? Merge(ReadOnlyMemory<byte> baseContent, ReadOnlyMemory<byte> ours, ReadOnlyMemory<byte> theirs, ConflictLabels labels) =>
            ours.Span.StartsWith("no"u8) ? null : new(Encoding.UTF8.GetBytes("MERGED"), [new(7, "a thing")]);
    }
}
