using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;

namespace Menace.Tasks.Tests;

public sealed class StageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("menace-tasks-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void List_without_mistakes_leaves_its_record_and_its_sources_and_is_done()
    {
        Write("tasks.json", """[{ "name": "a", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "a.py" } }]""");
        Write("a.py", "def run():\n    pass\n");

        Assert.True(Handoff().Execute());

        Assert.Empty(_engine.Errors);
        Assert.True(File.Exists(Path.Combine(_folder, "obj/handoff.json")));
        Assert.Equal([nameof(PipelineStage.Handoff)], State.Done.Keys);
        Assert.Equal(["tasks.json", "a.py", "menace.completions.json"], State.Sources.Select(source => Path.GetRelativePath(_folder, source.Path)));
    }

    [Fact]
    public void Mistake_has_code_and_place_and_the_stage_is_not_done()
    {
        Write("tasks.json", """[{ "name": "a", "code": "x = 1", "metadata": { "language": "python" } }]""");
        Assert.True(Handoff().Execute());
        Assert.NotEmpty(State.Done);
        Write("tasks.json", "[\n  { \"name\": \"a\", \"dependencies\": [\"b\"] }\n]");

        Assert.False(Handoff().Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("MENACE1301", "tasks.json", 2, 35, 2, 38), (error.Code, error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));
        Assert.Null(error.HelpLink);
        Assert.Empty(State.Done);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Warnings_are_the_analyzers_unless_it_did_not_run(bool analyzerRan, int warnings)
    {
        Write("tasks.json", "[]");
        var stage = Handoff();
        stage.AnalyzerRan = analyzerRan;

        Assert.True(stage.Execute());

        Assert.Equal(warnings, _engine.Warnings.Count);
    }

    [Fact]
    public void Path_that_is_empty_is_not_the_folder_of_the_project()
    {
        Write("tasks.json", "[]");
        var stage = Handoff();
        stage.Options = Properties.Of(("MenaceRepositoryBase", ""));

        Assert.False(stage.Execute());

        Assert.Equal("MenaceRepositoryBase is '', but must be a path", Assert.Single(_engine.Errors).Message);
    }

    [Theory]
    [InlineData("MenaceConcurrency", "0")]
    [InlineData("MenaceConcurrency", "many")]
    [InlineData("MenaceDefaultLanguage", "cobol")]
    [InlineData("MenaceVerifyEnabled", "perhaps")]
    [InlineData("MenaceLint", "perhaps")]
    [InlineData("MenaceVerifyTimeout", "soon")]
    [InlineData("MenaceVerifyTimeout", "-3s")]
    [InlineData("MenaceEmit", "github;cron")]
    [InlineData("MenaceChatEndpoint", "localhost")]
    [InlineData("MenaceChatAllowOtherHosts", "perhaps")]
    [InlineData("MenaceChatTimeout", "0s")]
    [InlineData("MenaceChatTokenCap", "-1")]
    [InlineData("MenaceChatCost", "0.15")]
    [InlineData("MenaceAnswers", "Sometimes")]
    public void A_property_that_cannot_be_used_is_named(string property, string value)
    {
        Write("tasks.json", "[]");
        var stage = Handoff();
        stage.Options = Properties.Of((property, value));

        Assert.False(stage.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MENACE0003", error.Code);
        Assert.StartsWith($"{property} is '{value}', but must be ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stage4Url", "stage4.example.org")]
    [InlineData("Stage4Url", "ftp://stage4.example.org")]
    [InlineData("HandoffAttempts", "0")]
    [InlineData("HandoffTimeout", "0s")]
    [InlineData("HandoffBackoff", "soon")]
    public void A_way_to_Stage_4_that_cannot_be_used_is_named(string property, string value)
    {
        Write("tasks.json", """[ { "name": "a", "code": "x = 1", "metadata": { "language": "python" } } ]""");
        var stage = Handoff();
        stage.Options = Properties.Of(("Menace" + property, value));

        Assert.False(stage.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MENACE0003", error.Code);
        Assert.StartsWith($"Menace{property} is '{value}', but must be ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stage4Url", "https://user:geheim@stage4.example.org")]
    [InlineData("QueueUriVariable", "amqp://user:geheim@broker")]
    [InlineData("Stage4TokenVariable", "geheim-geheim")]
    public void A_secret_in_a_property_is_refused_and_not_repeated(string property, string value)
    {
        Write("tasks.json", """[ { "name": "a", "code": "x = 1", "metadata": { "language": "python" } } ]""");
        var stage = Handoff();
        stage.Options = Properties.Of(("Menace" + property, value));

        Assert.False(stage.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MENACE0003", error.Code);
        Assert.DoesNotContain("geheim", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Undelivered_package_fails_the_build_and_leaves_no_stage_file()
    {
        Write("tasks.json", """[ { "name": "a", "code": "x = 1", "metadata": { "language": "python" } } ]""");
        var stage = Handoff();
        stage.Options = Properties.Of(("MenaceStage4Url", "http://127.0.0.1:1"), ("MenaceHandoffBackoff", "1s"));

        Assert.False(stage.Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MENACE2003", error.Code);
        Assert.Contains("attempt 1: http://127.0.0.1:1: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("attempt 2: ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "handoff.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_missing_list_says_what_to_do()
    {
        Assert.False(Handoff().Execute());

        Assert.Contains("MenaceTasksFile", Assert.Single(_engine.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_not_foreseen_still_gets_a_code_and_leaves_nothing_for_the_next_stage()
    {
        Write("obj/handoff.json", "{ not a record");
        Write("obj/optimise.json", "{}");
        var stage = Prepare(new OptimiseStage());

        Assert.False(stage.Execute());

        Assert.Equal("MENACE0001", Assert.Single(_engine.Errors).Code);
        Assert.False(File.Exists(Path.Combine(_folder, "obj/optimise.json")));
    }

    [Fact]
    public void Stage_that_was_cancelled_says_nothing_and_is_not_done()
    {
        Write("tasks.json", """[{ "name": "a" }]""");
        var stage = Handoff();
        stage.Cancel();

        Assert.False(stage.Execute());

        Assert.Empty(_engine.Errors);
        Assert.Empty(State.Done);
    }

    [Fact]
    public void An_error_in_a_code_file_is_placed_in_that_file()
    {
        Write("tasks.json", """[{ "name": "a", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "bots/a.py" } }]""");
        Write("bots/a.py", "def run():\n    return (\n");
        Assert.True(Handoff().Execute());

        Assert.False(Prepare(new OptimiseStage()).Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("MENACE1701", Path.Combine("bots", "a.py"), 2, 12), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Places_are_those_of_the_text_that_was_read_also_when_a_file_has_changed_since(bool listChanged, bool codeChanged)
    {
        Write("tasks.json", """
            [{ "name": "a", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "a.py" } },
             { "name": "b", "code": "def run(:", "metadata": { "purpose": "p", "functions": ["run"], "language": "python" } }]
            """);
        Write("a.py", "def run():\n    return (\n");
        Assert.True(Handoff().Execute());
        if (listChanged)
        {
            Write("tasks.json", "\n\n\n" + File.ReadAllText(Path.Combine(_folder, "tasks.json")));
        }

        if (codeChanged)
        {
            Write("a.py", "# new\ndef run():\n    return (\n");
        }

        Assert.False(Prepare(new OptimiseStage()).Execute());

        Assert.Equal([("a.py", 2, 12), ("tasks.json", 2, 34)],
            _engine.Errors.Select(error => (error.File, error.LineNumber, error.ColumnNumber)));
    }

    [Fact]
    public void List_is_parsed_by_the_first_stage_alone()
    {
        const string List = """[{ "name": "b", "code": "def run(:", "metadata": { "purpose": "p", "functions": ["run"], "language": "python" } }]""";
        Write("tasks.json", List);
        Assert.True(Handoff().Execute());
        var places = Path.Combine(_folder, "obj", PlaceFile.Name);
        var start = List.IndexOf("\"def", StringComparison.Ordinal);
        Assert.Contains($"\"code\":[{start},", File.ReadAllText(places), StringComparison.Ordinal);
        File.WriteAllText(places, File.ReadAllText(places).Replace($"\"code\":[{start},", $"\"code\":[{start + 1},", StringComparison.Ordinal));

        Assert.False(Prepare(new OptimiseStage()).Execute());

        // The place is taken from the file, however wrong it is.
        Assert.Equal(start + 1 + 1, Assert.Single(_engine.Errors).ColumnNumber);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_many_mistakes_200_are_logged_and_the_rest_is_counted_where_a_user_sees_it(bool analyzerRan)
    {
        Write("tasks.json", "[" + string.Concat(Enumerable.Range(0, 300).Select(i => $$"""{ "name": "t{{i}}", "dependencies": ["gone"] }, """)) + """{ "name": "t" }]""");
        var stage = Handoff();
        stage.AnalyzerRan = analyzerRan;

        Assert.False(stage.Execute());

        AssertCounted(100);
    }

    [Fact]
    public void Of_many_failed_bots_200_are_logged_and_the_rest_is_counted_where_a_user_sees_it()
    {
        Write("tasks.json", "[" + string.Join(", ", Enumerable.Range(0, 300).Select(i => $$"""{ "name": "t{{i}}", "code": "def (", "metadata": { "purpose": "p", "functions": ["run"], "language": "python" } }""")) + "]");
        Assert.True(Handoff().Execute());

        Assert.False(Prepare(new OptimiseStage()).Execute());

        AssertCounted(100);
    }

    private void AssertCounted(int rest)
    {
        Assert.Equal(200, _engine.Errors.Count);
        var message = Assert.Single(_engine.Messages, message => message.Code == "MENACE1901");
        Assert.StartsWith($"{rest} more problems", message.Message, StringComparison.Ordinal);
        Assert.Equal(Microsoft.Build.Framework.MessageImportance.High, message.Importance);
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_has_a_place()
    {
        File.WriteAllBytes(Path.Combine(_folder, "tasks.json"), [.. "[{ \"name\": \"a\",\n \"code\": \"é"u8, 0xE9, .. "\" }]"u8]);

        Assert.False(Handoff().Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("MENACE1007", "tasks.json", 2, 12), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
        Assert.Contains("0xE9 at offset 28", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_file_that_is_not_UTF_8_is_an_error_at_the_property_that_names_it()
    {
        Write("tasks.json", """[{ "name": "a", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "a.py" } }]""");
        File.WriteAllBytes(Path.Combine(_folder, "a.py"), [.. "# 1\n# "u8, 0xFF]);

        Assert.False(Handoff().Execute());

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("MENACE1007", "tasks.json", 1, 104), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
        Assert.StartsWith("The file 'a.py', line 2, column 3, is not UTF-8: the byte 0xFF at offset 6 ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder", "it is a folder")]
    [InlineData("pipe", "it is not a regular file")]
    public async Task What_is_no_file_is_named_at_once(string kind, string problem)
    {
        var path = Path.Combine(_folder, "tasks.json");
        if (kind == "folder")
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            await System.Diagnostics.Process.Start("mkfifo", [path]).WaitForExitAsync();
        }

        Assert.False(await Task.Run(() => Handoff().Execute()).WaitAsync(TimeSpan.FromSeconds(30)));

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MENACE0005", error.Code);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_an_end_is_too_large()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "tasks.json"), "/dev/zero");

        Assert.False(Handoff().Execute());

        Assert.Equal("MENACE1011", Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void Linter_warning_is_located_in_the_code_and_repeated_without_a_test_run()
    {
        Write("tasks.json", "[{ \"name\": \"a\",\n  \"code\": \"def value():\\n    return 1 is 1\\n\",\n  \"metadata\": { \"purpose\": \"p\", \"functions\": [\"value\"], \"language\": \"python\" } }]");
        Assert.True(Handoff().Execute());
        Assert.True(Prepare(new OptimiseStage()).Execute());
        Assert.True(Prepare(new DevelopStage()).Execute());
        _engine.Messages.Clear();
        var verify = Prepare(new VerifyStage { Developed = true, TerminalLogger = "1" });
        Assert.True(verify.Execute());

        // What a terminal logger needs: the bot's line, the live line, the numbers of the test summary.
        Assert.StartsWith("1 bot: 1 created, 1 test passed", verify.Summary, StringComparison.Ordinal);
        Assert.Equal(
            [("TLTESTOUTPUT", ""), ("TLTESTPASSED", "a"), ("TLTESTFINISH", "1 of 1")],
            _engine.Messages.OfType<Microsoft.Build.Framework.ExtendedBuildMessageEventArgs>().Select(message => (message.ExtendedType, message.ExtendedType switch
            {
                "TLTESTPASSED" => message.ExtendedMetadata!["displayName"],
                "TLTESTFINISH" => $"{message.ExtendedMetadata!["passed"]} of {message.ExtendedMetadata["total"]}",
                _ => "",
            })));
        Assert.Matches(@"^Menace: a created \(python\): passed \(1 test, \d\.\d s\)$", _engine.Lines.First(line => line.StartsWith("Menace: ", StringComparison.Ordinal)));
        _engine.Messages.Clear();

        verify = Prepare(new VerifyStage());
        Assert.True(verify.Execute());

        Assert.Empty(_engine.Lines);
        Assert.StartsWith("1 bot up to date", verify.Summary, StringComparison.Ordinal);
        Assert.Equal(["MENACE5020"], verify.Findings);
        Assert.Empty(verify.Failures);
        Assert.Equal(2, _engine.Warnings.Count);
        Assert.All(_engine.Warnings, warning => Assert.Equal(("MENACE5020", "tasks.json", 2), (warning.Code, warning.File, warning.LineNumber)));
        Assert.StartsWith("Bot 'a': a.py(2): SyntaxWarning: ", _engine.Warnings[0].Message, StringComparison.Ordinal);
        Assert.Contains("unchanged", File.ReadAllText(Path.Combine(_folder, "obj/summary.md")), StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(PipelineStage.Verify), State.Done.Keys);
        Assert.Contains("warning MENACE5020", File.ReadAllText(Path.Combine(_folder, ".menace/logs/a.log")), StringComparison.Ordinal);
    }

    private HandoffStage Handoff() => Prepare(new HandoffStage());

    private ProjectState State => ProjectState.Read(Path.Combine(_folder, "obj"));

    private T Prepare<T>(T stage)
        where T : PipelineTask
    {
        stage.BuildEngine = _engine;
        stage.ProjectDirectory = _folder;
        stage.StageDirectory = "obj/";
        stage.Options = Properties.Of();
        return stage;
    }

    private void Write(string relative, string text)
    {
        var path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
