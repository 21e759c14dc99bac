using System.Diagnostics;
using CsCheck;
using Menace.Model.Diagnostics;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Documentation;

namespace Menace.Pipeline.Tests.Documentation;

/// <summary>Pages that no one wrote for people.</summary>
public sealed class HostileDocumentationTests
{
    private static readonly string[] Tasks = ["bee-hive", "WaspNest", "ant"];

    /// <summary>Parts of pages, from which any page can be put together.</summary>
    private static readonly string[] Parts =
    [
        "# bee-hive\n", "## `WaspNest` (Python)\n\n", "- ", "  - ", "* **ant**: ", "Schedule: ", "every 5 minutes", "daily at 25:99",
            "`*/5 * * * *`", "99 99 * * *",
        "Runs ", "Needs ", "bee-hive", "WaspNest", " and ", ", ", ".", "\n", "\n\n", "| ", " |\n", "|---|---|\n", "Bot | Language\n",
            "Python", "C#", "MIT", "License: ",
        "Packages: ", "a==1.0", "x 2", "```\n", ">>> f(1)\n2\n", "`f(x)`", "`f(1)` → `2`", "<table><tr><td>", "</td></tr></table>",
            "<!--", "-->", "~~", "**", "*", "[", "](x)",
        "> ", "\t", "    ", "\\", "\u0000", "\uFEFF", "\uD83D", "é", "\r", "\r\n", "::", "\n: ", "---\n", "===\n", "+---+\n", "\"", "“",
            "Functions:\n", "Examples:\n", "f(", ")", "{}", "\"a\"",
        "Memory: 5 MB", "Timeout: 0 s", "All bots are ", "All times are Europe/Berlin. ", "except ", "It ", "uses ", "is written in ",
            "Name: ", "(", ")", ";", "1. ", "Purpose: ", "Reads the files.",
    ];

    [Fact]
    public void Any_page_gives_valid_values_inside_the_page()
    {
        Gen.OneOf(Gen.Int[0, Parts.Length - 1].Select(i => Parts[i]).Array[0, 40].Select(string.Concat), Gen.String)
            .Select(Gen.Bool).Sample(
            (text, isTable) =>
            {
                var read = DocumentationReader.Read([new(isTable ? "a.csv" : "a.md", text)], Tasks, CancellationToken.None);
                foreach (var field in read.Fields)
                {
                    AssertValid(field, text);
                }
            },
            iter: Nightly.Choose(2_000, 200_000));
    }

    [Fact]
    public void Too_long_and_binary_pages_are_skipped()
    {
        var read = DocumentationReader.Read(
            [new("long.md", new('a', 16_000_001)), new("binary.md", "a\0b"), new("deep.md", new('>', 5_000)), new("good.md",
                "## ant\n\nLanguage: Python\n")],
            Tasks, CancellationToken.None);

        Assert.Equal(["long.md", "binary.md", "deep.md"], read.Skipped.Select(page => page.Path));
        Assert.All(read.Skipped, page => Assert.NotEmpty(page.Reason));
        Assert.Equal("python", Assert.Single(read.Fields).Value.Text);
    }

    [Theory]
    [InlineData("| ant | Python | hourly |\n")]
    [InlineData("ant bee-hive WaspNest ")]
    [InlineData("[a](")]
    [InlineData("[a]: b\n")]
    [InlineData("**a*b_c_ ")]
    [InlineData("*a_ ")]
    [InlineData("`a ``b ")]
    [InlineData("- ant: reads\n")]
    [InlineData("# ant\n")]
    [InlineData("<td>")]
    [InlineData("<!-- ")]
    [InlineData("It runs every 5 minutes and needs bee-hive. ")]
    [InlineData("Schedule: ")]
    [InlineData("`f(")]
    [InlineData("\"a\",")]
    [InlineData("a\n: b\n")]
    [InlineData("+--+\n")]
    [InlineData("every every at at 5 ")]
    [InlineData("(was (was ")]
    public void Time_grows_with_the_length_of_the_page(string part)
    {
        foreach (var head in new[] { "", "## ant\n\n", "| Bot | Language | Schedule |\n|---|---|---|\n" })
        {
            var (small, large) = (TimeOf(head, part, 10_000), TimeOf(head, part, 80_000));

            Assert.True(large < 10_000 && large < (small * 50) + 1_000, $"{part}: {small} ms, then {large} ms");
        }
    }

    [Fact]
    public void Many_names_take_little_time()
    {
        var tasks = Enumerable.Range(0, Nightly.Choose(3_000, 10_000)).Select(i => $"bot-{i}").ToList();
        var page = string.Concat(tasks.Select(task => $"## {task}\n\nReads the files of {task}. Runs hourly. Needs bot-1.\n\n"));
        var watch = Stopwatch.StartNew();

        var read = DocumentationReader.Read([new("a.md", page)], tasks, CancellationToken.None);

        Assert.Equal(tasks.Count, read.Fields.Count(field => field.Field == "schedule"));
        Assert.True(watch.ElapsedMilliseconds < 60_000, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void Cancelled_reading_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => DocumentationReader.Read([new("a.md", "# ant\n")], Tasks, source.Token));
    }

    private static long TimeOf(string head, string part, int length)
    {
        var text = head + string.Concat(Enumerable.Repeat(part, length / part.Length));
        var watch = Stopwatch.StartNew();
        DocumentationReader.Read([new("a.md", text), new("a.csv", text)], Tasks, CancellationToken.None);
        return watch.ElapsedMilliseconds;
    }

    /// <summary>A field is valid if a task list that has it has no error about it.</summary>
    private static void AssertValid(CompletedField field, string text)
    {
        Assert.Contains(field.Bot, Tasks);
        Assert.InRange(field.Confidence, 0.5, 1);
        Assert.NotEmpty(field.Rule);
        Assert.Equal(64, field.Source.Digest.Length);
        var line = int.Parse(field.Source.Place.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(line, 1, text.Count(c => c is '\n' or '\r') + 1);
        if (field.Field == "signatures")
        {
            return;
        }

        var plain = ListWith(field, "", "");
        var json = field.Field.StartsWith("metadata.", StringComparison.Ordinal)
            ? ListWith(field, "", $"\"{field.Field["metadata.".Length..]}\": {CanonicalJson.WriteInOrder(field.Value)}")
            : ListWith(field, $"\"{field.Field}\": {CanonicalJson.WriteInOrder(field.Value)}, ", "");
        var known = TaskFileReader.Read(plain).Findings.Select(finding => finding.Rule.Id).ToHashSet(StringComparer.Ordinal);
        var found = TaskFileReader.Read(json).Findings.Where(finding => finding.Rule.Severity == RuleSeverity.Error
            && !known.Contains(finding.Rule.Id)).ToList();

        Assert.True(found.Count == 0, $"{json}: {found.FirstOrDefault()}");
    }

    /// <summary>A task list with the bot of a field, its members and those of its metadata, and the other tasks.</summary>
    private static string ListWith(CompletedField field, string members, string metadata)
    {
        var others = Tasks.Where(task => task != field.Bot)
            .Select(task => $", {{ \"name\": \"{task}\", \"metadata\": {{ \"purpose\": \"p\", \"functions\": [\"f\"] }} }}");
        return $"[{{ \"name\": \"{field.Bot}\", {members}\"metadata\": {{ {metadata} }} }}{string.Concat(others)}]";
    }
}
