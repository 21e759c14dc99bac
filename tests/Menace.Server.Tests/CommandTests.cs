using System.Text.Json.Nodes;
using Menace.Pipeline;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Storage;
using Menace.Pipeline.Tests;
using Menace.Server.Diagnostics;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>The commands that look after runs and machines.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Runs_and_show_tell_what_a_build_left_and_run_calls_its_bots()
    {
        // Not built by a service, but as a build does it.
        var config = new BotDevConfig { SourceDirectory = _folder.Path, LintEnabled = false };
        var tasks = Menace.Model.TaskFiles.TaskPackageJson.Read(Stage4Requests.Package(
            ("DemoBot", "def run(n=1):\n    print('hello')\n    return n * 2\n"), ("Sleeper", "def run(seconds=0):\n    import time\n    time.sleep(seconds)\n"))).Tasks;
        await new ImplementationPipeline(config: config).RunAsync(tasks);

        var (listCode, list, _) = await MenaceCommand.RunAsync(_folder.Path, ["runs"]);
        Assert.Equal(0, listCode);
        Assert.Contains("     1  done  ", list, StringComparison.Ordinal);
        Assert.Equal("done", (string)JsonNode.Parse((await MenaceCommand.RunAsync(_folder.Path, ["runs", "--json"])).Output)![0]!["status"]!);
        Assert.Contains("DemoBot: passed (verify)", (await MenaceCommand.RunAsync(_folder.Path, ["show", "1"])).Output, StringComparison.Ordinal);
        Assert.Contains("     1  passed  ", (await MenaceCommand.RunAsync(_folder.Path, ["show", "DemoBot"])).Output, StringComparison.Ordinal);
        var unknown = await MenaceCommand.RunAsync(_folder.Path, ["show", "7"]);
        Assert.Equal((1, "error MENACE7007: Run '7' was not found in "), (unknown.Code, unknown.Error[..43]));

        Assert.Equal((0, "hello\n2\n"), await RunAsync("DemoBot"));
        Assert.Equal((0, "hello\n10\n"), await RunAsync("DemoBot", "run", "5"));
        Assert.Equal(2, (await RunAsync("DemoBot", "nothing")).Code);
        var slow = await MenaceCommand.RunAsync(_folder.Path, ["run", "Sleeper", "run", "60", "--timeout", "1s"]);
        Assert.Equal(1, slow.Code);
        Assert.StartsWith("error MENACE7008: Bot 'Sleeper' cannot be run: it was killed", slow.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nobody")]
    [InlineData("../elsewhere")]
    public async Task A_bot_that_is_not_there_is_named(string bot)
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["run", bot]);

        Assert.Equal(1, code);
        Assert.StartsWith($"error MENACE7008: Bot '{bot}' cannot be run", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_there_are_no_runs_and_none_is_made()
    {
        var (code, _, error) = await MenaceCommand.RunAsync(_folder.Path, ["runs"]);

        Assert.Equal(1, code);
        Assert.StartsWith("error MENACE7006: ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder[".menace"]));
    }

    [Fact]
    public async Task The_doctor_finds_nothing_on_a_machine_that_works_and_changes_nothing()
    {
        await using var stage4 = await RunningStage4.StartAsync(_folder["state"], settings => settings with { Slots = 0 });
        await stage4.Client.SendAsync(Stage4Requests.Package(("DemoBot", "print('hello')")), execute: false);
        var before = Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories);

        var (code, output, _) = await MenaceCommand.RunAsync(_folder.Path, ["doctor", "--state", "state", "--stage4", stage4.Client.BaseAddress!.ToString(), "--json"]);

        var checks = JsonNode.Parse(output)!.AsArray();
        Assert.Equal(["dotnet", "git", "python", "bats", "jq", "state folder", "disk", "content store", "database", "stage 4", "clock"], checks.Select(check => (string)check!["name"]!));
        Assert.All(checks, check => Assert.Equal("ok", (string)check!["status"]!));
        Assert.Equal(0, code);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_doctor_names_what_is_wrong_and_what_to_do()
    {
        await File.WriteAllTextAsync(_folder["workflows.db"], "this is no database");
        var damaged = _folder[$"cas/aa/{new string('a', 64)}"];
        Directory.CreateDirectory(Path.GetDirectoryName(damaged)!);
        await File.WriteAllTextAsync(damaged, "damaged");
        Directory.CreateDirectory(_folder["bin"]);
        await File.WriteAllTextAsync(_folder["bin/git"], "#!/bin/sh\nexit 3\n");
        File.SetUnixFileMode(_folder["bin/git"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var (code, output, _) = await MenaceCommand.RunAsync(
            _folder.Path, ["doctor", "--state", ".", "--stage4", "http://127.0.0.1:1"], ("PATH", $"{_folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}"));

        Assert.Equal(1, code);
        var lines = output.Split('\n');
        Assert.Contains("fail  git: 'git --version' failed with exit code 3. Install it: apt-get install git", lines);
        Assert.Contains(lines, line => line.StartsWith($"fail  content store: 1 of 1 contents are damaged: {damaged}. ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("fail  database: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("fail  stage 4: http://127.0.0.1:1/ is unreachable", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("ok    dotnet: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_knows_a_database_of_a_newer_version()
    {
        var path = _folder["workflows.db"];
        _ = new WorkflowDb(path).Runs();
        using (var connection = new SqliteProvider(path).Open())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE schema_version SET version = 99";
            command.ExecuteNonQuery();
        }

        var checks = await new Doctor(_folder.Path, new SqliteProvider(path), null, null).RunAsync(default);

        Assert.Equal(CheckStatus.Fail, checks.Single(check => check.Name == "database").Status);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(int Code, string Output)> RunAsync(params string[] words)
    {
        var (code, output, _) = await MenaceCommand.RunAsync(_folder.Path, ["run", .. words]);
        return (code, output);
    }
}
