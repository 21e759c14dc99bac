using System.Text;
using CsCheck;
using Menace.Model.Diagnostics;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Samples;

namespace Menace.Model.Tests;

/// <summary>A list that is edited: what is kept of the readings before must never show, except in time.</summary>
public sealed class EditedTaskFileTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "\n", "\r\n", "//", "/*", "*/", "'", "\u201C", "null", "None", "\0", "\uD83D", "\uFEFF", " ", "x", "0", "\"name\": \"a\"",
        "{ \"name\": \"new\" },", ", { \"name\": \"a\", \"dependencies\": [\"b\", \"zz\", \"b\"] }", "{}", "{ \"$suppress\": [\"MENACE1306\"] },", "\"defaults\": { \"code\": \"x\" },",
        "\"tasks\": [", "\"schedule\": \"every 1s\",", "\"dependencies\": [\"b\"],", "\"code\": \"def f():\\n  pass\",", "\"$suppress\": [\"MENACE1601\", \"MENACE1702\"],", "/* why */",
    ];

    private static readonly string[] Files = [.. Lists(), .. RuleSamples.All.Select(s => s.Text).Where(t => t.Length < 20_000)];

    private static readonly Gen<(double At, int Cut, string Piece)> Edits = Gen.Select(Gen.Double[0, 1], Gen.Frequency((3, Gen.Int[0, 3]), (1, Gen.Int[4, 200])), Gen.OneOf([.. Pieces.Select(Gen.Const)]));

    [Fact]
    public void A_list_reads_the_same_after_edits_as_when_it_is_new()
    {
        var options = new TaskFileOptions { FileExists = p => p.Length % 2 == 0, KnownCapabilities = ["io"] };
        Gen.Select(Gen.OneOf([.. Files.Select(Gen.Const)]), Edits.Array[1, 8], Gen.Bool).Sample(
            (text, edits, moves) =>
            {
                var cut = SlicedText.Of(text);
                AssertSame(text, cut, options);
                foreach (var edit in edits)
                {
                    var at = (int)(edit.At * text.Length);
                    var gone = Math.Min(edit.Cut, text.Length - at);
                    var piece = moves && gone > 0 ? text.Substring(at / 2, gone) : edit.Piece;
                    text = text.Remove(at, gone).Insert(at, piece);
                    cut = SlicedText.Of(text, cut);
                    AssertSame(text, cut, options);
                }
            },
            iter: Nightly.Choose(3_000, 200_000));
    }

    [Fact]
    public void Other_defaults_reach_every_task()
    {
        const string list = """{ "defaults": { "code": "def f():\n  pass" }, "tasks": [ { "name": "a" }, { "name": "b", "dependencies": ["a"] } ] }""";
        var cut = SlicedText.Of(list);
        _ = TaskFileReader.Read(cut, new());

        var edited = list.Replace("def f", "def g", StringComparison.Ordinal);
        var file = TaskFileReader.Read(SlicedText.Of(edited, cut), new());

        Assert.All(file.Package.Tasks, t => Assert.StartsWith("def g", t.Code, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_options_reach_every_task()
    {
        var cut = SlicedText.Of("""[ { "name": "a", "metadata": { "capabilities": ["io"] } } ]""");

        Assert.Empty(TaskFileReader.Read(cut, new() { KnownCapabilities = ["io"] }).Mistakes());
        Assert.Equal(["MENACE1607"], TaskFileReader.Read(cut, new() { KnownCapabilities = ["net"] }).Mistakes().Select(f => f.Rule.Id));
    }

    [Theory]
    [InlineData("code of Bot50", "code of Bot5O", 1)]
    [InlineData("\"Bot50\"", "\"Other\"", 2)]
    [InlineData("[\n", "[\n  { \"name\": \"New\" },\n", 1)]
    [InlineData("  { \"name\": \"Bot7\"", "  { \"name\": \"Bot7\" },\n  { \"name\": \"Bot7b\"", 2)]
    [InlineData("]\n", "] // the end\n", 0)]
    [InlineData("\"name\": \"Bot60\"", "\"name\": \"Bot60", 1)]
    public void An_edit_reads_the_tasks_that_it_changes(string before, string after, int changed)
    {
        var options = new TaskFileOptions();
        var list = ListOf(100);
        var cut = SlicedText.Of(list);
        var known = TaskFileReader.Read(cut, options).Tasks.Select(t => t.Task).ToHashSet(ReferenceEqualityComparer.Instance);

        var file = TaskFileReader.Read(SlicedText.Of(list.Replace(before, after, StringComparison.Ordinal), cut), options);

        Assert.Equal(changed, file.Tasks.Count(t => !known.Contains(t.Task)));
    }

    [Fact]
    public void Two_edits_far_apart_read_two_tasks()
    {
        var options = new TaskFileOptions();
        var list = ListOf(100);
        var cut = SlicedText.Of(list);
        var known = TaskFileReader.Read(cut, options).Tasks.Select(t => t.Task).ToHashSet(ReferenceEqualityComparer.Instance);

        var edited = list.Replace("code of Bot3\"", "code of bot3\"", StringComparison.Ordinal).Replace("code of Bot97", "code of bot97", StringComparison.Ordinal);
        var file = TaskFileReader.Read(SlicedText.Of(edited, cut), options);

        Assert.Equal(["Bot3", "Bot97"], file.Tasks.Where(t => !known.Contains(t.Task)).Select(t => t.Name));
    }

    private static void AssertSame(string text, SlicedText cut, TaskFileOptions options)
    {
        var fresh = SlicedText.Of(text);
        Assert.Equal(fresh.Defaults, cut.Defaults);
        Assert.Equal(Sound(fresh), Sound(cut));

        var expected = TaskFileReader.Read(text, options);
        var read = TaskFileReader.Read(cut, options);
        Assert.Equal(expected.Findings.Select(Describe), read.Findings.Select(Describe));
        Assert.Equal(expected.HasErrors, read.HasErrors);
        Assert.Equal(expected.ReferencedFiles, read.ReferencedFiles);
        Assert.Equal(Json(expected.Package), Json(read.Package));
        foreach (var task in expected.Package.Tasks)
        {
            foreach (var property in new[] { "name", "code", "schedule", "dependencies.0", "metadata.functions" })
            {
                Assert.Equal(expected.SpanOf(task.Name, property), read.SpanOf(task.Name, property));
            }

            Assert.Equal(expected.MapCode(task.Name, 1, 2), read.MapCode(task.Name, 1, 2));
        }
    }

    /// <summary>A word that is no JSON does not keep a task from being cut; whether such a task is there depends on what else is wrong.</summary>
    private static IEnumerable<(int Start, string Text, int Values)> Sound(SlicedText text) =>
        text.Tasks.Where(t => !new JsonTreeReader(t.Slice.Text, new()).ReadTask().IsBroken).Select(t => (t.Start, t.Slice.Text, t.Slice.Values));

    private static string Describe(TaskFileFinding finding) =>
        $"{finding.Rule.Id} {finding.Span} {finding.Message} {finding.Suggestion} {string.Join(' ', finding.AdditionalSpans)}";

    private static string Json(TaskPackage package)
    {
        // Half a pair of surrogates is an error of the list; here it must only be the same.
        var text = TaskPackageJson.Write(package);
        return Convert.ToHexString(Encoding.Unicode.GetBytes(text));
    }

    private static IEnumerable<string> Lists()
    {
        var tasks = ListOf(5);
        yield return tasks;
        yield return "{ \"$schema\": \"x\", \"title\": \"t\", \"$suppress\": [\"MENACE1601\"], \"defaults\": { \"metadata\": { \"language\": \"python\" }, \"dependencies\": [\"Bot0\"] },\n \"tasks\": " + tasks + "}\n";
        yield return "\uFEFF{ \"tasks\": " + tasks.ReplaceLineEndings("\r\n") + ", \"other\": [ { \"name\": \"x\", } ], \"defaults\": { \"code\": \"x = 1\" } }";
        yield return """[ { "name": "a", "name": "A", "dependencies": ["b", "c"], }, /* one */ { "code": "x" }, 7, { "name": "a" }, { "name": "b", "dependencies": ["c"] }, { "name": "c", "$suppress": ["MENACE1201", "MENACE1602"], "dependencies": ["a"] }, { "code": "y" } ]""";
    }

    private static string ListOf(int tasks) => "[\n" + string.Join(",\n", Enumerable.Range(0, tasks).Select(i =>
        $"  {{ \"name\": \"Bot{i}\", \"dependencies\": [{(i == 0 ? "" : $"\"Bot{i - 1}\"")}], \"schedule\": \"{i % 60} 3 * * *\", \"code\": \"# code of Bot{i}\", \"metadata\": {{ \"language\": \"python\", \"functions\": [\"run\"] }} }}")) + "\n]\n";
}
