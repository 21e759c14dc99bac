using Menace.Model.Json;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Model.Text;

namespace Menace.Model.Tests;

public class TaskFileTests
{
    [Fact]
    public void A_schedule_that_is_null_is_none_whatever_the_defaults_say()
    {
        var file = TaskFileReader.Read("""{ "defaults": { "schedule": "@daily" }, "tasks": [ { "name": "a" }, { "name": "b", "schedule": null } ] }""");

        Assert.Empty(file.Mistakes());
        Assert.Equal(["@daily", null], file.Package.Tasks.Select(task => task.Schedule?.ToString()));
    }

    [Fact]
    public void The_seed_s_task_list_is_read()
    {
        var file = TaskFileReader.Read("""
            [ { "name": "DemoBot", "dependencies": [], "resources": {}, "schedule": "once",
                "code": "print('hello')", "metadata": { "purpose": "demo", "functions": ["run"] } } ]
            """);
        Assert.Empty(file.Mistakes());
        var task = Assert.Single(file.Package.Tasks);
        Assert.Equal(("DemoBot", TaskSchedule.Once, "print('hello')", "demo"), (task.Name, task.Schedule, task.Code, task.Metadata.Purpose));
        Assert.Equal(["run"], task.Metadata.Functions);
    }

    [Fact]
    public void Every_property_of_the_object_form_is_read()
    {
        var file = TaskFileReader.Read("""
            { "$schema": "x", "version": 1, "title": "T", "description": "D", "tasks": [ {
              "$comment": "why", "name": "a", "schedule": { "cron": "0 3 * * *", "timeZone": "Europe/Berlin" },
              "resources": { "cpu": 2, "memory": "256Mi", "timeout": "30s", "gpu": "any" },
              "metadata": { "purpose": "p", "functions": ["f", "g"], "function_docs": { "f": "does f" }, "description": "d", "language": "PY",
                "template": "logging", "capabilities": ["c"], "level": "basic", "io_format": "json", "tags": ["t"], "license": "MIT",
                "packages": ["numpy@2"], "code_file": "src\\a.py", "tests": "x", "tests_file": "t/test_a.py", "files": { "data/d.csv": "d.csv" },
                "path": "old.py", "team": { "lead": "x" },
                "examples": [ { "function": "f", "args": [1, "x"], "returns": null }, { "function": "g", "raises": "ValueError" }, { "function": "g", "prints": "hi" } ] } } ] }
            """);
        Assert.Empty(file.Mistakes());
        Assert.Equal(("T", "D", 1), (file.Package.Title, file.Package.Description, file.Package.Version));
        var task = file.Package.Tasks[0];
        Assert.Equal(new TaskSchedule(ScheduleKind.Cron, "0 3 * * *", "Europe/Berlin"), task.Schedule);
        Assert.Equal(["cpu", "memory", "timeout", "gpu"], task.Resources.Keys);
        var m = task.Metadata;
        Assert.Equal((BotLanguage.Python, "json", "src/a.py", "MIT"), (m.Language, m.Io, m.CodeFile, m.License));
        Assert.Equal(["t/test_a.py"], m.TestsFiles);
        Assert.Equal(["numpy@2"], m.Packages);
        Assert.Equal("x", m.Extra["team"]["lead"]!.Text);
        Assert.Equal((JsonValue.Null, "ValueError", "hi"), (m.Examples[0].Returns, m.Examples[1].Raises, m.Examples[2].Prints));
        Assert.Equal(["src/a.py", "t/test_a.py", "d.csv"], file.ReferencedFiles);
    }

    [Fact]
    public void Defaults_fill_what_a_task_leaves_out_one_level_into_metadata_and_resources()
    {
        var file = TaskFileReader.Read("""
            { "defaults": { "schedule": "0 3 * * *", "dependencies": ["base"], "resources": { "cpu": 1, "memory": "1Gi" },
                            "metadata": { "language": "csharp", "functions": ["run"], "tags": ["x"], "owner": "me" } },
              "tasks": [ { "name": "base" },
                         { "name": "a", "schedule": "once", "dependencies": [], "resources": { "cpu": 2 }, "metadata": { "functions": [], "language": "py" } } ] }
            """);
        Assert.Empty(file.Mistakes());
        var (first, second) = (file.Package.Tasks[0], file.Package.Tasks[1]);
        Assert.Equal((ScheduleKind.Cron, BotLanguage.CSharp), (first.Schedule!.Kind, first.Metadata.Language));
        Assert.Empty(first.Dependencies);
        Assert.Equal(["run"], first.Metadata.Functions);
        Assert.Equal((TaskSchedule.Once, BotLanguage.Python), (second.Schedule, second.Metadata.Language));
        Assert.Empty(second.Dependencies);
        Assert.Empty(second.Metadata.Functions);
        Assert.Equal(["x"], second.Metadata.Tags);
        Assert.Equal("me", second.Metadata.Extra["owner"].Text);
        Assert.Equal(("2", "1Gi"), (second.Resources["cpu"].Text, second.Resources["memory"].Text));
    }

