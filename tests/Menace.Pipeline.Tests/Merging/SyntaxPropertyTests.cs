using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Menace.Pipeline.Merging;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Merges of random files with random changes of their members.</summary>
public sealed partial class SyntaxPropertyTests
{
    private static readonly ConflictLabels Labels = new("ours", "base", "theirs");

    /// <summary>Lines that belong to several members: each side can remove one of them and add another.</summary>
    private static readonly string[] OfAnyMember = ["# Cached.", "@cache", "</Target>"];

    public static TheoryData<string> Paths => [.. SyntaxFormat.All.Select(format => format.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void No_member_is_lost_and_none_comes_back(string path)
    {
        var format = SyntaxFormat.Of(path);
        var (merged, clean) = (0, 0);
        var cases = Nightly.Choose(500, 10_000);

        Gen.Int.Sample(
            seed =>
            {
                var (original, ours, theirs) = Models(seed);
                var expected = new SyntaxExpectation(original, ours, theirs);
                var (b, o, t) = (format.Write(original), format.Write(ours), format.Write(theirs));
                if (SyntaxMergers.Merge(path, b, o, t) is not var (text, conflicts))
                {
                    return;
                }

                Interlocked.Increment(ref merged);
                var found = Value().Matches(text).Select(match => match.Value).ToList();
                Assert.Empty(expected.Kept.Except(found));
                if (conflicts.Count == 0)
                {
                    Interlocked.Increment(ref clean);
                    Assert.False(expected.HasConflict);
                    Assert.Equal(expected.Kept.Order(), found.Order());
                    format.Check(text);
                    Assert.NotNull(format.Syntax.Parse(text));
                    string[] common = [.. Once(b).Intersect(Once(o)).Intersect(Once(t))];
                    Assert.Empty(common.Except(Lines(text)));
                    Assert.Empty(common.Except(OfAnyMember).Except(Once(text)));
                }
                else
                {
                    Assert.All(conflicts, conflict => Assert.Equal("<<<<<<< ours", text.Split('\n')[conflict.Line - 1]));
                    Assert.Equal(conflicts.Count, Regex.Count(text, "^<{7} ours$", RegexOptions.Multiline));
                }

                Assert.True(conflicts.Count == 0 || expected.HasConflict || expected.HasUnclearPlaces);
            },
            iter: cases);

        // What is left to lines is no proof: most cases must be merged.
        Assert.True(merged > cases * 6 / 10 && clean > cases * 3 / 10, $"{merged} merged, {clean} clean of {cases}");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Side_without_changes_gives_the_other_side_byte_for_byte(string path)
    {
        var format = SyntaxFormat.Of(path);
        Gen.Int.Sample(
            seed =>
            {
                var (original, ours, theirs) = Models(seed);
                var (b, o, t) = (format.Write(original), format.Write(ours), format.Write(theirs));

                Assert.Equal(o, Merge(format, b, o, b));
                Assert.Equal(t, Merge(format, b, b, t));
                Assert.Equal(o, SyntaxMergers.Merge(path, b, o, b)!.Value.Text);
                Assert.Equal(t, SyntaxMergers.Merge(path, b, b, t)!.Value.Text);
            },
            iter: Nightly.Choose(500, 10_000));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Merging_again_changes_nothing(string path)
    {
        var format = SyntaxFormat.Of(path);
        Gen.Int.Sample(
            seed =>
            {
                var (original, ours, theirs) = Models(seed);
                var (b, o, t) = (format.Write(original), format.Write(ours), format.Write(theirs));
                if (SyntaxMergers.Merge(path, b, o, t) is not var (text, conflicts) || conflicts.Count > 0)
                {
                    return;
                }

                Assert.Equal(text, Merge(format, t, text, t));
                Assert.Equal(text, SyntaxMergers.Merge(path, t, text, t)!.Value.Text);
            },
            iter: Nightly.Choose(500, 10_000));
    }

    [Fact]
    public void Merged_code_is_read_by_the_interpreter()
    {
        var format = SyntaxFormat.Of("bot.py");
        ConcurrentBag<string> texts = [];
        Gen.Int.Sample(
            seed =>
            {
                var (original, ours, theirs) = Models(seed);
                if (SyntaxMergers.Merge(format.Path, format.Write(original), format.Write(ours), format.Write(theirs)) is ({ } text, { Count: 0 }))
                {
                    texts.Add(text);
                }
            },
            iter: Nightly.Choose(500, 10_000));

        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["texts.json"], JsonSerializer.Serialize(texts));
        const string Read = "import ast, json\nfor text in json.load(open('texts.json')): ast.parse(text)";
        Shell.Run(folder.Path, null, "python3", "-c", Read);
        Assert.NotEmpty(texts);
    }

    /// <summary>The lines that a text has once, without the signs that depend on their place.</summary>
    private static IEnumerable<string> Once(string text) =>
        Lines(text).GroupBy(line => line).Where(lines => lines.Count() == 1).Select(lines => lines.Key);

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim(' ', ','));

    /// <summary>The merge of the parts alone, which does not see that a side is equal to the base.</summary>
    private static string Merge(SyntaxFormat format, string original, string ours, string theirs)
    {
        var chunks = KeyedMerge.Merge(format.Syntax.Parse(original)!, format.Syntax.Parse(ours)!, format.Syntax.Parse(theirs)!);
        return new MergedLines(Labels).Write(chunks!);
    }

    private static (SyntaxModel Base, SyntaxModel Ours, SyntaxModel Theirs) Models(int seed)
    {
        var random = new Random(seed);
        var original = SyntaxModel.Random(random);
        return (original, original.Edit(random, 'o'), original.Edit(random, 't'));
    }

    [GeneratedRegex(@"\w+\.\w+=\w+")]
    private static partial Regex Value();
}
