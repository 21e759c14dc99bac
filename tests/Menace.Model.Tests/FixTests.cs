using CsCheck;
using Menace.Model.Diagnostics;
using Menace.Model.Fixes;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Samples;

namespace Menace.Model.Tests;

public class FixTests
{
    /// <summary>What these say cannot be mended without asking, though others of their rule can.</summary>
    private static readonly HashSet<string> Uncertain =
    [
        """[ { "name" "a" } ]""",
        """[ { "name": "a" "code": "x" } ]""",
        """[ { "name": "a", "code": "a\xb" } ]""",
        """[ { "name": "a" } ] x""",
        """[ { "name": "a" },, { "name": "b" } ]""",
        """[ { "name": "a", "code": , "schedule": "once" } ]""",
        "[ { \"name\":\u00A0\"a\" } ]",
        "[ { \"name\": \"a\", \"code\": \"x\0y\" } ]",
        """[ { "name": "a", "metadata": { "examples": [ { "returns": 1 } ] } } ]""",
        """{ "defaults": { "name": "x" }, "tasks": [ { "name": "a" } ] }""",
        """[ { "name": "a", "schedule": "61 * * * *" } ]""",
        """[ { "name": "a", "schedule": { "cron": "* * * JANU *" } } ]""",
        """[ { "name": "a", "schedule": "* * *" } ]""",
        """[ { "name": "a", "schedule": "\u0030 2\u0035 * * *" } ]""",
        """[ { "name": "a", "schedule": { "timeZone": "UTC" } } ]""",
        """[ { "name": "a", "schedule": "every 5 parsecs" } ]""",
        """[ { "name": "a", "schedule": { "every": "-5m" } } ]""",
        """[ { "name": "a", "schedule": "every 10" } ]""",
        """[ { "name": "a", "resources": { "gpu": 1, "gpu\u200e": 1 } } ]""",
        """[ { "name": "a", "code": "def run():\n  pass", "metadata": { "language": "py", "functions": [ "run", "rnu" ] } } ]""",
        """[ { "name": "a", "code": "run() { :; }\nfunction other { :; }", "metadata": { "language": "sh", "functions": [ "run", "other", "third" ] } } ]""",
        """[ { "name": "a", "code": "public static int Run() => 1; // Add(\nstatic string Name() => \"Add(\";", "metadata": { "language": "cs", "functions": [ "Run", "Name", "Add" ] } } ]""",
        """[ { "name": "a", "metadata": { "capabilities": [ "Network", "netwrok" ] } } ]""",
        """[ { "name": "a", "code": "x", "metadata": { "functions": ["f"] } } ]""",
        """[ { "name": "a", "code": "x", "metadata": { "functions": ["f"], "purpose": " " } } ]""",
        """[ { "name": "a", "code": "x", "metadata": { "purpose": "p" } } ]""",
        """{ "defaults": { "metadata": { "purpose": "p", "functions": ["f"] } }, "tasks": [ { "name": "a", "code": "x", "metadata": { "functions": [] } } ] }""",
        """[ { "name": "a", "$suppress": [ "MENACE1030" ] } ]""",
    ];