    [Fact]
    public void A_mistake_in_the_defaults_is_reported_once()
    {
        var file = TaskFileReader.Read("""{ "defaults": { "schedule": "61 * * * *", "dependencies": ["x"] }, "tasks": [ { "name": "a" }, { "name": "b" } ] }""");
        Assert.Equal(["MENACE1401", "MENACE1301"], file.Mistakes().Select(f => f.Rule.Id));
    }

    [Fact]
    public void Task_with_a_syntax_error_is_kept_without_further_findings()
    {
        var file = TaskFileReader.Read("""[ { "name": "a", "code": None, "schedule": "rubbish", "dependencies": ["zzz"] }, { "name": "b", "dependencies": ["a"] } ]""");
        Assert.Equal(["MENACE1009"], file.Mistakes().Select(f => f.Rule.Id));
        Assert.Equal(["a", "b"], file.Package.Tasks.Select(t => t.Name));
    }

    [Theory]
    [InlineData("name", "\"a\"")]
    [InlineData("code", "\"x\\ny\"")]
    [InlineData("metadata", "{ \"functions\": [ \"f\" ] }")]
    [InlineData("metadata.functions", "[ \"f\" ]")]
    [InlineData("schedule", "\"a\"")]
    [InlineData("metadata.purpose", "\"a\"")]
    public void A_property_has_the_place_of_its_value_or_of_the_name(string property, string token)
    {
        const string Text = "[ { \"name\": \"a\", \"code\": \"x\\ny\", \"metadata\": { \"functions\": [ \"f\" ] } } ]";
        var span = TaskFileReader.Read(Text).SpanOf("a", property);
        Assert.Equal(token, Text.Substring(span.Start, span.Length));
    }

    [Fact]
    public void Places_are_those_of_all_properties_and_their_elements()
    {
        var file = TaskFileReader.Read("""
            { "tasks": [ { "name": "a", "code": "x", "metadata": { "packages": [ "p", "q" ], "files": { "d.x/y": "z" } } }, { "name": "b", "dependencies": [ "a" ] } ] }
            """);

        Assert.All(file.Places(), place => Assert.Equal(file.SpanOf(place.Task, place.Property), place.Span));
        Assert.Equal(
            ["a:name", "a:code", "a:metadata", "a:metadata.packages", "a:metadata.packages.0", "a:metadata.packages.1", "a:metadata.files",
                "a:metadata.files.d.x/y", "b:name", "b:dependencies", "b:dependencies.0"],
            file.Places().Select(place => $"{place.Task}:{place.Property}"));
    }

    [Fact]
    public void A_task_that_is_not_there_has_the_start_of_the_file()
    {
        Assert.Equal(new TextSpan(0, 0), TaskFileReader.Read("[]").SpanOf("a", "code"));
        Assert.Equal(new TextSpan(0, 0), TaskFileReader.Read("[]").MapCode("a", 0, 1));
    }

    [Theory]
    [InlineData(0, 1, "v")]
    [InlineData(1, 1, "\\n")]
    [InlineData(2, 1, "\\u0041")]
    [InlineData(3, 2, "\uD83D\uDE00")]
    [InlineData(5, 2, "\\ud83d\\ude00")]
    [InlineData(7, 2, "\\\\\\\"")]
    [InlineData(9, 1, "z")]
    [InlineData(9, 99, "z")]
    [InlineData(99, 1, "")]
    [InlineData(-5, 1, "v")]
    public void Places_in_code_are_found_through_its_escapes(int offset, int length, string slice)
    {
        const string Text = "[\n { \"name\": \"a\", \"code\": \"v\\n\\u0041\uD83D\uDE00\\ud83d\\ude00\\\\\\\"z\" } ]";
        var file = TaskFileReader.Read(Text);
        var span = file.MapCode("a", offset, length);
        Assert.Equal(slice, Text.Substring(span.Start, span.Length));
        Assert.Equal(1, file.Lines.PositionOf(span.Start).Line);
    }

    [Fact]
    public void A_code_file_has_the_place_of_the_name_instead() =>
        Assert.Equal(new TextSpan(12, 3), TaskFileReader.Read("""[ { "name": "a", "metadata": { "code_file": "a.py" } } ]""").MapCode("a", 3, 4));

    [Theory]
    [InlineData("", 0, 0, 0)]
    [InlineData("a\nb\r\nc\rd", 2, 1, 0)]
    [InlineData("a\nb\r\nc\rd", 4, 1, 2)]
    [InlineData("a\nb\r\nc\rd", 5, 2, 0)]
    [InlineData("a\nb\r\nc\rd", 7, 3, 0)]
    [InlineData("a\nb", 99, 1, 1)]
    [InlineData("\n", 1, 1, 0)]
    public void Offsets_become_lines_and_columns(string text, int offset, int line, int column) =>
        Assert.Equal(new LinePosition(line, column), new LineMap(text).PositionOf(offset));

