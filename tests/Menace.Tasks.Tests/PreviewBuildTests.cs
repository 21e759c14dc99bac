using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Menace.Pipeline.Incremental;

namespace Menace.Tasks.Tests;

public sealed class PreviewBuildTests : IDisposable
{
    private const string List = """
        [{ "name": "low", "code": "value() {\n    echo 1\n}\n", "metadata": { "purpose": "p", "functions": ["value"], "language": "shell" } },
         { "name": "high", "code": "value() {\n    echo 2\n}\n", "dependencies": ["low"], "metadata": { "purpose": "p", "functions": ["value"], "language": "shell" } }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-tasks-").FullName;
    private readonly RecordingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Preview_of_a_new_project_leaves_only_its_file()
    {
        Write(List);
        var preview = Preview("");

        Assert.True(preview.Execute());

        Assert.Empty(_engine.Errors);
        Assert.Equal(Path.Combine(_folder, "obj/preview.txt"), preview.PreviewFile);
        Assert.Equal(["obj/preview.txt", "tasks.json"], Files().Select(file => file.Path));
        Assert.Equal(File.ReadAllText(preview.PreviewFile).TrimEnd('\n').Split('\n'), _engine.Lines);
        Assert.Equal(["low: create, ", "high: create, "], _engine.Lines.Where(line => line.Contains(": create, ", StringComparison.Ordinal)).Select(line => line.Split(", ")[0] + ", "));
    }

    [Fact]
    public void Preview_after_a_build_shows_what_the_edit_of_the_list_changes_and_writes_nothing_else()
    {
        Write(List);
        Build();
        Write(List.Replace("echo 1", "echo 3", StringComparison.Ordinal));
        var before = Files();

        var preview = Preview("json");
        Assert.True(preview.Execute());

        Assert.Equal(before, Files().Where(file => file.Path != "obj/preview.json"));
        var repositories = JsonNode.Parse(File.ReadAllText(preview.PreviewFile))!["repositories"]!.AsArray();
        Assert.Equal(["low update code changed", "high update dependency low changed"],
            repositories.Select(one => $"{one!["name"]} {one["action"]} {one["reason"]}"));
        Assert.Contains("menace.lock.json", repositories[1]!["files"]!.AsArray().Select(file => (string)file!["path"]!));
        Build();
        Assert.True(Preview("").Execute());
        Assert.Equal("unchanged: low, high", _engine.Lines[^1]);
    }

    [Fact]
    public void Another_version_than_that_of_the_last_build_is_named_first()
    {
        Write(List);
        Build();
        var stages = Path.Combine(_folder, "obj");
        Assert.True(Preview("").Execute());
        Assert.Equal("unchanged: low, high", _engine.Lines[^1]);
        (ProjectState.Read(stages) with { Version = "0.0.1" }).Write(stages);

        Assert.True(Preview("").Execute());
        Assert.StartsWith("Menace.Sdk 0.0.1 -> ", _engine.Lines[^2], StringComparison.Ordinal);
        var preview = Preview("json");
        Assert.True(preview.Execute());
        Assert.Equal("0.0.1", (string?)JsonNode.Parse(File.ReadAllText(preview.PreviewFile))!["upgrade"]!["before"]);
    }

    [Fact]
    public void Bot_that_fails_is_shown_and_does_not_fail_the_preview()
    {
        Write(List.Replace("echo 1\\n}", "echo (", StringComparison.Ordinal));

        Assert.True(Preview("").Execute());

        Assert.Empty(_engine.Errors);
        Assert.Equal("low: fail", _engine.Lines[0]);
        Assert.StartsWith("  error MENACE", _engine.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Mistake_in_the_list_and_unknown_format_are_errors()
    {
        Write("[{ \"name\": \"a\", \"dependencies\": [\"b\"] }]");

        Assert.False(Preview("").Execute());
        Assert.False(Preview("xml").Execute());

        Assert.Equal(["MENACE1301", "MENACE0003"], _engine.Errors.Select(error => error.Code));
        Assert.Equal("MenacePreviewFormat is 'xml', but must be text or json", _engine.Errors[1].Message);
    }

    private void Build()
    {
        Assert.True(Prepare(new HandoffStage()).Execute());
        Assert.True(Prepare(new OptimiseStage()).Execute());
        Assert.True(Prepare(new DevelopStage()).Execute());
    }

    private PreviewBuild Preview(string format) => Prepare(new PreviewBuild(), ("MenacePreviewFormat", format));

    private T Prepare<T>(T task, params (string Name, string Value)[] options)
        where T : PipelineTask
    {
        task.BuildEngine = _engine;
        task.ProjectDirectory = _folder;
        task.StageDirectory = "obj/";
        task.Options = Properties.Of([("MenaceCommitRed", "true"), .. options]);
        task.AnalyzerRan = true;
        return task;
    }

    private void Write(string list) => File.WriteAllText(Path.Combine(_folder, "tasks.json"), list);

    private List<(string Path, long Time, string Content)> Files() =>
    [
        .. new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => (Path.GetRelativePath(_folder, file.FullName), file.LastWriteTimeUtc.Ticks,
                Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))))),
    ];
}
