using System.Diagnostics;
using CsCheck;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.Tasks;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Menace.Model.Tests;

public sealed class ReaderTests
{
    private const string Seed = """
        [ { "name": "DemoBot", "dependencies": [], "resources": {}, "schedule": "once",
            "code": "print('hello')", "metadata": { "purpose": "demo", "functions": ["run"] } } ]
        """;

    [Fact]
    public void The_seeds_example_is_read()
    {
        var file = TaskFileReader.Read(Seed);

        Assert.Empty(file.Findings);
        var task = Assert.Single(file.Package.Tasks);
        Assert.Equal(("DemoBot", "print('hello')", TaskSchedule.Once, "demo"), (task.Name, task.Code, task.Schedule, task.Metadata.Purpose));
        Assert.Equal(["run"], task.Metadata.Functions);
    }

    [Fact]
    public void Defaults_fill_what_a_task_leaves_out_key_by_key()
    {
        var file = TaskFileReader.Read("""
            { "version": 1, "title": "T", "defaults": { "schedule": "0 3 * * *", "resources": { "cpu": 1, "memory": "1Gi" }, "metadata": { "language": "python", "level": "basic" } },
              "tasks": [ { "name": "a" }, { "name": "b", "schedule": "once", "resources": { "cpu": 2 }, "metadata": { "language": "sh" } } ] }
            """);

        Assert.Empty(file.Findings);
        var (a, b) = (file.Package.Tasks[0], file.Package.Tasks[1]);
        Assert.Equal("T", file.Package.Title);
        Assert.Equal(("0 3 * * *", BotLanguage.Python, "basic"), (a.Schedule.Expression, a.Metadata.Language, a.Metadata.Level));
        Assert.Equal((TaskSchedule.Once, BotLanguage.Shell, "basic"), (b.Schedule, b.Metadata.Language, b.Metadata.Level));
        Assert.Equal(("2", "1Gi"), (b.Resources["cpu"].Text, b.Resources["memory"].Text));
    }

    [Theory]
    [InlineData("once", ScheduleKind.Once, "")]
    [InlineData("every 15m", ScheduleKind.Every, "15m")]
    [InlineData("*/5 * * * *", ScheduleKind.Cron, "*/5 * * * *")]
    [InlineData("@hourly", ScheduleKind.Cron, "@hourly")]
    public void The_text_of_a_schedule_says_its_kind(string text, ScheduleKind kind, string expression) =>
        Assert.Equal(new TaskSchedule(kind, expression), TaskFileReader.Read($$"""[{ "name": "a", "schedule": "{{text}}" }]""").Package.Tasks[0].Schedule);

    [Fact]
    public void A_place_in_the_code_is_found_through_the_escapes()
    {
        var text = """[{ "name": "a", "code": "x\n\u00e9\"\ud83d\ude00Z" }]""";

        var span = TaskFileReader.Read(text).MapCode("a", "x\né\"😀".Length, 1);

        Assert.Equal("Z", text.Substring(span.Start, span.Length));
    }

    [Theory]
    [InlineData("name", "\"a\"")]
    [InlineData("code", "\"c\"")]
    [InlineData("metadata.functions", "[\"f\"]")]
    [InlineData("metadata.nothing", "\"a\"")]
    public void The_place_of_a_property_is_its_value(string property, string expected)
    {
        var text = """[{ "name": "a", "code": "c", "metadata": { "functions": ["f"] } }]""";

        var span = TaskFileReader.Read(text).SpanOf("a", property);

        Assert.Equal(expected, text.Substring(span.Start, span.Length));
    }

    [Fact]
    public void The_canonical_text_is_read_back_to_an_equal_package() =>
        Packages.Sample(package =>
        {
            var text = TaskPackageJson.Write(package);
            var file = TaskFileReader.Read(text);
            Assert.Equal(text, TaskPackageJson.Write(file.Package));
            Assert.Equal(package.Tasks.Select(task => task.Code), file.Package.Tasks.Select(task => task.Code));
            Assert.Equal(package.Tasks.Select(task => task.Schedule), file.Package.Tasks.Select(task => task.Schedule));
            Assert.NotNull(JsonNode.Parse(text));
        });

