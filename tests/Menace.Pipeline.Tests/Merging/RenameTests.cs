using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Files that one side, or both, have at another path.</summary>
public sealed class RenameTests
{
    private const string Ten = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    private const string TenOurs = "ours\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
    private const string TenTheirs = "1\n2\n3\n4\n5\n6\n7\n8\n9\ntheirs\n";
    private const string TenBoth = "ours\n2\n3\n4\n5\n6\n7\n8\n9\ntheirs\n";

    private static readonly MergeTree One = Trees.Of(("a", Ten));

    [Theory]
    [InlineData("new", TenOurs, "a", TenTheirs)]
    [InlineData("a", TenOurs, "new", TenTheirs)]
    [InlineData("new", TenOurs, "new", TenTheirs)]
    public void Changes_of_the_other_side_follow_a_rename(string oursPath, string ours, string theirsPath, string theirs)
    {
        var result = Trees.Merge(One, Trees.Of((oursPath, ours)), Trees.Of((theirsPath, theirs)));

        Assert.Equal([$"new: {TenBoth}"], Trees.Files(result));
        Assert.Empty(result.Conflicts);
    }

    [Fact]
    public void Users_edits_follow_a_folder_that_the_template_renamed_and_users_files_stay()
    {
        var before = Trees.Of(("src/x/__init__.py", "i\n"), ("src/y/__init__.py", "i\n"), ("src/main.py", Ten));
        var ours = Trees.Of(("src/x/__init__.py", "i\n"), ("src/y/__init__.py", "i\nours\n"), ("src/main.py", TenOurs), ("src/mine.py", "m\n"));
        var theirs = Trees.Of(("lib/x/__init__.py", "i\n"), ("lib/y/__init__.py", "i\n"), ("lib/main.py", Ten), ("lib/new.py", "n\n"));

        var result = Trees.Merge(before, ours, theirs);

        Assert.Equal(
            [$"lib/main.py: {TenOurs}", "lib/new.py: n\n", "lib/x/__init__.py: i\n", "lib/y/__init__.py: i\nours\n", "src/mine.py: m\n"],
            Trees.Files(result, before, ours, theirs));
        Assert.Empty(result.Conflicts);
    }

