using System.Diagnostics;
using System.Text;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Tests;

/// <summary>Files made to exhaust the reader: each gets its answer in seconds and in bounded memory, at a place where there is one.</summary>
[Collection(nameof(LimitTests))]
[CollectionDefinition(nameof(LimitTests), DisableParallelization = true)]
public sealed class LimitTests
{
    /// <summary>What is measured here is quadratic work, which would take hours; a slow machine is not.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly int Many = Nightly.Choose(50_000, 500_000);

    [Fact]
    public void A_hundred_thousand_tasks_in_100_MB_are_read_within_2_GB()
    {
        var code = new string('x', 900);
        var content = new MemoryStream();
        using (var writer = new StreamWriter(content, leaveOpen: true))
        {
            writer.Write('[');
            for (var i = 0; i < 100_000; i++)
            {
                var before = i == 0 ? "" : "\"t" + (i - 1) + "\"";
                writer.Write((i == 0 ? "" : ",") + "{\"name\":\"t" + i + "\",\"dependencies\":[" + before + "],\"code\":\"" + code + "\\n\",\"metadata\":{\"language\":\"python\",\"x\":[1,2]}}");
            }

            writer.Write(']');
        }

        // Other tests have run in this process: what they left does not count. "5" makes the kernel count the peak from here (proc(5)).
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
        var resident = Environment.WorkingSet;
        var file = ReadInTime(content.ToArray());

        Assert.Empty(file.Mistakes());
        Assert.Equal(100_000, file.Package.Tasks.Count);
        Assert.InRange(content.Length, 95_000_000, 134_000_000);
        using var process = Process.GetCurrentProcess();
        Assert.InRange(process.PeakWorkingSet64 - resident, 1, 2_000_000_000);
    }

