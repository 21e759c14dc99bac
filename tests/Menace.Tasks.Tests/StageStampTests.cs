namespace Menace.Tasks.Tests;

/// <summary>What makes a stage run again although its stamp is newer than its inputs.</summary>
public sealed class StageStampTests : IDisposable
{
    private const string List = """[{ "name": "a", "code": "def run():\n    return 1\n", "metadata": { "purpose": "p", "functions": ["run"], "language": "python" } }]""";

    private static readonly string LongList = List.Replace("    return 1", $"    # {new string('x', 300)}\\n    return 1", StringComparison.Ordinal);

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-stamps-").FullName;
    private readonly SharingBuildEngine _engine = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Code_is_read_once_in_a_build()
    {
        // The interpreter is asked once by each pipeline; a second pipeline would read all code again.
        var python = Path.Combine(_folder, "python3");
        File.WriteAllText(python, $"#!/bin/sh\necho started >>'{_folder}/starts'\nexec /usr/bin/python3 \"$@\"\n");
        File.SetUnixFileMode(python, (UnixFileMode)0b111_101_101);

        BuildStages(python);

        Assert.Single(_engine.Objects);
        Assert.Single(File.ReadAllLines(Path.Combine(_folder, "starts")));
    }

    [Theory]
    [InlineData("handoff.json", "handoff")]
    [InlineData("places.json", "handoff")]
    [InlineData("inputs.txt", "handoff")]
    [InlineData("times.txt", "handoff")]
    [InlineData("optimise.json", "optimise")]
    [InlineData("build.json", "build")]
    [InlineData("repositories.txt", "build")]
    public void Stage_with_a_missing_or_cut_file_is_not_done(string file, string stage)
    {
        BuildStages("");
        Assert.Equal(["build", "handoff", "optimise"], Stamps());

        var path = Path.Combine(Stages, file);
        var content = File.ReadAllBytes(path);
        File.WriteAllBytes(path, [.. content[..(content.Length / 2)], (byte)'}']);
        Assert.DoesNotContain(stage, Stamps());

        File.Delete(path);
        Write("obj/" + stage + ".stamp", "0000 " + file + "\n");
        Assert.DoesNotContain(stage, Stamps());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("cut")]
    [InlineData("changed")]
    public void Stages_with_a_damaged_blob_are_not_done(string damage)
    {
        BuildStages("", LongList);
        var blob = Assert.Single(Blobs());
        var content = File.ReadAllText(blob);
        File.Delete(blob);
        if (damage != "missing")
        {
            File.WriteAllText(blob, damage == "cut" ? content[..10] : content.Replace("1", "2", StringComparison.Ordinal));
        }

        Assert.Empty(Stamps());

        BuildStages("", LongList);
        Assert.Equal(content, File.ReadAllText(blob));
        Assert.Equal(["build", "handoff", "optimise"], Stamps());
    }

    [Fact]
    public void Look_at_stamps_opens_no_blob()
    {
        BuildStages("", LongList);
        using var held = new FileStream(Assert.Single(Blobs()), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Throws<IOException>(() => File.ReadAllBytes(held.Name));

        Assert.Equal(["build", "handoff", "optimise"], Stamps());
    }

    [Fact]
    public void Changed_code_leaves_no_blob_behind()
    {
        BuildStages("", LongList);
        var old = Assert.Single(Blobs());
        BuildStages("", LongList.Replace("return 1", "return 2", StringComparison.Ordinal));
        Assert.Equal(2, Blobs().Length);

        Run(new VerifyStage(), "verify", "", ("MenaceVerifyEnabled", "false"));

        Assert.NotEqual(old, Assert.Single(Blobs()));
    }

    [Fact]
    public void Stages_of_a_copied_project_are_void()
    {
        BuildStages("");
        Assert.Equal(3, Stamps().Length);
        var copy = _folder + "-copy";
        try
        {
            Assert.True(new InvalidateStamps
            {
                BuildEngine = _engine,
                ProjectDirectory = copy,
                ProjectFiles = "",
                TasksFile = "tasks.json",
                StageDirectory = Stages,
                StateDirectory = Path.Combine(_folder, ".menace"),
            }.Execute());

            Assert.Empty(Directory.GetFiles(Stages, "*.stamp"));
        }
        finally
        {
            Assert.False(Directory.Exists(copy));
        }
    }

    [Fact]
    public void Stages_of_another_version_are_void()
    {
        BuildStages("");
        Stamps();
        var origin = Path.Combine(Stages, "origin.txt");
        File.WriteAllText(origin, File.ReadAllText(origin).Replace("Menace.Tasks.dll", "older/Menace.Tasks.dll", StringComparison.Ordinal));

        Assert.Empty(Stamps());
    }

    [Fact]
    public void Another_interpreter_changes_the_look_at_files()
    {
        BuildStages("");
        Look("");
        var before = File.ReadAllText(Path.Combine(Stages, "files.txt"));
        Look("");
        Assert.Equal(before, File.ReadAllText(Path.Combine(Stages, "files.txt")));

        Look("/nonexistent/python3");

        Assert.NotEqual(before, File.ReadAllText(Path.Combine(Stages, "files.txt")));
    }

    private string Stages => Path.Combine(_folder, "obj");

    private void Look(string python) => Assert.True(new ReadRepositories
    {
        BuildEngine = _engine,
        ProjectDirectory = _folder,
        TasksFile = "tasks.json",
        RepositoryBase = "dev_repos",
        StageDirectory = Stages,
        Python = python,
    }.Execute());

    /// <summary>The stages whose stamps are left after the look at them.</summary>
    private string[] Stamps()
    {
        Assert.True(new InvalidateStamps
        {
            BuildEngine = _engine,
            ProjectDirectory = _folder,
            ProjectFiles = "",
            TasksFile = "tasks.json",
            StageDirectory = Stages,
            StateDirectory = ".menace",
        }.Execute());
        return [.. Directory.GetFiles(Stages, "*.stamp").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
    }

    private string[] Blobs() =>
        [.. Directory.GetFiles(Path.Combine(Stages, "blobs")).Where(file => Path.GetFileName(file) != "lock")];

    private void BuildStages(string python, string list = List)
    {
        Write("tasks.json", list);
        Directory.CreateDirectory(Stages);
        Stamps();
        Run(new HandoffStage { AnalyzerRan = true }, "handoff", python);
        Run(new OptimiseStage(), "optimise", python);
        Run(new DevelopStage(), "build", python);
    }

    private void Run(PipelineTask stage, string name, string python, params (string Name, string Value)[] options)
    {
        stage.BuildEngine = _engine;
        stage.ProjectDirectory = _folder;
        stage.StageDirectory = "obj/";
        stage.Stamp = $"obj/{name}.stamp";
        ProjectOptions.Write(Stages, [("MenacePython", python), .. options]);
        Assert.True(stage.Execute(), string.Join('\n', _engine.Errors.Select(error => error.Message)));
    }

    private void Write(string path, string text) => File.WriteAllText(Path.Combine(_folder, path), text);
}
