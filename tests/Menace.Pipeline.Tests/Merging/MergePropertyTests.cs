using System.Text;
using CsCheck;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>What holds for each merge of random trees.</summary>
public sealed class MergePropertyTests
{
    private static readonly int Cases = Nightly.Choose(2_000, 100_000);

    [Fact]
    public void No_line_of_a_side_is_lost_without_a_conflict() =>
        RandomTrees.Any.Sample(
            trees =>
            {
                var result = Trees.Merge(trees.Base, trees.Ours, trees.Theirs);
                var merged = Trees.Texts(result, trees.Base, trees.Ours, trees.Theirs);
                var everywhere = merged.Values.SelectMany(Lines).ToHashSet();
                var clean = merged.Where(file => result.Conflicts.All(conflict => conflict.Path != file.Key)).ToDictionary();
                var (before, mine, others) = (LinesOf(trees.Base), LinesOf(trees.Ours), LinesOf(trees.Theirs));

                Assert.Subset(everywhere, Except(mine, before));
                Assert.Subset(everywhere, Except(others, before));
                Assert.Empty(Except(before, mine).Intersect(LinesBut(clean, NewFiles(trees.Base, trees.Theirs))));
                Assert.Empty(Except(before, others).Intersect(LinesBut(clean, NewFiles(trees.Base, trees.Ours))));
            },
            iter: Cases);

    [Fact]
    public void Files_that_only_the_user_has_are_never_touched() =>
        RandomTrees.Any.Sample(
            trees =>
            {
                var result = Trees.Merge(trees.Base, trees.Ours, trees.Theirs);
                Assert.All(NewFiles(trees.Base, trees.Ours).Except(trees.Theirs.Entries.Keys), path =>
                    Assert.Equal(trees.Ours.Entries[path], result.Entries[path]));
            },
            iter: Cases);

    [Fact]
    public void Conflicts_name_files_of_the_result_and_the_lines_of_markers() =>
        RandomTrees.Any.Sample(
            trees =>
            {
                var result = Trees.Merge(trees.Base, trees.Ours, trees.Theirs);
                var merged = Trees.Texts(result, trees.Base, trees.Ours, trees.Theirs);

                Assert.All(result.Conflicts, conflict =>
                    Assert.True(conflict.Line == 0 || merged[conflict.Path].Split('\n')[conflict.Line - 1].StartsWith("<<<<<<< main", StringComparison.Ordinal)));
                // A file with another conflict may have the markers of earlier merges at other paths.
                Assert.All(merged.Where(file => !result.Conflicts.Any(conflict => conflict.Path == file.Key && conflict.Line == 0)), file =>
                    Assert.Equal(
                        Lines(file.Value).Count(line => line.StartsWith("<<<<<<<", StringComparison.Ordinal)),
                        result.Conflicts.Count(conflict => conflict.Path == file.Key)));
                Assert.All(result.NewBlobs, blob => Assert.Equal(blob.Key, MergeBlobs.IdOf(blob.Value.Span)));
            },
            iter: Cases);

    [Fact]
    public void Side_without_changes_gives_the_other_side() =>
        RandomTrees.Any.Sample(
            trees =>
            {
                AssertSame(trees.Ours, Trees.Merge(trees.Base, trees.Ours, trees.Base));
                AssertSame(trees.Theirs, Trees.Merge(trees.Base, trees.Base, trees.Theirs));
                AssertSame(trees.Ours, Trees.Merge(trees.Base, trees.Ours, trees.Ours));
            },
            iter: Cases);

    [Fact]
    public void Next_merge_without_new_output_changes_nothing() =>
        RandomTrees.Any.Sample(
            trees =>
            {
                var result = Trees.Merge(trees.Base, trees.Ours, trees.Theirs);
                var merged = Trees.Tree(result, trees.Base, trees.Ours, trees.Theirs);

                AssertSame(merged, Trees.Merge(trees.Theirs, merged, trees.Theirs));
            },
            iter: Cases);

    [Fact]
    public void Same_trees_give_the_same_result_in_any_order_of_their_files() =>
        RandomTrees.Any.Sample(
            trees =>
            {
                var result = Trees.Merge(trees.Base, trees.Ours, trees.Theirs);
                var again = Trees.Merge(Reversed(trees.Base), Reversed(trees.Ours), Reversed(trees.Theirs));

                Assert.Equal(result.Entries.OrderBy(file => file.Key), again.Entries.OrderBy(file => file.Key));
                Assert.Equal(result.Conflicts, again.Conflicts);
                Assert.Equal(result.Notes, again.Notes);
            },
            iter: Cases);

    private static MergeTree Reversed(MergeTree tree) => new(tree.Entries.Reverse().ToDictionary(), tree.Read);

    private static void AssertSame(MergeTree expected, TreeMergeResult result)
    {
        Assert.Equal(expected.Entries.OrderBy(file => file.Key), result.Entries.OrderBy(file => file.Key));
        Assert.Empty(result.Conflicts);
        Assert.Empty(result.NewBlobs);
    }

    /// <summary>Returns the files that a side has added. One that has few lines of a file of the base is no renamed one, but new.</summary>
    private static IEnumerable<string> NewFiles(MergeTree before, MergeTree side) =>
        side.Entries.Keys.Except(before.Entries.Keys).Except(Renames.Find(before, side, new HashSet<string>()).NewPaths.Values);

    private static IEnumerable<string> LinesBut(Dictionary<string, string> texts, IEnumerable<string> excluded) =>
        texts.Where(file => !excluded.Contains(file.Key)).SelectMany(file => Lines(file.Value));

    private static HashSet<string> Except(HashSet<string> lines, HashSet<string> others) => [.. lines.Except(others)];

    private static HashSet<string> LinesOf(MergeTree tree) => [.. tree.Entries.Values.SelectMany(entry => Lines(Encoding.Latin1.GetString(tree.Read(entry.Id).Span)))];

    /// <summary>The lines that are in one place only; the few that many files have prove nothing.</summary>
    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 1 && line != "    return 0;");
}