    [Fact]
    public void Values_agree_with_System_Text_Json_on_valid_input() =>
        Packages.Sample(package =>
        {
            var text = TaskPackageJson.Write(package);
            var (root, findings) = JsonParser.Parse(text);
            Assert.Empty(findings);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(text), JsonNode.Parse(CanonicalJson.WriteInOrder(root!.ToValue()))));
        });

    [Fact]
    public void Cuts_and_inserts_never_throw_and_places_stay_inside_the_text() =>
        Gen.Select(Gen.Int[0, Seed.Length], Gen.Int[0, 40], Gen.OneOf(Gen.String[Gen.Char["{}[]\",:\\/*'tfn0-.eE \n\r\t\0\ufeff\ud83d“x"], 0, 8], Gen.String[0, 4]))
            .Sample((start, length, insert) =>
            {
                var text = Seed.Remove(start, Math.Min(length, Seed.Length - start)).Insert(start, insert);
                var file = TaskFileReader.Read(text);
                Assert.All(file.Findings, finding =>
                {
                    Assert.InRange(finding.Span.Start, 0, text.Length);
                    Assert.InRange(finding.Span.End, finding.Span.Start, text.Length);
                    Assert.NotEmpty(finding.Message);
                });
                Assert.Equal(file.Findings.OrderBy(finding => finding.Span.Start), file.Findings);
                Assert.True(file.HasErrors || IsJson(text), text);
            }, iter: 20_000);

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("[{\"name\":")]
    public void A_million_levels_of_nesting_are_one_located_error(string level)
    {
        var clock = Stopwatch.StartNew();

        var findings = TaskFileReader.Read(string.Concat(Enumerable.Repeat(level, 1_000_000))).Findings;

        Assert.Contains(findings, finding => finding.Message.Contains("nesting", StringComparison.Ordinal));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("\ufeff")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("nonsense")]
    public void Nothing_useful_is_an_error_at_a_place(string text) => Assert.True(TaskFileReader.Read(text).HasErrors);

    [Fact]
    public void Ten_thousand_tasks_in_a_chain_are_read_without_recursion()
    {
        var text = "[" + string.Join(",", Enumerable.Range(0, 10_000).Select(i => $$"""{"name":"t{{i}}","dependencies":[{{(i == 0 ? "" : $"\"t{i - 1}\"")}}]}""")) + "]";

        Assert.Empty(TaskFileReader.Read(text).Findings);
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonNode.Parse(text.TrimStart('\ufeff'), documentOptions: new() { AllowTrailingCommas = true, CommentHandling = System.Text.Json.JsonCommentHandling.Skip });
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            // A lone surrogate cannot become UTF-8; the other parser cannot be asked.
            return true;
        }
    }

    private static Gen<JsonValue> Value { get; } = Gen.OneOf(
        Gen.String.Select(JsonValue.FromString), Gen.Long.Select(number => (JsonValue)number), Gen.Bool.Select(JsonValue.FromBoolean), Gen.Const(JsonValue.Null),
        Gen.String.Array[0, 3].Select(items => JsonValue.FromItems([.. items.Select(JsonValue.FromString)])));

    private static TaskSchedule[] Schedules { get; } =
        ["once", "every 15m", "0 3 * * *", new(ScheduleKind.Cron, "0 3 * * *", "Europe/Berlin"), new(ScheduleKind.Once, "2026-01-31T06:00:00Z")];

    private static Gen<TaskPackage> Packages { get; } =
        Gen.Select(Gen.String, Gen.String, Value.Array[0, 3], Gen.Int[0, Schedules.Length - 1].Select(i => Schedules[i]))
            .Select((code, purpose, args, schedule) => new TaskInfo
            {
                Name = "t",
                Code = code,
                Schedule = schedule,
                Resources = new Dictionary<string, JsonValue> { ["cpu"] = 1, ["memory"] = "1Gi" },
                Metadata = new()
                {
                    Purpose = purpose,
                    Functions = ["run"],
                    Examples = [new() { Function = "run", Args = args, Returns = JsonValue.Null }],
                    Extra = new Dictionary<string, JsonValue> { ["zzz"] = JsonValue.FromItems(args) },
                },
            })
            .Select(task => new TaskPackage([task]) { Title = "t" });
}
