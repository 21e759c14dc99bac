using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Menace.Model.Json;
using Menace.Model.Reading;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;

namespace Menace.Model.Tests;

/// <summary>Every field of a task is read, filled from defaults, written, in the schema and on the page.</summary>
public sealed partial class TaskFieldTests
{
    private static readonly string[] Shape = ["MENACE1101", "MENACE1102", "MENACE1103", "MENACE1104"];

    /// <summary>What the fields of metadata do not describe: all keys that the format does not know.</summary>
    private static readonly string[] NotInTheTable = [nameof(TaskMetadata.Extra)];

    private static readonly JsonElement Definitions =
        JsonDocument.Parse(File.ReadAllText(Root("src/Menace.Sdk/schema/tasks.schema.json"))).RootElement.GetProperty("definitions");

    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Root("src/Menace.Sdk/schema/tasks.schema.json")));

    /// <summary>A value of each type that a property of a record can have, and another one.</summary>
    private static readonly Dictionary<Type, (object One, object Other)> Values = new()
    {
        [typeof(string)] = ("one", "other"),
        [typeof(IReadOnlyList<string>)] = (new[] { "one" }, new[] { "other", "more" }),
        [typeof(IReadOnlyDictionary<string, string>)] =
            (new Dictionary<string, string> { ["one"] = "1" }, new Dictionary<string, string> { ["other"] = "2" }),
        [typeof(IReadOnlyDictionary<string, JsonValue>)] =
            (new Dictionary<string, JsonValue> { ["one"] = 1 }, new Dictionary<string, JsonValue> { ["other"] = 2 }),
        [typeof(IReadOnlyList<TaskExample>)] =
            (new[] { new TaskExample { Function = "one", Returns = 1 } }, new[] { new TaskExample { Function = "other", Prints = "x" } }),
        [typeof(BotLanguage?)] = (BotLanguage.Python, BotLanguage.Shell),
        [typeof(TidyMode?)] = (TidyMode.Apply, TidyMode.Off),
        [typeof(bool?)] = (false, true),
        [typeof(TaskRun)] = (new TaskRun { Function = "one", Args = ["a", 1] }, new TaskRun { Args = [2] }),
        [typeof(JsonValue)] = ((JsonValue)"30s", (JsonValue)60),
        [typeof(int?)] = (2, 3),
        [typeof(RunConcurrency?)] = (RunConcurrency.Replace, RunConcurrency.Forbid),
        [typeof(TaskSchedule)] = (TaskSchedule.FromText("@daily"), TaskSchedule.FromText("every 5m")),
    };

    public static IEnumerable<object[]> Properties =>
        PropertiesOf(typeof(TaskInfo)).Except([nameof(TaskInfo.Metadata)]).Select(property => new object[] { false, property })
            .Concat(PropertiesOf(typeof(TaskMetadata)).Except(NotInTheTable).Select(property => new object[] { true, property }));

    public static IEnumerable<object[]> Keys =>
        TaskFields.Task.Keys.Select(key => new object[] { false, key })
            .Concat(TaskFields.Metadata.Keys.Select(key => new object[] { true, key }));

    [Theory]
    [MemberData(nameof(Properties))]
    public void Property_of_a_task_is_written_to_a_package_and_read_back(bool isMetadata, string property)
    {
        var task = With(new TaskInfo { Name = "a" }, isMetadata, property, other: false);
        var empty = TaskPackageJson.Write(new TaskPackage([new() { Name = "a" }]));

        var json = TaskPackageJson.Write(new TaskPackage([task]));

        Assert.NotEqual(empty, json);
        Assert.Equal(json, TaskPackageJson.Write(TaskPackageJson.Read(json)));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Property_that_a_task_leaves_out_comes_from_the_defaults(bool isMetadata, string property)
    {
        if (property == nameof(TaskInfo.Name))
        {
            Assert.DoesNotContain("name", TaskFields.DefaultsProperties);
            return;
        }

        var (own, shared) = (new TaskInfo { Name = "a" }, With(new TaskInfo { Name = "a" }, isMetadata, property, other: true));

        Assert.Equal(Text(shared), Text(Read(own, shared)));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Property_of_a_task_wins_over_the_defaults(bool isMetadata, string property)
    {
        var own = With(new TaskInfo { Name = "a" }, isMetadata, property, other: false);
        var shared = property == nameof(TaskInfo.Name) ? own : With(new TaskInfo { Name = "a" }, isMetadata, property, other: true);
        var merged = new Dictionary<string, JsonValue> { ["one"] = 1, ["other"] = 2 };
        var expected = property switch
        {
            nameof(TaskInfo.Resources) => own with { Resources = merged },
            nameof(TaskMetadata.TemplateVariables) => own with { Metadata = own.Metadata with { TemplateVariables = merged } },
            _ => own,
        };

        Assert.Equal(Text(expected), Text(Read(own, shared)));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Property_of_a_task_is_a_variable_of_templates(bool isMetadata, string property)
    {
        var (empty, full) = (new TaskInfo { Name = "" }, With(new TaskInfo { Name = "" }, isMetadata, property, other: false));

        Assert.Single(Variables(full).Except(Variables(empty)));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Key_is_in_the_schema_and_on_the_page(bool isMetadata, string key)
    {
        var property = Definitions.GetProperty(isMetadata ? "metadata" : "task").GetProperty("properties").GetProperty(key);
        var page = File.ReadAllText(Root("docs/tasks-json.md"));

        Assert.NotEmpty(property.EnumerateObject());
        Assert.True(
            Row().Matches(page).Any(row => row.Groups[1].Value.Contains($"`{key}`", StringComparison.Ordinal)),
            $"docs/tasks-json.md has no row for {key}.");
    }

    [Fact]
    public void Schema_has_no_key_that_the_table_does_not_have()
    {
        Assert.Equal(TaskFields.TaskProperties.Order(StringComparer.Ordinal), Members("task"));
        Assert.Equal(TaskFields.DefaultsProperties.Order(StringComparer.Ordinal), Members("defaults"));
        Assert.Equal(TaskFields.Metadata.Keys.Order(StringComparer.Ordinal), Members("metadata"));

        static IEnumerable<string> Members(string definition) =>
            Definitions.GetProperty(definition).GetProperty("properties").EnumerateObject()
                .Select(member => member.Name).Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Schema_accepts_the_types_that_the_reader_accepts(bool isMetadata, string key)
    {
        string[] values =
            ["5", "true", "null", "\"x\"", "[]", "[\"x\"]", "[5]", "{}", "{\"x\":\"y\"}", "[{\"function\":\"f\",\"returns\":1}]"];
        foreach (var value in values)
        {
            // Whether text names a language is a question of meaning for the reader, and an empty object has no time.
            var isStricter = (key == "language" && value == "\"x\"") || (key == "io_format" && value == "null");
            var member = $"{JsonSerializer.Serialize(key)}:{value}";
            var json = isMetadata
                ? $$$"""[{"name":"a","metadata":{ {{{member}}} }}]"""
                : $$$"""[{ {{{(key == "name" ? "" : "\"name\":\"a\",")}}}{{{member}}} }]""";
            using var document = JsonDocument.Parse(json);

            var isRead = !TaskFileReader.Read(json).Findings.Any(finding => Shape.Contains(finding.Rule.Id));

            Assert.True(
                isStricter || isRead == Schema.Evaluate(document.RootElement).IsValid,
                $"{json}: the reader {(isRead ? "accepts" : "refuses")} it, the schema does not.");
        }
    }

    [Fact]
    public void Path_is_a_key_like_any_other_that_is_not_known()
    {
        var file = TaskFileReader.Read("""[{"name":"a","metadata":{"path":"src/a.py"}}]""");

        Assert.Equal("src/a.py", file.Package.Tasks[0].Metadata.Extra["path"].Text);
        Assert.Contains("MENACE1702", file.Findings.Select(finding => finding.Rule.Id));
    }

    /// <summary>The properties with a value of their own.</summary>
    private static IEnumerable<string> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite).Select(property => property.Name);

    private static TaskInfo With(TaskInfo task, bool isMetadata, string property, bool other)
    {
        var copy = task with { Metadata = task.Metadata with { } };
        object record = isMetadata ? copy.Metadata : copy;
        var info = record.GetType().GetProperty(property)!;
        var (one, second) = Values[info.PropertyType];
        info.SetValue(record, other ? second : one);
        return copy;
    }

    /// <summary>The task as a list says it whose defaults are <paramref name="shared"/>; both without what is empty.</summary>
    private static TaskInfo Read(TaskInfo own, TaskInfo shared)
    {
        var json = $$"""{"defaults":{{Given(shared, isDefaults: true)}},"tasks":[{{Given(own, isDefaults: false)}}]}""";
        return Assert.Single(TaskFileReader.Read(json).Package.Tasks);
    }

    private static string Given(TaskInfo task, bool isDefaults)
    {
        var empty = JsonValue.FromMembers([.. TaskFields.Task.Variables(new() { Name = "" })]);
        var metadata = JsonValue.FromMembers([.. TaskFields.Metadata.Write(task.Metadata)]);
        var members = TaskFields.Task.Write(task)
            .Where(field => !field.Value.Equals(empty[field.Key]) && !(isDefaults && field.Key == "name"));
        return CanonicalJson.Write(JsonValue.FromMembers([.. members, new("metadata", metadata)]));
    }

    private static IEnumerable<(string, string)> Variables(TaskInfo task) =>
        TaskFields.Task.Variables(task).Concat(TaskFields.Metadata.Variables(task.Metadata))
            .Select(variable => (variable.Key, variable.Value.ToString()));

    private static string Text(TaskInfo task) => TaskPackageJson.Write(task);

    private static string Root(string path, [CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", path));

    [GeneratedRegex(@"^\| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