    [Fact]
    public void New_file_in_a_folder_that_the_user_renamed_stays_where_it_was_generated()
    {
        var result = Trees.Merge(Trees.Of(("src/a", Ten)), Trees.Of(("code/a", Ten)), Trees.Of(("src/a", TenTheirs), ("src/b", "b\n")));

        Assert.Equal(["code/a", "src/b"], result.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(result.Conflicts);
    }

    [Fact]
    public void File_that_both_renamed_differently_is_a_conflict_at_both_paths()
    {
        var (ours, theirs) = (Trees.Of(("b", TenOurs)), Trees.Of(("c", TenTheirs)));

        var result = Trees.Merge(One, ours, theirs);

        Assert.Equal([$"b: {TenBoth}", $"c: {TenBoth}"], Trees.Files(result));
        Assert.Equal(
            [new MergeConflict("b", 0, "main renamed 'a' to 'b', generated to 'c'", One.Entries["a"], ours.Entries["b"], null),
                new MergeConflict("c", 0, "main renamed 'a' to 'b', generated to 'c'", One.Entries["a"], null, theirs.Entries["c"])],
            result.Conflicts);
    }

    [Fact]
    public void Renamed_file_that_the_other_side_removed_is_a_conflict()
    {
        var ours = Trees.Merge(One, Trees.Of(("b", Ten)), Trees.Of());
        var theirs = Trees.Merge(One, Trees.Of(), Trees.Of(("b", Ten)));

        Assert.Equal(["b:generated removed 'a', main renamed it to 'b'"], ours.Conflicts.Select(conflict => $"{conflict.Path}:{conflict.What}"));
        Assert.Equal(["b:main removed 'a', generated renamed it to 'b'"], theirs.Conflicts.Select(conflict => $"{conflict.Path}:{conflict.What}"));
        Assert.Equal(["b"], ours.Entries.Keys);
        Assert.Equal(["b"], theirs.Entries.Keys);
    }

    [Fact]
    public void Renamed_file_at_the_path_of_a_new_one_is_a_conflict_with_the_lines_of_both()
    {
        var text = Trees.Merge(One, Trees.Of(("b", TenOurs)), Trees.Of(("a", TenTheirs), ("b", "x\n")));
        var (ours, theirs) = (Trees.Of(("b", "ours\0")), Trees.Of(("a", Ten), ("b", Ten)));
        var binary = Trees.Merge(Trees.Of(("a", Ten)), ours, theirs);

        Assert.Equal([$"b: <<<<<<< main\n{TenBoth}||||||| base\n=======\nx\n>>>>>>> generated\n"], Trees.Files(text));
        Assert.Equal([("b", 0), ("b", 1)], text.Conflicts.Select(conflict => (conflict.Path, conflict.Line)));
        Assert.Equal(["b: ours\0"], Trees.Files(binary, ours, theirs));
        Assert.Equal(["b"], binary.Conflicts.Select(conflict => conflict.Path));
    }

    [Fact]
    public void Two_binary_files_that_were_renamed_to_one_path_are_both_kept()
    {
        var before = Trees.Of(("a", "\0a"), ("b", "\0b"));
        var (ours, theirs) = (Trees.Of(("x", "\0a"), ("b", "\0b")), Trees.Of(("a", "\0a"), ("x", "\0b")));

        var result = Trees.Merge(before, ours, theirs);

        Assert.Equal(["x: \0a", "x~theirs: \0b"], Trees.Files(result, before, ours, theirs));
        Assert.Equal(["x~theirs"], result.Conflicts.Select(conflict => conflict.Path));
    }

    [Theory]
    [InlineData("1\n2\n3\n4\n5\n6\n7\n8\n", true)]
    [InlineData("1\n2\n3\n5\n6\n7\n8\n9\n", false)]
    public void Half_of_the_longer_file_makes_a_rename(string renamed, bool isFollowed)
    {
        var result = Trees.Merge(Trees.Of(("a", "1\n2\n3\n4\n")), Trees.Of(("b", renamed)), Trees.Of(("a", "1\n2\n3\n4\n5\n")));

        Assert.Equal(!isFollowed, result.Conflicts.Any(conflict => conflict.Path == "a"));
    }

    [Fact]
    public void Most_similar_file_is_the_renamed_one_and_then_that_with_the_same_name()
    {
        var before = Trees.Of(("p/one", Ten), ("p/two", "a\nb\nc\nd\n"));
        var ours = Trees.Of(("q/x", TenOurs), ("q/one", "1\n2\n3\n4\n5\n6\nw\nx\ny\nz\n"), ("r/x", "a\nb\nc\nx\n"), ("r/two", "a\nb\nc\ny\n"));

        var renames = Renames.Find(before, ours, new HashSet<string>());

        Assert.Equal([("p/one", "q/x"), ("p/two", "r/two")], renames.NewPaths.Select(pair => (pair.Key, pair.Value)).Order());
        Assert.False(renames.IsLimited);
    }

    [Fact]
    public void Too_many_files_are_followed_only_if_they_did_not_change()
    {
        var before = Trees.Of([.. Enumerable.Range(0, 1002).Select(file => ($"a{file}", $"{file}\n{Ten}"))]);
        var ours = Trees.Of([.. Enumerable.Range(0, 1002).Select(file => ($"b{file}", file == 0 ? $"{file}\n{Ten}" : $"{file}\n{TenOurs}"))]);

        var result = Trees.Merge(before, ours, before);

        Assert.Equal(["main removed and added too many files to compare them all: files that were renamed and changed are not followed."], result.Notes);
        Assert.Equal([("a0", "b0")], Renames.Find(before, ours, new HashSet<string>()).NewPaths.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(ours.Entries.Keys.Order(), result.Entries.Keys.Order());
    }
}