    private static readonly Dictionary<string, (string Rule, Func<string> Text)> Attacks = new()
    {
        ["a string of 50 MB as code"] = ("MENACE1703", () => "[{\"name\":\"a\",\"code\":\"" + new string('y', 50_000_000) + "\"}]"),
        ["a string of 50 MB as name"] = ("MENACE1207", () => "[{\"name\":\"" + new string('y', 50_000_000) + "\"}]"),
        ["a string of 20 MB of escapes"] = ("MENACE1703", () => "[{\"name\":\"a\",\"code\":\"" + Repeat("\\n\\u0041", 2_500_000) + "\"}]"),
        ["a number of 10 MB"] = ("", () => "[{\"name\":\"a\",\"resources\":{\"cpu\":" + new string('7', 10_000_000) + "}}]"),
        ["a quantity of 10 MB"] = ("MENACE1103", () => "[{\"name\":\"a\",\"resources\":{\"memory\":\"" + new string('7', 10_000_000) + "Mi\"}}]"),
        ["a schedule of 10 MB"] = ("MENACE1401", () => "[{\"name\":\"a\",\"schedule\":\"" + Repeat("1,", 5_000_000) + " * * * *\"}]"),
        ["an interval of 10 MB"] = ("MENACE1404", () => "[{\"name\":\"a\",\"schedule\":\"every " + new string('7', 10_000_000) + "\"}]"),
        ["a time zone of 10 MB"] = ("MENACE1409", () => "[{\"name\":\"a\",\"schedule\":{\"cron\":\"0 3 * * *\",\"timeZone\":\"" + Repeat("a/", 5_000_000) + "\"}}]"),
        ["a path of 10 MB"] = ("MENACE1613", () => "[{\"name\":\"a\",\"metadata\":{\"code_file\":\"" + Repeat("a/", 5_000_000) + "b\"}}]"),
        ["a word of 10 MB"] = ("MENACE1009", () => "[{\"name\":" + new string('w', 10_000_000) + "}]"),
        ["many keys of one name"] = ("MENACE1003", () => "[{\"name\":\"a\",\"metadata\":{" + Repeat("\"k\":1,", 5 * Many) + "\"l\":1}}]"),
        ["many keys that are nearly known"] = ("MENACE1104", () => "[{\"name\":\"a\",\"metadata\":{" + Numbered("\"purposs{0}\":1,") + "\"l\":1}}]"),
        ["many tasks of one name"] = ("MENACE1201", () => "[" + Repeat("{\"name\":\"a\"},", Many) + "{\"name\":\"b\"}]"),
        ["many unknown dependencies"] = ("MENACE1301", () => "[{\"name\":\"a\",\"dependencies\":[" + Numbered("\"dep{0}\",") + "\"x\"]}," + Numbered("{{\"name\":\"dap{0}\"}},") + "{\"name\":\"b\"}]"),
        ["a cycle through all tasks"] = ("MENACE1302", () => "[" + Numbered("{{\"name\":\"t{0}\",\"dependencies\":[\"t{1}\"]}},") + "{\"name\":\"t" + Many + "\",\"dependencies\":[\"t0\"]}]"),
        ["examples of unknown functions"] = ("MENACE1611", () => "[{\"name\":\"a\",\"metadata\":{\"functions\":[" + Numbered("\"fun{0}\",") + "\"g\"],\"examples\":[" + Numbered("{{\"function\":\"fan{0}\",\"returns\":1}},") + "{\"function\":\"g\",\"returns\":1}]}}]"),
        ["defaults that are repeated to gigabytes"] = ("MENACE1011", () => "{\"defaults\":{\"code\":\"" + new string('x', 10_000) + "\"},\"tasks\":[" + Numbered("{{\"name\":\"t{0}\"}},") + "{\"name\":\"b\"}]}"),
        ["more values than memory should hold"] = ("MENACE1011", () => "[{\"name\":\"a\",\"metadata\":{\"x\":[" + Repeat("1,", 5_000_000) + "1]}}]"),
        ["names without values"] = ("MENACE1001", () => "[{" + Repeat("\"a\",", Many) + "}]"),
        ["nothing but line breaks"] = ("MENACE1001", () => new string('\n', 10_000_000)),
        ["nothing but zeros"] = ("MENACE1001", () => new string('\0', 10_000_000)),
        ["nothing but opening brackets"] = ("MENACE1010", () => Repeat("[", 1_000_000)),
        ["nothing but comments"] = ("MENACE1004", () => Repeat("/**/", 1_000_000)),
        ["a text longer than the limit"] = ("MENACE1011", () => new string(' ', TaskFileLimits.Length + 1)),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_gets_its_answer_in_time(string attack)
    {
        var (rule, make) = Attacks[attack];
        var text = make();
        var clock = Stopwatch.StartNew();
        var file = TaskFileReader.Read(text, new() { FileExists = _ => false });

        Assert.True(clock.Elapsed < Patience, $"{attack}: {clock.Elapsed}");
        Assert.InRange(file.Findings.Count, 0, 201);
        Assert.Equal(rule.Length > 0, file.HasErrors || file.Mistakes().Count > 0);
        Assert.True(rule.Length == 0 || file.Findings.Any(f => f.Rule.Id == rule), $"{attack}: {string.Join(", ", file.Findings.Take(5).Select(f => f.Rule.Id))}");
        Assert.All(file.Findings, f => Assert.InRange(f.Span.End, f.Span.Start, text.Length));
        Assert.All(file.Findings, f => Assert.InRange(f.Message.Length, 1, 1000));
    }

    [Theory]
    [InlineData("[{\"name\":\"a\",\n \"code\":\"x\xE9y\"}]", 2, 11, "the byte 0xE9 at offset 24 is not part of a valid character")]
    [InlineData("\x80", 1, 1, "the byte 0x80 at offset 0 is not part of a valid character")]
    [InlineData("[\xC3\xA9\n\xF0\x9F\x98", 2, 1, "the byte 0xF0 at offset 4 is not part of a valid character")]
    [InlineData("\xEF\xBB\xBF[\xED\xA0\x80]", 1, 2, "the byte 0xED at offset 4 is not part of a valid character")]
    [InlineData("\xFF\xFE[\0]\0", 1, 1, "it begins with the byte order mark of UTF-16")]
    [InlineData("\xFE\xFF\0[\0]", 1, 1, "it begins with the byte order mark of UTF-16")]
    [InlineData("[\0{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0a\0\"\0}\0]\0", 1, 1, "it is UTF-16 without a byte order mark")]
    [InlineData("\0[\0{\0\"\0n\0a\0m\0e\0\"\0:\0\"\0a\0\"\0}\0]", 1, 1, "it is UTF-16 without a byte order mark")]
    [InlineData("\xFF\xFE\0\0[\0\0\0", 1, 1, "it begins with the byte order mark of UTF-32")]
    [InlineData("\0\0\xFE\xFF\0\0\0[", 1, 1, "it begins with the byte order mark of UTF-32")]
    public void A_file_that_is_not_UTF_8_is_refused_at_its_first_wrong_byte(string bytes, int line, int column, string problem)
    {
        var file = TaskFileReader.Read(Encoding.Latin1.GetBytes(bytes));

        var finding = Assert.Single(file.Findings);
        Assert.Equal(("MENACE1007", $"The task list is not UTF-8: {problem}; save it as UTF-8"), (finding.Rule.Id, finding.Message));
        Assert.Equal(new LinePosition(line - 1, column - 1), file.Lines.PositionOf(finding.Span.Start));
        Assert.True(file.HasErrors);
        Assert.Empty(file.Package.Tasks);
    }

    [Fact]
    public void A_byte_order_mark_of_UTF_8_is_no_part_of_the_text()
    {
        var file = TaskFileReader.Read([0xEF, 0xBB, 0xBF, .. "[{\"name\":\"a\",\"code\":\"é😀\"}]"u8]);

        Assert.Empty(file.Mistakes());
        Assert.Equal("é😀", file.Package.Tasks[0].Code);
        Assert.Equal(1, file.SpanOf("a", "name").Start - "[{\"name\":".Length + 1);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"version\":1,\"tasks\":[", "]}")]
    public void The_deepest_value_of_either_form_survives_being_written_and_read_back(string before, string after)
    {
        // The list, the task, its metadata; the rest is the value's.
        string Text(int depth) => before + "{\"name\":\"a\",\"metadata\":{\"x\":" + Repeat("[", depth) + Repeat("]", depth) + "}}" + after;
        var deepest = TaskFileReader.Read(Text(TaskFileLimits.Depth - 3));
        Assert.Empty(deepest.Mistakes());
        Assert.Equal(deepest.Package.Tasks[0].Metadata.Extra["x"], TaskPackageJson.Read(TaskPackageJson.Write(deepest.Package)).Tasks[0].Metadata.Extra["x"]);

        var tooDeep = TaskFileReader.Read(Text(TaskFileLimits.Depth - 2));
        var finding = Assert.Single(tooDeep.Mistakes());
        Assert.Equal(("MENACE1010", Text(TaskFileLimits.Depth - 2).LastIndexOf('[')), (finding.Rule.Id, finding.Span.Start));
    }

