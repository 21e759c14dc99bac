using System.Diagnostics;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Contracts.Stage4Protocol;
using Menace.Pipeline.Storage;
using Menace.Tasks.OwnProcess;
using Microsoft.Build.Framework;

namespace Menace.Tasks.Tests;

/// <summary>A stage in a process of its own does, says and leaves the same as in that of MSBuild, and ends with it.</summary>
public sealed class StageProcessTests : IDisposable
{
    private const string Slow = """
        [{ "name": "a", "code": "def value():\n    return 1\n", "metadata": { "purpose": "p", "functions": ["value"], "language": "python",
           "tests": "import pathlib, time\n\ndef test_value():\n    pathlib.Path('PLACE').write_text('runs')\n    time.sleep(600)\n" } }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("menace-process-").FullName;
    private readonly SharingBuildEngine _engine = new();

    public void Dispose()
    {
        EndBuild();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Errors_have_the_same_code_text_and_place()
    {
        Write("tasks.json", "[\n  { \"name\": \"a\", \"dependencies\": [\"b\"] },\n  { \"name\": \"{0}\" }\n]");
        var here = new SharingBuildEngine();
        var inside = Prepare(new HandoffStage(), here);
        Assert.False(inside.Execute());

        var outside = Prepare(new HandoffStage { InOwnProcess = true }, _engine);
        Assert.False(outside.Execute());

        Assert.NotEmpty(here.Errors);
        Assert.Equal(here.Errors.Select(Text), _engine.Errors.Select(Text));
        Assert.Equal(here.Messages.Select(Text), _engine.Messages.Select(Text));
        Assert.Equal(inside.Findings, outside.Findings);
        Assert.Equal(inside.Failures, outside.Failures);
    }

    [Fact]
    public void Stages_leave_the_same_records_and_return_the_same_items()
    {
        Write("tasks.json", """[{ "name": "a", "code": "value() {\n    echo 1\n}\n", "metadata": { "purpose": "p", "functions": ["value"], "language": "shell" } }]""");

        Assert.True(Prepare(new HandoffStage { InOwnProcess = true }, _engine).Execute());
        Assert.True(Prepare(new OptimiseStage { InOwnProcess = true }, _engine).Execute());
        var develop = Prepare(new DevelopStage { InOwnProcess = true }, _engine);
        Assert.True(develop.Execute());
        var verify = Prepare(new VerifyStage { InOwnProcess = true, Developed = true, TerminalLogger = "1" }, _engine);
        Assert.True(verify.Execute());

        Assert.True(develop.Changed);
        var item = Assert.Single(develop.Repositories);
        Assert.Equal(Path.Combine(_folder, "dev_repos", "a"), item.ItemSpec);
        Assert.Equal("shell", item.GetMetadata("Language"));
        Assert.Equal("passed", Assert.Single(verify.Repositories).GetMetadata("Outcome"));
        Assert.StartsWith("1 bot: 1 created, 1 test passed", verify.Summary, StringComparison.Ordinal);
        Assert.Equal(
            ["TLTESTOUTPUT", "TLTESTPASSED", "TLTESTFINISH"], _engine.Messages.OfType<ExtendedBuildMessageEventArgs>().Select(message => message.ExtendedType));
        Assert.Equal("1", _engine.Messages.OfType<ExtendedBuildMessageEventArgs>().Last().ExtendedMetadata!["passed"]);
        Assert.Single(_engine.Objects);
        Assert.False(Prepare(new HandoffStage(), new SharingBuildEngine()).Changed);
    }

    [Fact]
    public void Warnings_that_the_project_makes_errors_are_errors()
    {
        Write("tasks.json", "[]");
        _engine.WarningsAsErrors.Add("MENACE1105");

        var stage = Prepare(new HandoffStage { InOwnProcess = true }, _engine);

        Assert.False(stage.Execute());

        Assert.Equal("MENACE1105", Assert.Single(_engine.Errors).Code);
        Assert.Equal(["MENACE1105"], stage.Failures);
    }

    [Theory]
    [InlineData("%25 ; * 'ö' {0}\n")]
    [InlineData("a;b")]
    public void Items_arrive_as_they_are(string value)
    {
        Write("tasks.json", "[]");
        var options = Properties.Of().Append(new Microsoft.Build.Utilities.TaskItem("MenaceConcurrency"));
        var stage = Prepare(new HandoffStage { InOwnProcess = true }, _engine);
        stage.Options = [.. options];
        stage.Options[^1].SetMetadata("Value", Pipeline.Languages.CSharp.MSBuildText.Escape(value));

        Assert.False(stage.Execute());

        Assert.StartsWith($"MenaceConcurrency is '{value}', but must be ", Assert.Single(_engine.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_that_is_killed_fails_the_stage_and_is_replaced()
    {
        var run = StartSlow();
        var process = Child();

        process.Kill();

        Assert.False(await run);
        var error = Assert.Single(_engine.Errors);
        Assert.Equal("MENACE0011", error.Code);
        Assert.StartsWith("The process that ran VerifyStage ended before the stage did: exit code 137. ", error.Message, StringComparison.Ordinal);
        Write("tasks.json", Slow.Replace("time.sleep(600)", "pass", StringComparison.Ordinal));
        Assert.True(Stages().All(stage => stage.Execute()));
    }

    [Fact]
    public void Process_that_died_between_two_stages_is_replaced()
    {
        Write("tasks.json", "[]");
        Assert.True(Prepare(new HandoffStage { InOwnProcess = true }, _engine).Execute());
        using (var process = Child())
        {
            process.Kill();
            process.WaitForExit();
        }

        Assert.True(Prepare(new HandoffStage { InOwnProcess = true }, _engine).Execute());

        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void Stage_that_is_cancelled_before_it_begins_does_nothing()
    {
        Write("tasks.json", Slow);
        var stage = Prepare(new HandoffStage { InOwnProcess = true }, _engine);
        stage.Cancel();

        Assert.False(stage.Execute());

        Assert.Empty(_engine.Errors);
        Assert.False(File.Exists(Path.Combine(_folder, "obj/handoff.json")));
    }

    [Fact]
    public void Stage_whose_log_failed_is_not_taken_for_the_next_one()
    {
        Write("tasks.json", "[]");
        _engine.FailsToLog = true;
        Assert.Throws<InvalidOperationException>(() => Prepare(new HandoffStage { InOwnProcess = true }, _engine).Execute());
        _engine.FailsToLog = false;

        Write("tasks.json", "[{ \"name\": \"a\", \"dependencies\": [\"b\"] }]");
        var stage = Prepare(new HandoffStage { InOwnProcess = true }, _engine);

        Assert.False(stage.Execute());
        Assert.Equal(["MENACE1301"], stage.Failures);
    }

    [Fact]
    public async Task Node_is_taken_again_if_the_process_dies_while_it_is_given_away()
    {
        Write("tasks.json", """[{ "name": "a", "code": "value() {\n    echo 1\n}\n", "metadata": { "purpose": "p", "functions": ["value"], "language": "shell" } }]""");
        Assert.True(Prepare(new HandoffStage { InOwnProcess = true }, _engine).Execute());
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var path = Path.Combine(_folder, "obj", "handoff.json");
        var silent = new HandoffSettings { Stage4Url = $"http://{listener.LocalEndpoint}", Attempts = 1 };
        StageFile.Write(path, StageFile.Read<HandoffRecord>(path) with { Remote = new RemoteTarget(silent, null) });
        var run = Task.Run(Prepare(new OptimiseStage { InOwnProcess = true }, _engine).Execute);
        _engine.Given.Wait();
        using var process = Child();

        process.Kill();

        Assert.False(await run);
        Assert.Equal("MENACE0011", Assert.Single(_engine.Errors).Code);
        Assert.Equal(["given", "taken"], _engine.NodeUses.Select(use => use.Use));
    }

    [Fact]
    public async Task Cancelled_stage_ends_with_all_that_it_started()
    {
        var run = StartSlow(out var stage);
        var process = Child();
        var bots = Descendants(process.Id);
        Assert.NotEmpty(bots);
        Assert.All(bots, bot => Assert.True(IsRunning(bot)));

        stage.Cancel();

        Assert.False(await run);
        Assert.Empty(_engine.Errors);
        Assert.False(process.HasExited);
        Assert.All(bots, bot => Assert.True(SpinWait.SpinUntil(() => !IsRunning(bot), TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public void Process_serves_the_next_build_with_its_variables()
    {
        Write("tasks.json", "[]");
        Assert.True(Prepare(new HandoffStage { InOwnProcess = true }, _engine).Execute());
        using var process = Child();
        EndBuild();
        Write("tasks.json", """
            [{ "name": "a", "code": "import os\n\ndef value():\n    return os.environ['MENACE_PROCESS_TEST']\n",
               "metadata": { "purpose": "p", "functions": ["value"], "language": "python", "examples": [{ "function": "value", "returns": "second" }] } }]
            """);
        Environment.SetEnvironmentVariable("MENACE_PROCESS_TEST", "second");
        try
        {
            PipelineTask[] stages = [.. Stages()];
            Array.ForEach(stages, stage => stage.Options = Properties.Of(("MenaceTestEnvironment", "MENACE_PROCESS_TEST")));

            Assert.All(stages, stage => Assert.True(stage.Execute()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("MENACE_PROCESS_TEST", null);
        }

        Assert.Equal(process.Id, Child().Id);
        Assert.Empty(_engine.Errors);
    }

    private void EndBuild()
    {
        foreach (var processes in _engine.Objects.Values.OfType<StageProcesses>())
        {
            processes.Dispose();
        }

        _engine.Objects.Clear();
    }

    private Task<bool> StartSlow() => StartSlow(out _);

    /// <summary>Runs all stages; the last one waits in a test.</summary>
    private Task<bool> StartSlow(out PipelineTask verify)
    {
        var place = Path.Combine(_folder, "runs");
        Write("tasks.json", Slow.Replace("PLACE", place, StringComparison.Ordinal));
        PipelineTask[] stages = [.. Stages()];
        Assert.True(stages[..^1].All(stage => stage.Execute()));
        var last = verify = stages[^1];
        var run = Task.Run(last.Execute);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(place) || run.IsCompleted, TimeSpan.FromMinutes(2)));
        return run;
    }

    private IEnumerable<PipelineTask> Stages() =>
    [
        Prepare(new HandoffStage { InOwnProcess = true }, _engine), Prepare(new OptimiseStage { InOwnProcess = true }, _engine),
        Prepare(new DevelopStage { InOwnProcess = true }, _engine), Prepare(new VerifyStage { InOwnProcess = true, Developed = true }, _engine),
    ];

    /// <summary>The process of the stages.</summary>
    private Process Child() => Process.GetProcessById(Assert.Single(_engine.Objects.Values.OfType<StageProcesses>()).Ids.Single());

    /// <summary>The processes that descend from one, each with the time when it started: a number alone is used again.</summary>
    private static List<(int Id, string Started)> Descendants(int process)
    {
        var all = Directory.GetDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0).Where(id => id > 0)
            .Select(id => (Id: id, Stat: Stat(id))).Where(entry => entry.Stat.Length > 0).ToList();
        List<int> found = [process];
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(all.Where(entry => entry.Stat[1] == $"{found[i]}").Select(entry => entry.Id));
        }

        return [.. all.Where(entry => found[1..].Contains(entry.Id)).Select(entry => (entry.Id, entry.Stat[19]))];
    }

    private static bool IsRunning((int Id, string Started) process) => Stat(process.Id) is { Length: > 0 } stat && stat[19] == process.Started && stat[0] != "Z";

    /// <summary>The fields of /proc/ID/stat from the state on (proc(5)), or none.</summary>
    private static string[] Stat(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private static (string?, string?, string?, int, int, int, int, string?) Text(BuildErrorEventArgs error) =>
        (error.Code, error.Message, error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber, error.HelpLink);

    private static (string?, string?, string?, int, MessageImportance) Text(BuildMessageEventArgs message) =>
        (message.Code, message.Message, message.File, message.LineNumber, message.Importance);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private T Prepare<T>(T stage, IBuildEngine engine)
        where T : PipelineTask
    {
        stage.BuildEngine = engine;
        stage.ProjectDirectory = _folder;
        stage.StageDirectory = "obj/";
        stage.Options = Properties.Of();
        return stage;
    }
}
