using CsCheck;
using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;

namespace Menace.Model.Tests;

public class TaskPackageJsonTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "once", "every 5m", "0 3 * * *", "a", " x ", "\uD83D\uDE00", "\uFEFF"),
        Gen.String[Gen.OneOf('a', '"', '\\', '\n', '\u0001', ' ', '\u2028', '\u00E9'), 0, 8]);

    private static readonly Gen<string?> Given = Gen.OneOf(Gen.Const<string?>(() => null), Text.Select(t => (string?)t));

    private static readonly Gen<string[]> Names = Text.Array[0, 3];

    private static readonly Gen<JsonValue?> Value = Gen.OneOf<JsonValue?>(null, JsonValue.Null, JsonValue.FromBoolean(true), "x", 1.5, JsonValue.FromItems([1, "a"]));

    private static readonly Gen<TaskSchedule> Schedule = Gen.Select(Gen.Enum<ScheduleKind>(), Text, Given, (kind, text, zone) => new TaskSchedule(kind, text, zone));

    private static readonly Gen<TaskExample> Example = Gen.Select(Text, Value, Given, Given, (function, value, raises, prints) => new TaskExample
    {
        Function = function,
        Args = value is null ? [] : [value],
        Returns = value,
        Raises = raises,
        Prints = prints,
    });

    private static readonly Gen<TaskMetadata> Metadata = Gen.Select(Given, Names, Given, Example.Array[0, 2], Gen.OneOf<BotLanguage?>(null, BotLanguage.Python, BotLanguage.Shell)).Select(
        (text, names, other, examples, language) => new TaskMetadata
        {
            Purpose = text,
            Functions = names,
            FunctionDocs = names.Distinct().ToDictionary(n => n, n => n),
            Description = other,
            Language = language,
            Template = text,
            Capabilities = names,
            Level = other,
            Io = text,
            Tags = names,
            License = other,
            Packages = names,
            CodeFile = text?.Replace('\\', '/'),
            Tests = other,
            TestsFiles = [.. names.Select(n => n.Replace('\\', '/'))],
            Examples = examples,
            Smoke = names,
            Files = names.Select(n => n.Replace('\\', '/')).Distinct().ToDictionary(n => n, n => n),
            Extra = other is null ? new Dictionary<string, JsonValue>() : new Dictionary<string, JsonValue> { ["x_" + other] = other },
        });

    private static readonly Gen<TaskPackage> Package = Gen.Select(Gen.Select(Text, Names, Schedule, Metadata).Array[0, 3], Text).Select((tasks, title) =>
        new TaskPackage([.. tasks.Select((t, i) => new TaskInfo
        {
            Name = "t" + i,
            Dependencies = t.Item2,
            Resources = t.Item2.Distinct().ToDictionary(n => n, n => (JsonValue)n),
            Schedule = t.Item3,
            Code = t.Item1,
            Metadata = t.Item4,
        })])
        {
            Title = title,
            Description = title,
        });

    [Fact]
    public void A_written_package_is_read_back_equal() => Package.Sample(
        package =>
        {
            var json = TaskPackageJson.Write(package);
            var read = TaskFileReader.Read(json);
            Assert.DoesNotContain(read.Findings, f => (f.Rule.Id.StartsWith("MENACE10", StringComparison.Ordinal) && f.Rule.Id != "MENACE1012") || f.Rule.Id == "MENACE1103");
            Assert.Equal(json, TaskPackageJson.Write(read.Package));
            Assert.Equal(package.Tasks.Select(t => t.Schedule), read.Package.Tasks.Select(t => t.Schedule));
            foreach (var (ours, theirs) in package.Tasks.Zip(read.Package.Tasks))
            {
                Assert.Equal(
                    (ours.Name, ours.Code, ours.Metadata.Purpose, ours.Metadata.Language, ours.Metadata.CodeFile, ours.Metadata.Io),
                    (theirs.Name, theirs.Code, theirs.Metadata.Purpose, theirs.Metadata.Language, theirs.Metadata.CodeFile, theirs.Metadata.Io));
                Assert.Equal(ours.Dependencies, theirs.Dependencies);
                Assert.Equal(ours.Metadata.Functions, theirs.Metadata.Functions);
                Assert.Equal(ours.Metadata.TestsFiles, theirs.Metadata.TestsFiles);
                Assert.Equal(ours.Metadata.Extra, theirs.Metadata.Extra);
                Assert.Equal(ours.Metadata.Examples.Select(e => (e.Function, e.Returns, e.Raises, e.Prints)), theirs.Metadata.Examples.Select(e => (e.Function, e.Returns, e.Raises, e.Prints)));
            }
        },
        iter: 5_000);

    [Fact]
    public void The_seed_s_task_is_written_in_the_seed_s_shape()
    {
        var package = new TaskPackage([new() { Name = "DemoBot", Code = "print('hello')", Schedule = "once", Metadata = new() { Purpose = "demo", Functions = ["run"], Language = BotLanguage.CSharp } }]);
        const string Json = """{"tasks":[{"code":"print('hello')","dependencies":[],"metadata":{"functions":["run"],"language":"csharp","purpose":"demo"},"name":"DemoBot","resources":{},"schedule":"once"}],"version":1}""";
        Assert.Equal(Json, TaskPackageJson.Write(package));
    }

    [Theory]
    [InlineData(ScheduleKind.Once, "", null, "\"once\"")]
    [InlineData(ScheduleKind.Every, "15m", null, "\"every 15m\"")]
    [InlineData(ScheduleKind.Cron, "0 3 * * *", null, "\"0 3 * * *\"")]
    [InlineData(ScheduleKind.Cron, "once", null, "{\"cron\":\"once\"}")]
    [InlineData(ScheduleKind.Cron, "0 3 * * *", "Europe/Berlin", "{\"cron\":\"0 3 * * *\",\"timeZone\":\"Europe/Berlin\"}")]
    [InlineData(ScheduleKind.Once, "2030-01-01T00:00:00Z", null, "{\"once\":\"2030-01-01T00:00:00Z\"}")]
    public void A_schedule_is_a_string_where_nothing_is_lost(ScheduleKind kind, string expression, string? zone, string json) =>
        Assert.Contains("\"schedule\":" + json, TaskPackageJson.Write(new TaskPackage([new() { Name = "a", Schedule = new(kind, expression, zone) }])), StringComparison.Ordinal);

    [Fact]
    public void A_key_of_the_format_wins_over_Extra()
    {
        var metadata = new TaskMetadata { Purpose = "real", Extra = new Dictionary<string, JsonValue> { ["purpose"] = "false", ["team"] = "x" } };
        Assert.Contains("\"metadata\":{\"purpose\":\"real\",\"team\":\"x\"}", TaskPackageJson.Write(new TaskPackage([new() { Name = "a", Metadata = metadata }])), StringComparison.Ordinal);
    }
}
