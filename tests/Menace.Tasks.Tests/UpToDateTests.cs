using Menace.Pipeline.Incremental;
using Microsoft.Build.Framework;

namespace Menace.Tasks.Tests;

/// <summary>Which stages a build has to run, by the manifest and the disk.</summary>
public sealed class UpToDateTests : IDisposable
{
    private const string List = """[{ "name": "a", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "a.py" } }]""";

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-uptodate-").FullName;
    private readonly SharingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Code_is_read_once_in_a_build()
    {
        // The interpreter is asked once by each pipeline; a second pipeline would read all code again.
        var python = Path.Combine(_folder, "python3");
        File.WriteAllText(python, $"#!/bin/sh\necho started >>'{_folder}/starts'\nexec /usr/bin/python3 \"$@\"\n");
        File.SetUnixFileMode(python, (UnixFileMode)0b111_101_101);

        BuildStages(("MenacePython", python));

        Assert.Single(_engine.Objects);
        Assert.Single(File.ReadAllLines(Path.Combine(_folder, "starts")));
    }

    [Theory]
    [InlineData("handoff.json", "Handoff;Optimise")]
    [InlineData("places.json", "Handoff")]
    [InlineData("optimise.json", "Optimise;Develop")]
    [InlineData("build.json", "Develop;Verify")]
    [InlineData("verify.json", "Verify")]
    [InlineData("summary.md", "Verify")]
    public void Stage_with_a_missing_or_cut_file_is_open(string file, string stages)
    {
        BuildStages();
        Assert.Equal("", Open());

        var path = Path.Combine(Stages, file);
        var content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. content[..(content.Length / 2)], (byte)'}']);
        Assert.Equal(stages, Open());

        BuildStages();
        Assert.Equal("", Open());
        File.Delete(path);
        Assert.Equal(stages, Open());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("cut")]
    [InlineData("changed")]
    public void Stage_that_wrote_a_damaged_blob_is_open_and_writes_it_again(string damage)
    {
        WriteLongCode(1);
        BuildStages();
        var blob = Assert.Single(Blobs());
        var content = File.ReadAllText(blob);
        File.Delete(blob);
        if (damage != "missing")
        {
            File.WriteAllText(blob, damage == "cut" ? content[..10] : content.Replace("1", "2", StringComparison.Ordinal));
        }

        Assert.Equal("Handoff", Open());

        BuildStages();
        Assert.Equal(content, File.ReadAllText(blob));
        Assert.Equal("", Open());
    }

    [Fact]
    public void Build_without_changes_opens_no_record_and_no_blob()
    {
        WriteLongCode(1);
        BuildStages();
        string[] files = [.. Blobs(), .. Directory.GetFiles(Stages, "*.json").Where(file => Path.GetFileName(file) != ProjectState.FileName)];
        Assert.Equal(11, files.Length);
        var held = files.Select(file => new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None)).ToList();
        Assert.All(files, file => Assert.Throws<IOException>(() => File.ReadAllBytes(file)));

        Assert.Equal("", Open());
        held.ForEach(file => file.Dispose());
    }

    [Fact]
    public void Changed_code_leaves_no_blob_behind()
    {
        WriteLongCode(1);
        BuildStages();
        var old = Assert.Single(Blobs());
        WriteLongCode(2);

        BuildStages();

        Assert.NotEqual(old, Assert.Single(Blobs()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{ \"Project\": ")]
    [InlineData("[]")]
    [InlineData("{ \"Sources\": null, \"Done\": { \"Handoff\": null } }")]
    public void Every_stage_is_open_without_a_whole_manifest(string? text)
    {
        BuildStages();
        var manifest = Path.Combine(Stages, ProjectState.FileName);
        File.Delete(manifest);
        if (text is not null)
        {
            File.WriteAllText(manifest, text);
        }

        Assert.Equal("Handoff;Optimise;Develop;Verify", Open());
        Assert.Equal("Handoff;Optimise;Develop;Verify", Open());
    }

    /// <summary>A change, and the stages that it opens.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "nothing", "" },
        { "list", "Handoff" },
        { "list replaced by an older one", "Handoff" },
        { "mode of the list", "Handoff" },
        { "named file", "Handoff" },
        { "named file gone", "Handoff" },
        { "store gone", "Handoff" },
        { "repository gone", "Develop;Verify" },
        { "commit in the repository", "Develop;Verify" },
        { "another branch in the repository", "Develop;Verify" },
        { "file in the repository", "Verify" },
        { "new file in the repository", "Verify" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_opens_exactly_these_stages(string change, string stages)
    {
        BuildStages();
        var (list, code, repository) = (Path.Combine(_folder, "tasks.json"), Path.Combine(_folder, "a.py"), Path.Combine(_folder, "dev_repos/a"));
        switch (change)
        {
            case "list":
                File.AppendAllText(list, "\n");
                break;
            case "list replaced by an older one":
                File.WriteAllText(list + ".bak", List);
                File.SetLastWriteTimeUtc(list + ".bak", new(2001, 2, 3));
                File.Move(list + ".bak", list, overwrite: true);
                break;
            case "mode of the list":
                File.SetUnixFileMode(list, UnixFileMode.UserRead);
                break;
            case "named file":
                File.AppendAllText(code, "\n");
                break;
            case "named file gone":
                File.Delete(code);
                break;
            case "store gone":
                File.Delete(Path.Combine(_folder, ".menace/workflows.db"));
                break;
            case "repository gone":
                Directory.Delete(repository, recursive: true);
                break;
            case "commit in the repository":
                Git(repository, "commit", "-q", "--allow-empty", "-m", "mine");
                break;
            case "another branch in the repository":
                Git(repository, "checkout", "-q", "-b", "mine");
                break;
            case "file in the repository":
                File.AppendAllText(Path.Combine(repository, "README.md"), "\n");
                break;
            case "new file in the repository":
                File.WriteAllText(Path.Combine(repository, "new.txt"), "");
                break;
        }

        Assert.Equal(stages, Open());
    }

    [Theory]
    [InlineData("MenaceStubs", "Error", "Handoff;Optimise;Develop;Verify")]
    [InlineData("MenaceMutationCheck", "Off", "Handoff;Optimise;Develop;Verify")]
    [InlineData("MenaceTidy", "Apply", "Handoff;Optimise;Develop;Verify")]
    [InlineData("MenacePython", "/nonexistent/python3", "Handoff;Optimise;Develop;Verify")]
    [InlineData("MenaceVerifyTimeout", "7m", "Verify")]
    [InlineData("MenaceConcurrency", "1", "")]
    public void Option_opens_the_stages_whose_result_it_changes(string name, string value, string stages)
    {
        BuildStages();

        Assert.Equal(stages, Open((name, value)));
    }

    [Fact]
    public void Stage_of_a_build_with_other_options_leaves_nothing_that_holds_for_this_one()
    {
        BuildStages();

        // A build with other options begins and reaches its last stage while this one has ended.
        Assert.NotEqual("", Open(("MenaceStubs", "Error")));
        BuildStages();
        Run(new VerifyStage(), ("MenaceStubs", "Error"));

        Assert.Equal("Handoff;Optimise;Develop;Verify", Open());
    }

    [Fact]
    public void File_that_another_build_replaced_while_a_stage_ran_is_not_what_the_stage_read()
    {
        BuildStages();
        var stage = Stages;
        var input = ProjectState.InputOf(Pipeline.Contracts.PipelineStage.Optimise, stage);
        File.AppendAllText(Path.Combine(stage, "handoff.json"), "\n");

        ProjectState.Read(stage).With(Pipeline.Contracts.PipelineStage.Optimise, true, stage, input).Write(stage);

        Assert.Contains("Optimise", Open(), StringComparison.Ordinal);
    }

    [Fact]
    public void Stage_is_not_done_if_a_file_that_it_left_is_gone_already()
    {
        BuildStages();

        var state = ProjectState.Read(Stages).With(Pipeline.Contracts.PipelineStage.Verify, true, Stages, [], "removed.txt");

        Assert.DoesNotContain(nameof(Pipeline.Contracts.PipelineStage.Verify), state.Done.Keys);
    }

    [Fact]
    public void Invalid_property_is_reported_although_no_stage_runs()
    {
        BuildStages();
        var engine = new RecordingBuildEngine();
        var check = Check(_folder, true, ("MenaceConcurrency", "many"));
        check.BuildEngine = engine;

        Assert.False(check.Execute());
        Assert.Equal(("MENACE0003", ""), (Assert.Single(engine.Errors).Code, check.Open));
    }

    [Fact]
    public void Every_stage_of_a_copied_project_is_open()
    {
        BuildStages();
        var copy = _folder + "-copy";
        Directory.CreateDirectory(copy);
        try
        {
            Assert.Equal("Handoff;Optimise;Develop;Verify", Open(copy));
        }
        finally
        {
            Directory.Delete(copy);
        }
    }

    [Fact]
    public void Warning_that_the_analyzer_reported_is_the_stages_without_it()
    {
        Write("tasks.json", "[]");
        Thread.Sleep(SeenFile.Tick);
        Assert.Equal("Handoff;Optimise;Develop;Verify", Open());
        Run(new HandoffStage { AnalyzerRan = true });

        Assert.DoesNotContain("Handoff", Open(), StringComparison.Ordinal);
        Assert.StartsWith("Handoff", Open(analyzerRan: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_without_changes_returns_the_repositories_and_prints_one_line()
    {
        BuildStages();
        var engine = new RecordingBuildEngine();
        var check = Check(_folder, true);
        check.BuildEngine = engine;

        Assert.True(check.Execute());
        Assert.StartsWith("Menace: 1 bot: 1 unchanged, 1 not verified · dev_repos/", Assert.Single(engine.Lines), StringComparison.Ordinal);
        var repository = Assert.Single(check.Repositories);
        Assert.Equal((Path.Combine(_folder, "dev_repos/a"), "a", "python"), (repository.ItemSpec, repository.GetMetadata("Bot"), repository.GetMetadata("Language")));
    }

    [Fact]
    public void Question_is_answered_and_no_stage_runs()
    {
        BuildStages();
        var engine = new RecordingBuildEngine();
        var check = Check(_folder, true);
        (check.BuildEngine, check.FailIfNotIncremental) = (engine, true);
        Assert.True(check.Execute());

        File.AppendAllText(Path.Combine(_folder, "a.py"), "\n");

        Assert.False(check.Execute());
        Assert.Equal("MENACE0010", Assert.Single(engine.Errors).Code);
        Assert.Equal("", check.Open);
        Assert.Equal("Handoff", Open());
    }

    [Theory]
    [InlineData("0.0.1+abc", "Menace: Menace.Sdk 0.0.1 -> ", ": 1 of 1 repositories have new output. ", true)]
    [InlineData("0.0.1", "Menace: Menace.Sdk 0.0.1 -> ", ": no repository has new output", false)]
    [InlineData("", "Menace: Menace.Sdk, an earlier version -> ", ": 1 of 1 repositories have new output. ", true)]
    [InlineData("", null, null, false)]
    public void First_build_of_another_version_names_both_once(string version, string? start, string? end, bool isChanged)
    {
        BuildStages();
        Assert.DoesNotContain(Lines, line => line.Contains(" -> ", StringComparison.Ordinal));
        var state = ProjectState.Read(Stages);
        Assert.NotEqual("", state.Version);
        (state with { Project = "other", Version = version }).Write(Stages);
        if (isChanged)
        {
            File.AppendAllText(Path.Combine(_folder, "a.py"), "# More.\n");
        }

        // The check of a build that is killed before it develops does not count.
        Open();
        Open();
        var printed = Lines.Count;
        BuildStages();
        BuildStages();

        string[] lines = [.. Lines.Skip(printed).Where(line => line.Contains(" -> ", StringComparison.Ordinal))];
        Assert.Equal(start is null ? 0 : 1, lines.Length);
        Assert.All(lines, line =>
        {
            Assert.StartsWith(start!, line, StringComparison.Ordinal);
            Assert.Contains(end!, line, StringComparison.Ordinal);
        });
        Assert.Equal(state.Version, ProjectState.Read(Stages).Version);
    }

    private IReadOnlyList<string> Lines =>
        [.. _engine.Messages.Where(message => message.Importance == MessageImportance.High).Select(message => message.Message!)];

    private string Stages => Path.Combine(_folder, "obj");

    private string[] Blobs() =>
        [.. Directory.GetFiles(Path.Combine(Stages, "blobs")).Where(file => Path.GetFileName(file) != "lock")];

    private void WriteLongCode(int value)
    {
        Write("tasks.json", List);
        Write("a.py", $"# {new string('x', 300)}\ndef run():\n    return {value}\n");
        Thread.Sleep(SeenFile.Tick);
    }

    private CheckUpToDate Check(string folder, bool analyzerRan, params IEnumerable<(string, string)> others) => new()
    {
        BuildEngine = _engine,
        ProjectDirectory = folder,
        ProjectFile = Path.Combine(_folder, "none.csproj"),
        StageDirectory = Stages,
        Options = Given(others),
        AnalyzerRan = analyzerRan,
    };

    private string Open(params IEnumerable<(string, string)> others) => Open(_folder, true, others);

    private string Open(string folder) => Open(folder, true);

    private string Open(bool analyzerRan) => Open(_folder, analyzerRan);

    private string Open(string folder, bool analyzerRan, params IEnumerable<(string, string)> others)
    {
        var check = Check(folder, analyzerRan, others);
        Assert.True(check.Execute());
        return check.Open;
    }

    private void BuildStages(params (string, string)[] others)
    {
        if (!File.Exists(Path.Combine(_folder, "tasks.json")))
        {
            Write("tasks.json", List);
            Write("a.py", "def run():\n    return 1\n");
            Thread.Sleep(SeenFile.Tick);
        }

        Open(others);
        Run(new HandoffStage { AnalyzerRan = true }, others);
        Run(new OptimiseStage(), others);
        Run(new DevelopStage(), others);
        Run(new VerifyStage(), others);
    }

    private void Run(PipelineTask stage, params IEnumerable<(string, string)> others)
    {
        stage.BuildEngine = _engine;
        stage.ProjectDirectory = _folder;
        stage.StageDirectory = "obj/";
        stage.Options = Given(others);
        Assert.True(stage.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
    }

    private static void Git(string folder, params IEnumerable<string> arguments)
    {
        using var git = System.Diagnostics.Process.Start("git", ["-C", folder, "-c", "user.name=u", "-c", "user.email=u@example.org", .. arguments]);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    /// <summary>Nothing here asks for a verdict.</summary>
    private static ITaskItem[] Given(IEnumerable<(string, string)> others) => Properties.Of([("MenaceVerifyEnabled", "false"), .. others]);

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_folder, path), text);
}