    [Fact]
    public void A_value_made_in_code_is_as_deep_as_recursion_over_it_is_safe_and_no_deeper()
    {
        JsonValue value = "x";
        for (var i = 0; i < JsonValue.MaximumDepth; i++)
        {
            value = i % 2 == 0 ? JsonValue.FromItems([value]) : JsonValue.FromMembers([new("k", value)]);
        }

        Assert.Equal(value, JsonValue.FromMembers(value.Members));
        Assert.Contains("at most 500 levels", Assert.Throws<ArgumentException>(() => JsonValue.FromItems([value])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => JsonValue.FromMembers([new("k", value)]));

        // On a small stack, such as an editor gives its analyzers.
        var small = new Thread(() => Assert.Equal(value.GetHashCode(), JsonValue.FromMembers(value.Members).GetHashCode()), 512 * 1024);
        small.Start();
        small.Join();
    }

    [Fact]
    public void What_was_not_written_by_Write_is_not_read_by_Read()
    {
        Assert.Throws<FormatException>(() => TaskPackageJson.Read("{\"tasks\":[{\"name\":"));
        Assert.Throws<FormatException>(() => TaskPackageJson.Read("{\"tasks\":[{\"name\":1}]}"));
    }

    [Fact]
    public void A_package_may_be_written_with_more_values_than_a_file_may_have()
    {
        var task = new TaskInfo { Name = "a", Metadata = new() { Tags = [.. Enumerable.Repeat("t", TaskFileLimits.Values + 1)] } };
        Assert.Equal(TaskFileLimits.Values + 1, TaskPackageJson.Read(TaskPackageJson.Write(new TaskPackage([task]))).Tasks[0].Metadata.Tags.Count);
    }

    private static TaskFile ReadInTime(byte[] content)
    {
        var clock = Stopwatch.StartNew();
        var file = TaskFileReader.Read(content);
        Assert.True(clock.Elapsed < Patience, clock.Elapsed.ToString());
        return file;
    }

    private static string Repeat(string piece, int count) => new StringBuilder(piece.Length * count).Insert(0, piece, count).ToString();

    private static string Numbered(string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Many; i++)
        {
            text.AppendFormat(System.Globalization.CultureInfo.InvariantCulture, format, i, i + 1);
        }

        return text.ToString();
    }
}
