using System.Diagnostics;
using System.Text;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>What a user is told when something is wrong.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class MistakeTests(PackedSdk sdk)
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_mistake_in_the_list_is_reported_at_the_same_place_by_compiler_and_build(string runAnalyzers)
    {
        using var project = new TaskProject(sdk, """
            [
              { "name": "Alpha", "code": "print('a')", "metadata": { "purpose": "a", "functions": ["run"] } },
              { "name": "Beta", "dependencies": ["Alhpa"], "code": "print('b')", "metadata": { "purpose": "b", "functions": ["run"] } }
            ]
            """);

        var build = project.Build($"-p:RunAnalyzers={runAnalyzers}").Failed();

        Assert.Equal(["MENACE1301"], build.ErrorCodes);
        Assert.Equal(["tasks.json(3,38): MENACE1301"], build.Diagnostics);
        Assert.Contains("Alpha", build.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project["dev_repos"]));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_missing_code_file_is_reported_at_the_same_place_by_compiler_and_build(string runAnalyzers)
    {
        using var project = new TaskProject(sdk, """
            [
              { "name": "There", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "bots/there.py" } },
              { "name": "Gone", "metadata": { "purpose": "p", "functions": ["run"], "language": "python", "code_file": "bots/gone.py" } }
            ]
            """);
        project.Write("bots/there.py", "def run():\n    pass\n");

        var build = project.Build($"-p:RunAnalyzers={runAnalyzers}").Failed();

        Assert.Equal(["tasks.json(3,108): MENACE1613"], build.Diagnostics);
    }

    [Fact]
    public void A_bot_without_purpose_is_named_with_the_missing_field_and_the_others_are_built()
    {
        using var project = new TaskProject(sdk, """
            [
              { "name": "Vague", "code": "def a():\n    return 1\n\ndef b():\n    return 2\n", "metadata": { "language": "python" } },
              { "name": "Clear", "code": "print('b')", "metadata": { "purpose": "b", "functions": ["run"] } }
            ]
            """);

        var build = project.Build().Failed();

        Assert.Equal(["MENACE3001"], build.ErrorCodes);
        Assert.Contains("Bot 'Vague' cannot be built: purpose is missing", build.Output, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, string> { ["Clear"] = "Passed" }, project.Outcomes());
    }

    [Fact]
    public void Code_that_does_not_parse_is_located_inside_the_string()
    {
        using var project = new TaskProject(sdk, """
            [
              { "name": "Broken", "code": "def a():\n    return (\n", "metadata": { "language": "python", "purpose": "b", "functions": ["a"] } }
            ]
            """);

        var build = project.Build().Failed();

        Assert.Equal(["tasks.json(2,53): MENACE1701"], build.Diagnostics);
    }

    [Fact]
    public void An_edited_repository_is_tested_as_it_stands_and_refused_when_its_task_changes()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();
        var file = project["dev_repos/DemoBot/DemoBot.py"];
        File.AppendAllText(file, "\n# mine\n");

        Assert.Equal(["VerifyStage"], project.Build().Succeeded().Stages);

        project.Replace("tasks.json", "\"demo\"", "\"another demo\"");
        var build = project.Build().Failed();

        Assert.Equal(["MENACE4001"], build.ErrorCodes);
        Assert.Contains("DemoBot.py", build.Output, StringComparison.Ordinal);
        Assert.EndsWith("# mine\n", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(1, project.Commits()["DemoBot"]);
    }

    [Fact]
    public void An_edit_that_breaks_a_bot_fails_the_build()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();
        project.Replace("dev_repos/DemoBot/DemoBot.py", "hello", "goodbye");

        Assert.Equal(["MENACE5003"], project.Build().Failed().ErrorCodes);
    }

    [Fact]
    public void A_folder_of_someone_else_is_left_alone()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Write("dev_repos/DemoBot/theirs.txt", "precious");

        Assert.Equal(["MENACE4001"], project.Build().Failed().ErrorCodes);

        Assert.Equal(["theirs.txt"], Directory.GetFileSystemEntries(project["dev_repos/DemoBot"]).Select(Path.GetFileName));
    }

    [Fact]
    public void An_endless_bot_is_ended_with_all_that_it_started()
    {
        using var project = new TaskProject(sdk, Endless("3s"));

        var build = project.Build().Failed();

        // The second code: it writes child.pid into the task project.
        Assert.Equal(["MENACE5005", "MENACE5013"], build.ErrorCodes);
        AssertGone(project);
    }

    [Fact]
    public async Task Interrupting_the_build_ends_the_bots_that_are_being_tested()
    {
        using var project = new TaskProject(sdk, Endless("300s"));
        using var build = project.StartBuild(out var output);
        await BotRuns(project, build, output);

        // Ctrl+C in a terminal reaches the foreground process group, which is this build; the bots have sessions of their own.
        Programs.Run(project.Folder, "kill", ["-INT", $"{build.Id}"]);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await build.WaitForExitAsync(patience.Token);
        Assert.NotEqual(0, build.ExitCode);
        AssertGone(project);
    }

    [Fact]
    public async Task A_bot_that_a_killed_build_left_running_is_ended_by_the_next_build()
    {
        using var project = new TaskProject(sdk, Endless("300s"));
        using (var build = project.StartBuild(out var output))
        {
            await BotRuns(project, build, output);
            Programs.Run(project.Folder, "kill", ["-KILL", $"{build.Id}"]);
            await build.WaitForExitAsync();
        }

        File.Move(project["child.pid"], project["left.pid"]);
        project.Replace("tasks.json", "300s", "2s");

        project.Build().Failed();

        AssertGone(project, "left.pid");
        AssertGone(project);
    }

    [Fact]
    public void Without_python_its_bots_fail_with_the_remedy_and_the_others_are_verified()
    {
        using var project = new TaskProject(sdk, Bots.Chain);

        // In a view of the files of its own, in which no interpreter can be started.
        const string Script = """
            for python in $(which -a python3 | sort -u); do mount --bind /dev/null "$(readlink -f "$python")" || exit 99; done
            exec dotnet build -tl:off -nr:false
            """;
        var (exitCode, output) = Programs.Run(project.Folder, "unshare", ["-rm", "sh", "-c", Script], sdk.Environment);

        Assert.Equal(1, exitCode);
        Assert.Equal(["MENACE5001"], new BuildResult(exitCode, output, new()).ErrorCodes);
        Assert.Contains("apt-get install python3 python3-pytest", output, StringComparison.Ordinal);
        Assert.Equal("Passed", project.Outcomes()["Alone"]);
        project.Build().Succeeded();
        Assert.Equal("Passed", project.Outcomes()["Top"]);
    }

    [Fact]
    public void A_python_without_pytest_is_not_a_failing_test()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        project.Write("python", "#!/bin/sh\nexec /usr/bin/python3 -S \"$@\"\n");
        File.SetUnixFileMode(project["python"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var build = project.Build("-p:MenacePython=./python").Failed();

        Assert.Equal(["MENACE3006", "MENACE5001"], build.ErrorCodes);
        Assert.Contains("has no pytest 7 or newer", build.Output, StringComparison.Ordinal);
        Assert.Equal("Passed", project.Outcomes()["Alone"]);
        Assert.Equal(4, project.Commits().Count);
    }

    [Fact]
    public void A_missing_tool_is_not_a_failing_test()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        var tools = project["tools"];
        Directory.CreateDirectory(tools);
        foreach (var folder in new[] { "/usr/local/bin", "/usr/bin", "/bin" }.Where(Directory.Exists))
        {
            foreach (var file in Directory.GetFiles(folder).Where(file => !Path.GetFileName(file).StartsWith("bats", StringComparison.Ordinal)))
            {
                if (!Path.Exists(Path.Combine(tools, Path.GetFileName(file))))
                {
                    File.CreateSymbolicLink(Path.Combine(tools, Path.GetFileName(file)), file);
                }
            }
        }

        var dotnet = Path.GetDirectoryName(Environment.ProcessPath!)!;
        project.Environment["PATH"] = $"{tools}:{dotnet}";

        var build = project.Build().Failed();

        Assert.Equal(["MENACE5001"], build.ErrorCodes);
        Assert.Contains("bats", build.Output, StringComparison.Ordinal);
        Assert.Equal("Failed", project.Outcomes()["Alone"]);
        Assert.Equal("Passed", project.Outcomes()["Top"]);
        Directory.Delete(tools, recursive: true);
    }

    [Fact]
    public void A_bot_without_a_test_fails()
    {
        using var project = new TaskProject(sdk, """
            [{ "name": "Untested", "code": "print('b')", "metadata": { "language": "python", "purpose": "b", "functions": ["run"], "tests": "# nothing\n" } }]
            """);

        Assert.Equal(["MENACE5004"], project.Build().Failed().ErrorCodes);
    }

    [Fact]
    public void A_missing_list_is_one_clear_error()
    {
        using var project = new TaskProject(sdk, tasks: null);

        Assert.Equal(["MENACE0005"], project.Build().Failed().ErrorCodes);
    }

    [Fact]
    public void An_empty_list_is_a_warning()
    {
        using var project = new TaskProject(sdk, "[]");

        Assert.Contains("warning MENACE1105", project.Build().Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_project_allows_reaches_the_compiler_whatever_separates_it()
    {
        using var project = new TaskProject(sdk, """
            [
              { "name": "Fine", "resources": { "gpu": 1, "disk": 2, "memory": "8Gi" }, "metadata": { "language": "python", "capabilities": ["C#", "network", "F #1", "a=b"], "level": "4", "io": "csv" } },
              { "name": "Wrong", "resources": { "gpuu": 1, "memory": "9Gi" },
                "metadata": { "language": "python", "capabilities": ["c#", "netwrok", "f"], "level": "6", "io": "jsno" } }
            ]
            """);
        project.Replace("bots.csproj", "</PropertyGroup>", """
                <MenaceKnownResources>gpu;disk</MenaceKnownResources>
                <MenaceKnownCapabilities>
                  network;
                  C#;a=b
                  F #1
                </MenaceKnownCapabilities>
                <MenaceKnownFormats>json, csv</MenaceKnownFormats>
                <MenaceLevels>basic|1..5</MenaceLevels>
                <MenaceResourceLimits>cpu=4; memory=8Gi</MenaceResourceLimits>
              </PropertyGroup>
            """);

        var build = project.Build().Failed();

        Assert.Equal(
            [
                "tasks.json(3,37): MENACE1504", "tasks.json(3,58): MENACE1503", "tasks.json(4,101): MENACE1609",
                "tasks.json(4,64): MENACE1607", "tasks.json(4,75): MENACE1607", "tasks.json(4,90): MENACE1608",
            ],
            build.Diagnostics.Order(StringComparer.Ordinal));
        Assert.Contains("tasks.json(4,64): warning MENACE1607: Task 'Wrong': unknown capability 'netwrok'; this project knows 'network', 'C#', 'a=b' and 'F #1'; did you mean 'network'?", build.Output, StringComparison.Ordinal);
        Assert.Contains("tasks.json(3,58): warning MENACE1503", build.Output, StringComparison.Ordinal);
        Assert.Contains("tasks.json(4,90): error MENACE1608", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_cannot_be_used_is_named_with_what_can()
    {
        using var project = new TaskProject(sdk, Bots.Demo);

        var build = project.Build("-p:MenaceVerifyTimeout=soon").Failed();

        Assert.Equal(["MENACE0003"], build.ErrorCodes);
        Assert.Contains("MenaceVerifyTimeout is 'soon'", build.Output, StringComparison.Ordinal);
    }

    private static string Endless(string timeout) => $$"""
        [{ "name": "Endless", "resources": { "timeout": "{{timeout}}" },
           "code": "import os, pathlib, subprocess\n\ndef run():\n    child = subprocess.Popen(['sleep', '600'])\n    (pathlib.Path(os.getcwd()).parents[2] / 'child.pid').write_text(str(child.pid))\n    while True:\n        pass\n",
           "metadata": { "language": "python", "purpose": "never ends", "functions": ["run"], "smoke": true } }]
        """;

    private static async Task BotRuns(TaskProject project, Process build, StringBuilder output)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(project["child.pid"]))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2) && !build.HasExited, output.ToString());
            await Task.Delay(100);
        }
    }

    private static void AssertGone(TaskProject project, string file = "child.pid")
    {
        var stat = $"/proc/{File.ReadAllText(project[file])}/stat";
        var clock = Stopwatch.StartNew();
        while (File.Exists(stat) && File.ReadAllText(stat) is var text && text[text.LastIndexOf(')') + 2] != 'Z')
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "The bot's child is still running.");
            Thread.Sleep(100);
        }
    }
}
