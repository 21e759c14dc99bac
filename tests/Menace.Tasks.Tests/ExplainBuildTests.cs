using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Menace.Tasks.Tests;

/// <summary>The target that says why bots were done again, and would be.</summary>
public sealed class ExplainBuildTests : IDisposable
{
    private const string List = """
        [{ "name": "clock", "code": "now() {\n    echo noon\n}\n", "metadata": { "purpose": "Tells the time.", "functions": ["now"], "language": "shell" } },
         { "name": "greeter", "code": "greet() {\n    echo hello\n}\n", "dependencies": ["clock"], "metadata": { "purpose": "Greets.", "functions": ["greet"], "language": "shell" } },
         { "name": "other", "code": "other() {\n    echo other\n}\n", "metadata": { "purpose": "p", "functions": ["other"], "language": "shell" } }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-tasks-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public ExplainBuildTests()
    {
        Write(List);
        Build();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Page_shows_why_the_last_build_and_one_now_change_bots_and_nothing_is_written_but_the_file()
    {
        Write(List.Replace("echo noon", "echo midnight", StringComparison.Ordinal));
        Build();
        var last = Explain();
        Assert.EndsWith("a build now:\n  nothing to do\n", last, StringComparison.Ordinal);
        Write(File.ReadAllText(Path.Combine(_folder, "tasks.json")).Replace("echo hello", "echo welcome", StringComparison.Ordinal));
        var before = Files();

        var text = Explain();

        Assert.Equal(before, Files());
        Assert.StartsWith(last[..last.IndexOf("a build now:", StringComparison.Ordinal)], text, StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(SourceFolder(), "..", "..", "docs", "explain.md"));
        Assert.Contains(WithoutDigests(text), WithoutDigests(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_does_what_the_explanation_says()
    {
        Write(List.Replace("echo noon", "echo midnight", StringComparison.Ordinal).Replace("\"p\"", "\"q\"", StringComparison.Ordinal));
        var next = Steps(Json("next"));

        Build();

        Assert.Equal(next, Steps(Json("last")));
        Assert.Equal(
            [
                "stage handoff file tasks.json",
                "clock optimise read code", "clock develop update code", "clock verify test file clock.sh, file tests/clock.bats",
                "greeter optimise reuse ", "greeter develop update dependency clock", "greeter verify test dependency clock",
                "other optimise read metadata.purpose", "other develop update purpose", "other verify test file main.sh",
            ],
            next);
    }

    [Fact]
    public void Edit_of_a_repository_and_a_variable_that_tests_see_are_named_and_its_value_is_not()
    {
        File.AppendAllText(Path.Combine(_folder, "dev_repos/other/other.sh"), "# mine\n");
        Assert.Contains("other verify test file other.sh", Steps(Json("next")));
        Assert.Contains("stage verify files of other", Steps(Json("next")));

        Environment.SetEnvironmentVariable("MENACE_EXPLAIN_TEST", "a secret value");
        try
        {
            var options = ("MenaceTestEnvironment", "MENACE_EXPLAIN_TEST");
            Build(options);
            var last = Explain(options);

            Assert.Contains("  other, verify: test, environment variable MENACE_EXPLAIN_TEST added", last, StringComparison.Ordinal);
            Assert.Contains("stage handoff: property MenaceTestEnvironment changed", last, StringComparison.Ordinal);
            Assert.DoesNotMatch("(MENACE_EXPLAIN_TEST|MenaceTestEnvironment) [a-z]+ \\(", last);
            Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(_folder, "obj"), "*.*").Where(file => Path.GetFileName(file) is var name
                && (name.StartsWith("decisions", StringComparison.Ordinal) || name.StartsWith("explain", StringComparison.Ordinal))),
                file => File.ReadAllText(file).Contains("a secret value", StringComparison.Ordinal));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MENACE_EXPLAIN_TEST", null);
        }
    }

    [Fact]
    public void File_of_a_template_is_named_before_and_after_the_build_that_takes_it()
    {
        var template = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "templates/corp")).FullName, "README.md.scriban");
        File.WriteAllText(template, "# {{ name }}\n");
        Write(List.Replace("\"purpose\": \"p\"", "\"purpose\": \"p\", \"template\": \"corp\"", StringComparison.Ordinal));
        Build();
        File.WriteAllText(template, "# The bot {{ name }}\n");
        Thread.Sleep(50);
        const string Line = "  other, develop: update, template.files.README.md.scriban.hash changed (# to #)\n";
        Assert.Contains(Line, WithoutDigests(Explain()), StringComparison.Ordinal);

        Build();

        var last = WithoutDigests(Explain());
        Assert.Contains(Line, last, StringComparison.Ordinal);
        Assert.DoesNotContain("verify: test", last, StringComparison.Ordinal);
        Assert.EndsWith("a build now:\n  nothing to do\n", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_that_has_nothing_to_do_records_nothing()
    {
        var before = Files();

        Build();

        Assert.Equal(before, Files());
    }

    [Fact]
    public void Explanation_of_one_bot_leaves_out_the_others()
    {
        Write(List.Replace("echo", "echo -n", StringComparison.Ordinal));

        var text = Explain(("MenaceExplainBots", "greeter"));

        Assert.Contains("greeter, develop: update", text, StringComparison.Ordinal);
        Assert.DoesNotContain("clock, ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("other, ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_bot_and_format_are_errors()
    {
        Assert.False(Prepare(new ExplainBuild(), ("MenaceExplainBots", "greter")).Execute());
        Assert.False(Prepare(new ExplainBuild(), ("MenaceExplainFormat", "xml")).Execute());

        Assert.Equal(
            ["MenaceExplainBots is 'greter', but must be names of tasks; did you mean 'greeter'?", "MenaceExplainFormat is 'xml', but must be text or json"],
            _engine.Errors.Select(error => error.Message));
    }

    [Fact]
    public void Project_that_was_never_built_has_a_next_build_only()
    {
        Directory.Delete(Path.Combine(_folder, "obj"), recursive: true);

        var text = Explain();

        Assert.StartsWith("last build:\n  no build is recorded\na build now:\n  stage handoff\n", text, StringComparison.Ordinal);
    }

    /// <summary>Runs the stages that a build would.</summary>
    private void Build(params (string, string)[] options)
    {
        var check = new CheckUpToDate
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder,
            ProjectFile = Path.Combine(_folder, "bots.csproj"),
            StageDirectory = Path.Combine(_folder, "obj/"),
            Options = Properties.Of(options),
            AnalyzerRan = true,
        };
        Assert.True(check.Execute());
        var changed = false;
        foreach (var stage in new PipelineTask[] { new HandoffStage(), new OptimiseStage(), new DevelopStage(), new VerifyStage { Developed = true } })
        {
            if (changed || check.Open.Contains(stage.GetType().Name.Replace("Stage", "", StringComparison.Ordinal), StringComparison.Ordinal))
            {
                Assert.True(Prepare(stage, options).Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
                changed = stage.Changed;
            }
        }
    }

    private string Explain(params (string, string)[] options)
    {
        var explain = Prepare(new ExplainBuild(), options);
        Assert.True(explain.Execute());
        return File.ReadAllText(explain.ExplanationFile);
    }

    /// <summary>Those of dependencies are other ones on another machine and with another version.</summary>
    private static string WithoutDigests(string text) => Regex.Replace(text, "[0-9a-f]{12}", "#");

    private JsonObject Json(string build) => JsonNode.Parse(Explain(("MenaceExplainFormat", "json")))![build]!.AsObject();

    /// <summary>Stages and steps as text, without digests and reasons that are no ingredients.</summary>
    private static string[] Steps(JsonObject build) =>
    [
        .. build["stages"]!.AsArray().Select(stage => $"stage {stage!["stage"]} {Names(stage)}").Where(stage => !Regex.IsMatch(stage, " file (handoff|optimise|build).json$")),
        .. build["repositories"]!.AsArray().SelectMany(bot => bot!["stages"]!.AsArray().Select(step => $"{bot["name"]} {step!["stage"]} {step["action"]} {Names(step)}")),
    ];

    private static string Names(JsonNode node) => string.Join(", ", node["changes"]!.AsArray().Select(change => change!["ingredient"]));

    private T Prepare<T>(T task, params (string Name, string Value)[] options)
        where T : PipelineTask
    {
        task.BuildEngine = _engine;
        task.ProjectDirectory = _folder;
        task.StageDirectory = "obj/";
        task.Options = Properties.Of(options);
        task.AnalyzerRan = true;
        return task;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    /// <summary>A file that was written just now counts as changed when it is looked at again.</summary>
    private void Write(string list)
    {
        File.WriteAllText(Path.Combine(_folder, "tasks.json"), list);
        Thread.Sleep(50);
    }

    private List<(string Path, string Content)> Files() =>
    [
        .. new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => !file.Name.StartsWith("explain.", StringComparison.Ordinal))
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(_folder, file.FullName), Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))))),
    ];
}
