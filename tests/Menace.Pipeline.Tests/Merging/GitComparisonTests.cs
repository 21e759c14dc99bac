using System.Globalization;
using System.Text;
using CsCheck;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Random trees are merged as git merges them, but with fewer conflicts.</summary>
public sealed class GitComparisonTests
{
    private const int CasesPerRepository = 25;

    [Fact]
    public void Merges_equal_those_of_git_or_have_fewer_conflicts() =>
        RandomTrees.Any.Array[CasesPerRepository].Sample(
            cases =>
            {
                foreach (var (trees, git) in cases.Zip(GitMerges.Of(cases)))
                {
                    Compare(trees, Trees.Merge(trees.Base, trees.Ours, trees.Theirs), git);
                }
            },
            iter: Nightly.Choose(500, 10_000) / CasesPerRepository);

    private static void Compare(RandomTrees trees, TreeMergeResult result, GitMerge git)
    {
        var conflicts = result.Conflicts.Select(conflict => conflict.Path.Split('~')[0]).ToHashSet();
        var gits = git.Conflicts.Select(path => path.Split('~')[0]).ToHashSet();
        Check(conflicts.IsSubsetOf(gits), "git has no such conflict");
        Check(!git.IsClean || GitMerges.TreeId(result.Entries) == git.TreeId, "git has another tree");

        void Check(bool isTrue, string what) => Assert.True(isTrue, isTrue ? "" : Describe(trees, result, git, what));
    }

    private static string Describe(RandomTrees trees, TreeMergeResult result, GitMerge git, string what)
    {
        var text = new StringBuilder(what).AppendLine(CultureInfo.InvariantCulture, $"\ngit: {git.TreeId} {string.Join(", ", git.Conflicts)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"result: {string.Join("\n", result.Conflicts)}");
        foreach (var (name, tree) in new[]
        {
            ("base", trees.Base), ("ours", trees.Ours), ("theirs", trees.Theirs), ("merged", Trees.Tree(result, trees.Base, trees.Ours, trees.Theirs)),
        })
        {
            foreach (var (path, entry) in tree.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"--- {name} {path} {entry.Mode}");
                text.AppendLine(Encoding.Latin1.GetString(tree.Read(entry.Id).Span).Replace("\r", "\\r"));
            }
        }

        return text.ToString();
    }
}