    [Fact]
    public void A_cycle_names_its_path_and_every_edge()
    {
        const string Text = """[ { "name": "x", "dependencies": ["a"] }, { "name": "a", "dependencies": ["b"] }, { "name": "b", "dependencies": ["x", "c"] }, { "name": "c", "dependencies": ["a"] } ]""";
        var finding = Assert.Single(TaskFileReader.Read(Text).Mistakes());
        Assert.Equal("Dependency cycle: x -> a -> b -> x; remove one of these dependencies", finding.Message);
        Assert.Equal(["\"a\"", "\"b\"", "\"x\""], finding.AdditionalSpans.Prepend(finding.Span).Select(s => Text.Substring(s.Start, s.Length)));
    }

    [Fact]
    public void Ten_thousand_tasks_in_one_cycle_are_one_finding()
    {
        var tasks = Enumerable.Range(0, 10_000).Select(i => $$"""{"name":"t{{i}}","dependencies":["t{{(i + 1) % 10_000}}"],"code":"x"}""");
        var finding = Assert.Single(TaskFileReader.Read("[" + string.Join(",\n", tasks) + "]").Mistakes());
        Assert.Equal("MENACE1302", finding.Rule.Id);
        Assert.Equal(9_999, finding.AdditionalSpans.Count);
        Assert.InRange(finding.Message.Length, 50, 300);
    }

    [Theory]
    [InlineData("""[ { "name": "a", "dependencies": ["alpa"] }, { "name": "alpha" } ]""", "did you mean 'alpha'?")]
    [InlineData("""[ { "name": "a", "metadata": { "language": "pyhton" } } ]""", "did you mean 'python'?")]
    [InlineData("""[ { "name": "a", "metadata": { "template": "loging" } } ]""", "did you mean 'logging'?")]
    [InlineData("""[ { "name": "a", "Code": "" } ]""", "write 'code'")]
    [InlineData("""[ { "name": "a", "owner": "" } ]""", "allowed are 'name', 'dependencies',")]
    [InlineData("""[ { "name": "a", "schedule": "dayly" } ]""", "did you mean '@daily'?")]
    [InlineData("""[ { "name": "a", "schedule": "5m" } ]""", "did you mean 'every 5m'?")]
    [InlineData("""[ { "name": "a", "schedule": "Every 15m" } ]""", "did you mean 'every 15m'?")]
    [InlineData("""[ { "name": "a", "schedule": "Once" } ]""", "did you mean 'once'?")]
    [InlineData("""[ { "name": "a", "resources": { "memory": "256Mb" } } ]""", "did you mean 'MB'?")]
    [InlineData("""[ { "name": "a", "code": None } ]""", "did you mean null?")]
    [InlineData("""[ { "name": "a", "resources": { "gpu": 0x10 } } ]""", "did you mean 16?")]
    [InlineData("""[ { "name": "a", "code": hello } ]""", "did you mean \"hello\"?")]
    public void A_message_names_the_nearest_valid_value(string text, string part) =>
        Assert.Contains(part, Assert.Single(TaskFileReader.Read(text).Mistakes()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""[ { "name": "a", "metadata": { "functions": ["größe"], "language": "cs" } } ]""")]
    [InlineData("""[ { "name": "a", "metadata": { "functions": ["class"] } } ]""")]
    [InlineData("""[ { "name": "a", "metadata": { "files": { "data/x": "./d/../x" }, "code_file": "b/./a.cs" } } ]""")]
    [InlineData("""[ { "name": "json", "metadata": { "language": "csharp" } } ]""")]
    [InlineData("""[ { "name": "a", "schedule": { "once": "2030-01-31T08:00:00.5+01:00" } }, { "name": "b", "schedule": { "once": "2030-01-31T08:00Z", "timeZone": "America/Argentina/Ushuaia" } } ]""")]
    [InlineData("""[ { "name": "a", "resources": { "cpu": "500m", "memory": 1048576, "timeout": 30, "disk": { "size": "1" } } } ]""")]
    [InlineData("""[ { "name": "a", "metadata": { "team": "x", "owner": 1, "$comment": "y" } } ]""")]
    public void What_is_allowed_is_not_reported(string text) =>
        Assert.Empty(TaskFileReader.Read(text, new() { FileExists = path => path is "x" or "b/a.cs" }).Mistakes());

    [Theory]
    [InlineData("\"b\"", "b", "name")]
    [InlineData("\"x\"", "b", "metadata.tags.1")]
    [InlineData("print(1)", "b", "code")]
    [InlineData("tags\"", "b", "metadata.tags")]
    [InlineData("{ \"name\": \"b\"", "b", "name")]
    [InlineData("\"title\"", null, null)]
    public void PlaceOf_finds_the_task_and_the_innermost_property(string at, string? task, string? property)
    {
        const string Text = """
            { "title": "T", "tasks": [ { "name": "a" },
              { "name": "b", "code": "print(1)", "metadata": { "tags": ["y", "x"] } } ] }
            """;
        var file = TaskFileReader.Read(Text);

        var place = file.PlaceOf(new(Text.IndexOf(at, StringComparison.Ordinal), 1));

        Assert.Equal((task, property), (place?.Task, place?.Property));
    }
}