    public static TheoryData<int, string> Samples
    {
        get
        {
            var data = new TheoryData<int, string>();
            foreach (var variant in new[] { "as it is", "crlf", "cr", "bom", "tabs", "lines" })
            {
                foreach (var (sample, i) in RuleSamples.All.Select((sample, i) => (sample, i)).Where(s => HasFix(s.sample.Id)))
                {
                    data.Add(i, variant);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_fix_removes_the_finding_adds_none_and_touches_nothing_else(int index, string variant)
    {
        var sample = RuleSamples.All[index];
        var certain = !Uncertain.Contains(sample.Text);
        sample = sample.With(marked => variant switch
        {
            "crlf" => marked.Replace("\n", "\r\n", StringComparison.Ordinal).Replace(", ", ",\r\n", StringComparison.Ordinal),
            "cr" => marked.Replace("\n", "\r", StringComparison.Ordinal).Replace(", ", ",\r", StringComparison.Ordinal),
            "bom" => "\uFEFF" + marked,
            "tabs" => marked.Replace("[ {", "[\t{", StringComparison.Ordinal).Replace("{ \"", "{\t\t\"", StringComparison.Ordinal),
            "lines" => "\n" + marked + "\n",
            _ => marked,
        });
        var file = RuleSampleTests.Read(sample);
        var finding = Assert.Single(Findings(file, sample.Id));

        var fix = TaskFileFixes.For(file, finding);

        Assert.Equal(certain, fix is not null);
        if (fix is null)
        {
            return;
        }

        var edits = new EditList();
        Assert.True(edits.TryAdd(fix.Edits));
        var text = edits.Apply(sample.Text);
        Assert.StartsWith(sample.Text[..edits.Edits[0].Span.Start], text, StringComparison.Ordinal);
        Assert.EndsWith(sample.Text[edits.Edits[^1].Span.End..], text, StringComparison.Ordinal);
        var mended = RuleSampleTests.Read(sample with { Marked = text + "[||]" });
        var left = Findings(mended, sample.Id);
        Assert.True(left.Count == 0, text + string.Concat(left.Select(f => "\n" + f.Message)));
        Assert.Empty(TaskFileFixes.All(mended));
        Assert.NotEqual(sample.Text, text);
    }

    [Theory]
    [InlineData("[\r\n\t{ \"name\": \"a\", },\r\n]\r\n", "[\r\n\t{ \"name\": \"a\" }\r\n]\r\n")]
    [InlineData("[\n  // one\n  { \"name\": \"a\" } // two\n]", "[\n  { \"name\": \"a\" }\n]")]
    [InlineData("[ { \"name\": /* why */ \"a\" } ]", "[ { \"name\": \"a\" } ]")]
    [InlineData("[ { \"name\": \"a\",\n    \"code\": \"x\",\n    \"code\": \"y\" } ]", "[ { \"name\": \"a\",\n    \"code\": \"y\" } ]")]
    [InlineData("[ { 'name': “it’s” } ]", "[ { \"name\": \"it_s\" } ]")]
    [InlineData("[ { name: alpha, metadata: { ok: True, no: None, half: .5, hex: 0xFF } } ]", "[ { \"name\": \"alpha\", \"metadata\": { \"ok\": true, \"no\": null, \"half\": 0.5, \"hex\": 255 } } ]")]
    [InlineData("[ { \"name\": \"a\", \"metadata\": { \"x\": NaN } } ]", null)]
    [InlineData("[ { \"name\": \"a\", \"metadata\": { \"x\": 'it's' } } ]", null)]
    [InlineData("[ { \"name\": \"a\", \"code\": \"x\r\n\ty\" } ]", "[ { \"name\": \"a\", \"code\": \"x\\n\\ty\" } ]")]
    [InlineData("[ { \"name\": \"a\", \"code\": \"x\\\ny\" } ]", null)]
    [InlineData("[\n    {\n        \"code\": \"x\"\n    },\n    {}\n]", "[\n    {\n        \"name\": \"task-1\",\n        \"code\": \"x\"\n    },\n    { \"name\": \"task-2\" }\n]")]
    [InlineData("[ { }, { \"name\": \"TASK_1\" } ]", "[ { \"name\": \"task-12\" }, { \"name\": \"TASK_1\" } ]")]
    [InlineData("[ { \"Name\": \"a\" } ]", "[ { \"name\": \"a\" } ]")]
    [InlineData("[ { \"name\": \"my bot!\", \"dependencies\": [] }, { \"name\": \"b\", \"dependencies\": [\"my bot!\"] } ]", "[ { \"name\": \"my_bot\", \"dependencies\": [] }, { \"name\": \"b\", \"dependencies\": [\"my_bot\"] } ]")]
    [InlineData("[ { \"name\": \"my bot\" }, { \"name\": \"my_bot\" }, { \"name\": \"my+bot\" } ]", "[ { \"name\": \"my_bot2\" }, { \"name\": \"my_bot\" }, { \"name\": \"my_bot3\" } ]")]
    [InlineData("[ { \"name\": \"con!\" }, { \"name\": \"nul.txt\" } ]", "[ { \"name\": \"con_bot\" }, { \"name\": \"nul_bot.txt\" } ]")]
    [InlineData("[ { \"name\": \"a-b\" }, { \"name\": \"a.b\" }, { \"name\": \"a_b\" } ]", "[ { \"name\": \"a-b\" }, { \"name\": \"a.b2\" }, { \"name\": \"a_b3\" } ]")]
    [InlineData("[ { \"name\": \"a\", \"dependencies\": [\"a\", \"b\", \"b\"] }, { \"name\": \"b\" } ]", "[ { \"name\": \"a\", \"dependencies\": [\"b\"] }, { \"name\": \"b\" } ]")]
    [InlineData("[ { \"name\": \"a\", \"dependencies\": [\n  // first\n  \"a\"\n] } ]", "[ { \"name\": \"a\", \"dependencies\": [\n] } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"dayly\" } ]", "[ { \"name\": \"a\", \"schedule\": \"@daily\" } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"2030-01-31T08:00:00Z\" } ]", "[ { \"name\": \"a\", \"schedule\": { \"once\": \"2030-01-31T08:00:00Z\" } } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"every 1.5 hours\" } ]", "[ { \"name\": \"a\", \"schedule\": \"every 90m\" } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": { \"every\": \"15 min\" } } ]", "[ { \"name\": \"a\", \"schedule\": { \"every\": \"15m\" } } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"every 2 sec\" } ]", null)]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"5s\" } ]", null)]
    [InlineData("[ { \"name\": \"a\", \"schedule\": { \"cron\": \"@daily\", \"every\": \"1d\", \"once\": \"\" } } ]", "[ { \"name\": \"a\", \"schedule\": { \"cron\": \"@daily\" } } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": { \"cron\": 5, \"every\": \"1d\" } } ]", null)]
    [InlineData("[ { \"name\": \"a\", \"resources\": { \"memory\": \"256 mib\", \"timeout\": \"1 hour\" } } ]", "[ { \"name\": \"a\", \"resources\": { \"memory\": \"256Mi\", \"timeout\": \"1h\" } } ]")]
    [InlineData("[ { \"name\": \"a\", \"resources\": { \"timeout\": \"1 month\" } } ]", null)]
    [InlineData(
        "[ { \"name\": \"a\", \"metadata\": { \"functions\": [\"2run\"], \"function_docs\": { \"2run\": \"d\" }, \"examples\": [ { \"function\": \"2run\", \"returns\": 1 } ] } } ]",
        "[ { \"name\": \"a\", \"metadata\": { \"functions\": [\"_2run\"], \"function_docs\": { \"_2run\": \"d\" }, \"examples\": [ { \"function\": \"_2run\", \"returns\": 1 } ] } } ]")]
    [InlineData("[ { \"name\": \"a\", \"metadata\": { \"language\": \"shel\", \"functions\": [\"größe\"] } } ]", "[ { \"name\": \"a\", \"metadata\": { \"language\": \"shell\", \"functions\": [\"gr__e\"] } } ]")]
    [InlineData("[ { \"name\": \"a\", \"schedule\": \"\\t0\\u0020 0\\t3 * * *\" } ]", "[ { \"name\": \"a\", \"schedule\": \"\\t0\\t3 * * *\" } ]")]
    [InlineData("{\n  \"$suppress\": [ \"MENACE1304\", \"MENACE1305\" ],\n  \"tasks\": [ { \"name\": \"a\", \"$suppress\": [\"MENACE1306\"] } ]\n}", "{\n  \"tasks\": [ { \"name\": \"a\" } ]\n}")]
    [InlineData("[ { \"name\": \"a\", \"$suppress\": [\n  \"MENACE1405\", // floods\n  \"MENACE1004\",\n  \"MENACE1304\"\n], \"schedule\": \"every 1s\" } ]", "[ { \"name\": \"a\", \"$suppress\": [\n  \"MENACE1405\", // floods\n  \"MENACE1004\"\n], \"schedule\": \"every 1s\" } ]")]
    public void All_fixes_of_a_file_are_made_at_once(string before, string? after)
    {
        var result = Run(before);

        Assert.Equal(after ?? before, result.File.Text);
        Assert.Empty(result.Refused);
        Assert.Equal(after is null, result.File.Mistakes().Count > 0);
    }

    [Fact]
    public void Of_two_functions_that_would_get_one_name_the_first_gets_it()
    {
        var result = Run("""[ { "name": "a", "metadata": { "functions": ["ru\u200bn", "r\u200bun"], "function_docs": { "ru\u200bn": "d" } } } ]""");

        Assert.Equal("""[ { "name": "a", "metadata": { "functions": ["run", "r\u200bun"], "function_docs": { "run": "d" } } } ]""", result.File.Text);
        Assert.Equal(["MENACE1012"], result.File.Mistakes().Select(f => f.Rule.Id));
    }

    [Fact]
    public void A_fix_that_breaks_another_rule_is_left_out_and_the_others_are_made()
    {
        // To depend on alpha would close a circle.
        var result = Run("""[ { "name": "alpha", "dependencies": ["beta"], }, { "name": "beta", "dependencies": ["alhpa"] } ]""");

        Assert.Equal("""[ { "name": "alpha", "dependencies": ["beta"] }, { "name": "beta", "dependencies": ["alhpa"] } ]""", result.File.Text);
        Assert.Equal(["MENACE1002"], result.Fixed.Select(f => f.Finding.Rule.Id));
        Assert.Equal(["MENACE1301"], result.Refused.Select(f => f.Finding.Rule.Id));
    }

    [Fact]
    public void What_a_syntax_error_hid_is_no_reason_to_keep_the_error()
    {
        var result = Run("""[ { 'name': "a", "level": 1, "dependencies": 5 } ]""");

        Assert.Equal("""[ { "name": "a", "level": 1, "dependencies": 5 } ]""", result.File.Text);
        Assert.Equal(["MENACE1104", "MENACE1103"], result.File.Mistakes().Select(f => f.Rule.Id));
    }

    [Fact]
    public void The_place_of_a_later_fix_is_that_of_the_text_before_the_first()
    {
        const string Text = "[ // a long comment\n  { 'name': \"my bot!\" } ]";

        var result = Run(Text);

        Assert.Equal("[\n  { \"name\": \"my_bot\" } ]", result.File.Text);
        Assert.Equal([("MENACE1004", 2), ("MENACE1001", 24), ("MENACE1203", 32)], result.Fixed.Select(f => (f.Finding.Rule.Id, f.Origin)));
        Assert.Equal("\"my bot!\"", Text.Substring(result.Fixed[2].Origin, 9));
    }

    [Fact]
    public void Only_rules_that_are_wanted_are_fixed()
    {
        const string Text = "[ // stays\n  { \"name\": \"a\", \"dependencies\": [ \"b\" // stays\n  , // stays\n  \"a\"\n] }, { \"name\": \"b\", } ]";

        Assert.Equal("[ // stays\n  { \"name\": \"a\", \"dependencies\": [ \"b\" // stays\n   // stays\n  \n] }, { \"name\": \"b\" } ]", FixRun.Of(Text, null, rule => rule != Rules.Comment, default).File.Text);
    }

    [Fact]
    public void More_findings_than_are_shown_are_fixed()
    {
        var text = "[" + string.Join(",", Enumerable.Range(0, 1000).Select(i => $$"""{ "name": "bot {{i}}", }""")) + "]";

        var result = Run(text);

        Assert.Empty(result.File.Mistakes());
        Assert.Equal(2000, result.Fixed.Count);
    }

    [Fact]
    public void Files_of_many_mistakes_read_no_worse_and_a_second_run_changes_nothing() =>
        MistakenFile.Sample(
            text =>
            {
                var before = TaskFileReader.Read(text);
                var result = Run(text);
                var again = Run(result.File.Text);
                Assert.True(result.Refused.Count > 0 || again.Fixed.Count == 0, text);
                Assert.True(before.HasErrors || !result.File.HasErrors, text);
                Assert.True(Count(result.File, "MENACE10") <= Count(before, "MENACE10"), text);
                foreach (var sure in new[] { "MENACE1002", "MENACE1303", "MENACE1304", "MENACE1203", "MENACE1206" })
                {
                    Assert.True(result.Refused.Count > 0 || Count(result.File, sure) == 0, text + "\n\n" + result.File.Text);
                }
            },
            iter: Nightly.Choose(400, 100_000));

    [Fact]
    public void Whatever_the_text_a_run_ends_and_never_throws() =>
        Gen.Select(MistakenFile, Gen.Int[0, 400], Gen.Int[0, 6], Gen.String[Gen.Char["{}[]\",:'/*\\\n\r\t -.aT0\u201C\u2019\uFEFF"], 0, 6]).Sample(
            (text, at, cut, inserted) =>
            {
                var start = Math.Min(at, text.Length);
                var hostile = text.Remove(start, Math.Min(cut, text.Length - start)).Insert(start, inserted);
                var result = Run(hostile);

                // All findings: of a hopeless text only the first 200 are shown, and a fix among them makes room for another.
                TaskFile All(string of) => TaskFileReader.Read(of, new() { FindingLimit = int.MaxValue });
                Assert.True(Count(All(result.File.Text), "MENACE10") <= Count(All(hostile), "MENACE10"), hostile);
                Assert.Equal(result.Fixed.Count == 0, result.File.Text == hostile);
            },
            iter: Nightly.Choose(400, 100_000));

    /// <summary>Tasks put together from parts, most of which are wrong, in one of the styles that files are written in.</summary>
    private static readonly Gen<string> MistakenFile =
        from breaks in Gen.OneOf("\n", "\r\n", "\r", " ")
        from tasks in (
            from name in Gen.OneOf("\"a\"", "'alpha'", "\"my bot!\"", "\"my_bot\"", "\"con\"", "\"x.\"", "b", "\"A\"", "\"1\"", "")
            from dependency in Gen.OneOf("\"a\"", "\"alhpa\"", "\"my bot!\"", "\"b\"", "\"con\"").Array[0, 3]
            from rest in Gen.OneOf(
                "\"schedule\": \"daily\"", "\"code\": \"x\ty\"", "\"dependancies\": []", "\"metadata\": { \"language\": \"pyton\", \"functions\": [\"class\", \"2a\", \"2a\"] }",
                "// why\n", "/* a */", "\"code\": None", "\"code\": \"x\", \"code\": 'y'", "\"resources\": { \"memory\": \"1 mib\" }", "\"Code\": \"z\"", "\"schedule\": \"every 5 min\"").Array[0, 3]
            from end in Gen.OneOf("", ",")
            select "{" + breaks + string.Join("," + breaks, ((string[])[.. name.Length > 0 ? ["\"name\": " + name] : Array.Empty<string>(), "\"dependencies\": [" + string.Join(", ", dependency) + "]", .. rest])) + end + breaks + "}").Array[0, 4]
        select "[" + breaks + string.Join("," + breaks, tasks) + breaks + "]";

    [Fact]
    public void The_pages_of_the_rules_and_the_page_of_fixes_say_what_the_table_says()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "RulePages");
        var pages = Directory.GetFiles(folder, "MENACE*.md")
            .SelectMany(page => File.ReadAllLines(page).Where(line => line.StartsWith("Fix: ", StringComparison.Ordinal)).Select(line => (Path.GetFileNameWithoutExtension(page), line)))
            .Order();
        Assert.Equal(TaskFileFixes.Table.Select(entry => (entry.Rule.Id, "Fix: " + entry.Summary + ".")).Order(), pages);

        var rows = File.ReadAllLines(Path.Combine(folder, "fixes.md")).Where(line => line.StartsWith("| [", StringComparison.Ordinal));
        Assert.Equal(TaskFileFixes.Table.Select(entry => $"| [{entry.Rule.Id}](rules/{entry.Rule.Id}.md) | {entry.Summary} |"), rows);
    }

    private static FixResult Run(string text) => FixRun.Of(text, null, _ => true, default);

    private static int Count(TaskFile file, string prefix) => file.Mistakes().Count(f => f.Rule.Id.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The mistakes, and what is said of the rule <paramref name="id"/>.</summary>
    private static List<TaskFileFinding> Findings(TaskFile file, string id) =>
        [.. file.Findings.Where(f => f.Rule.Id == id || !RuleSamples.Completions.Contains(f.Rule.Id))];

    private static bool HasFix(string id) => TaskFileFixes.Table.Any(entry => entry.Rule.Id == id);
}
