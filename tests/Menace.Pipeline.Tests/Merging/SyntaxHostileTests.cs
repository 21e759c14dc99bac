using CsCheck;

namespace Menace.Pipeline.Tests.Merging;

/// <summary>Files that are broken, deep or large: they are cut character for character, or left to the merge by lines.</summary>
public sealed class SyntaxHostileTests
{
    private const string Signs = "{}[]()<>\"'/*#:,;=-|&!@\\ \t\r\n\0a1\u00E9";

    public static TheoryData<string> Paths => [.. SyntaxFormat.All.Select(format => format.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Parts_of_a_file_are_the_file(string path)
    {
        var format = SyntaxFormat.Of(path);
        var read = 0;
        var cases = Nightly.Choose(500, 10_000);

        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                var text = Damage(format.Write(SyntaxModel.Random(random)), random, random.Next(0, 3));
                if (format.Syntax.Parse(text) is { } file)
                {
                    Interlocked.Increment(ref read);
                    Assert.Equal(text, file.Text);
                }
            },
            iter: cases);

        Assert.True(read > cases / 4, $"{read} of {cases} files were read");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Damaged_files_are_merged_or_left_to_lines(string path)
    {
        var format = SyntaxFormat.Of(path);
        Gen.Int.Sample(
            seed =>
            {
                var random = new Random(seed);
                var text = format.Write(SyntaxModel.Random(random));
                var (ours, theirs) = (Damage(text, random, 3), Damage(text, random, 3));
                if (SyntaxMergers.Merge(path, text, ours, theirs) is ({ } merged, { Count: 0 }) && ours != theirs && ours != text && theirs != text)
                {
                    format.Check(merged);
                }
            },
            iter: Nightly.Choose(500, 10_000));
    }

    [Theory]
    [InlineData("a.json", "{\"a\":", "1", "}")]
    [InlineData("a.csproj", "<a>", "", "</a>")]
    [InlineData("a.cs", "class A {", "", "}")]
    [InlineData("a.yml", "a: [", "1", "]")]
    public void Deep_file_is_left_to_lines(string path, string open, string inside, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 20_000)) + inside + string.Concat(Enumerable.Repeat(close, 20_000)) + "\n";

        Assert.Null(SyntaxMergers.Merge(path, deep, deep + "\n", "\n" + deep));
    }

    [Fact]
    public void Deep_mapping_is_left_to_lines()
    {
        var deep = string.Concat(Enumerable.Range(0, 1_000).Select(depth => $"{new string(' ', depth)}a:\n"));

        Assert.Null(SyntaxMergers.Merge("a.yml", deep, deep + "b: 1\n", deep + "c: 1\n"));
    }

    /// <summary>Deletes, doubles and inserts characters at random places.</summary>
    private static string Damage(string text, Random random, int times)
    {
        for (; times > 0; times--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 12), text.Length - at)),
                1 => text.Insert(at, text.Substring(at, Math.Min(random.Next(1, 40), text.Length - at))),
                _ => text.Insert(at, Signs[random.Next(Signs.Length)].ToString()),
            };
        }

        return text + (text.EndsWith('\n') ? "" : "\n");
    }
}
