using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>Builds that wait for a real Stage 4 on a real port.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class RemoteBuildTests(PackedSdk sdk)
{
    [Fact]
    public void Stage_4_builds_and_tests_and_a_second_build_sends_no_request()
    {
        using var stage4 = new Stage4();
        using var project = Remote(Bots.Chain, stage4.Address);

        var build = project.Build().Succeeded();

        Assert.Equal(["HandoffStage", "OptimiseStage", "DevelopStage", "VerifyStage"], build.Stages);
        Assert.Contains($"Menace: run 1 at {stage4.Address} builds 4 bots", build.Output, StringComparison.Ordinal);
        Assert.Contains("Menace: Top created (python): passed (1 test, ", build.Output, StringComparison.Ordinal);
        Assert.Matches(@"Menace: 4 bots: 4 created, \d tests passed · dev_repos/ · summary: obj/", build.Output);
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.Equal(stage4.Run(1)["bots"]!.AsArray().Select(bot => (string)bot!["commit"]!), new[] { "Base", "Middle", "Top", "Alone" }.Select(bot => project.Git(bot, "rev-parse", "HEAD")));
        Assert.All(project.Commits(), bot =>
        {
            Assert.Equal(1, bot.Value);
            Assert.Equal("", project.Git(bot.Key, "status", "--porcelain"));
        });
        Assert.Equal("3", Programs.Run(project["dev_repos/Top"], "python3", [".", "value"]).Output.Trim());
        Assert.False(Directory.Exists(project[".menace/verify"]), "something was tested here");

        stage4.Kill();
        var second = project.Build().Succeeded();
        Assert.Empty(second.Stages);
        Assert.Contains("Menace: 4 bots up to date", second.Output, StringComparison.Ordinal);

        // What was tested there is not what is here any more: that bot is tested here, and no other.
        File.AppendAllText(project["dev_repos/Alone/README.md"], "mine\n");
        Assert.Equal(["VerifyStage"], project.Build().Succeeded().Stages);
        Assert.Equal(["Alone"], Directory.GetDirectories(project[".menace/verify"]).Select(Path.GetFileName));
        Assert.Empty(project.Build().Succeeded().Stages);
        project.Git("Alone", "checkout", "README.md");
        project.Build().Succeeded();
    }

    [Fact]
    public void A_project_that_names_a_Stage_4_hands_off_what_it_has_built_before()
    {
        using var stage4 = new Stage4();
        using var project = new TaskProject(sdk, Bots.Chain);
        project.Build("-p:MenaceVerifyEnabled=false").Succeeded();

        Assert.Equal(["MENACE2003"], project.Build("-p:MenaceVerifyEnabled=false", "-p:MenaceStage4Url=http://127.0.0.1:1", "-p:MenaceHandoffAttempts=1").Failed().ErrorCodes);
        project.Build("-p:MenaceVerifyEnabled=false", $"-p:MenaceStage4Url={stage4.Address}", "-p:MenaceHandoffTimeout=30s").Succeeded();

        Assert.Equal("recorded", (string)stage4.Run(1)["run"]!["status"]!);
        Assert.DoesNotContain("HandoffStage", project.Build("-p:MenaceVerifyEnabled=false", $"-p:MenaceStage4Url={stage4.Address}", "-p:MenaceHandoffTimeout=30s").Succeeded().Stages);
    }

    [Fact]
    public void A_build_whose_stage_is_killed_while_it_hands_off_has_handed_off_once_when_it_is_run_again()
    {
        using var stage4 = new Stage4();
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Replace("bots.csproj", "</PropertyGroup>", $"<MenaceVerifyEnabled>false</MenaceVerifyEnabled><MenaceStage4Url>{stage4.Address}</MenaceStage4Url></PropertyGroup>");
        project.Build().Succeeded();

        string[] boundaries = ["HandoffBegun", "HandoffAccepted", "HandoffConfirmed"];
        for (var i = 0; i < boundaries.Length; i++)
        {
            project.Tasks = Bots.Demo.Replace("\"purpose\": \"demo\"", $"\"purpose\": \"demo {i}\"", StringComparison.Ordinal);
            project.Environment["MENACE_FAULT"] = boundaries[i];
            Assert.Equal(["MENACE0011"], project.Build().Failed().ErrorCodes);

            project.Environment.Remove("MENACE_FAULT");
            project.Build().Succeeded();
            Assert.Equal(2 + i, stage4.Runs);
        }

        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void What_fails_there_is_reported_at_its_line_and_edited_repositories_stay_as_they_are()
    {
        using var stage4 = new Stage4();
        using var project = Remote(Bots.Chain.Replace("Base.value() + 1", "Base.value() + 2", StringComparison.Ordinal), stage4.Address);

        var build = project.Build().Failed();

        Assert.Equal(["MENACE3006", "MENACE5003"], build.ErrorCodes);
        Assert.Contains("tasks.json(11,75): MENACE5003", build.Diagnostics);
        Assert.Contains("tasks.json(15,21): MENACE3006", build.Diagnostics);
        Assert.Equal(
            new Dictionary<string, string> { ["Base"] = "Passed", ["Middle"] = "Failed", ["Top"] = "Blocked", ["Alone"] = "Passed" },
            project.Outcomes());

        project.Replace("tasks.json", "Base.value() + 2", "Base.value() + 1");
        project.Replace("tasks.json", "\"purpose\": \"alone\"", "\"purpose\": \"on its own\"");
        File.AppendAllText(project["dev_repos/Alone/README.md"], "mine\n");
        build = project.Build().Failed();

        Assert.Equal(["MENACE4001"], build.ErrorCodes);
        Assert.EndsWith("mine\n", File.ReadAllText(project["dev_repos/Alone/README.md"]), StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, int> { ["Alone"] = 1, ["Base"] = 1, ["Middle"] = 2, ["Top"] = 2 }, project.Commits().OrderBy(bot => bot.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void A_killed_build_is_attached_to_again_and_a_killed_Stage_4_is_waited_for()
    {
        using var stage4 = new Stage4();
        using var project = Remote(stage4.Gated, stage4.Address);
        using (var killed = project.StartBuild(out _))
        {
            stage4.WaitForBots(1);
            Programs.Run(project.Folder, "kill", ["-KILL", $"{killed.Id}"]);
            killed.WaitForExit();
        }

        using var build = project.StartBuild(out var output);
        stage4.Wait(() => Text(output).Contains("Menace: run 1 at", StringComparison.Ordinal));
        stage4.Kill();
        stage4.Wait(() => Text(output).Contains("connection lost", StringComparison.Ordinal));
        stage4.Start();
        stage4.WaitForBots(2);
        File.WriteAllText(stage4.Gate, "");
        build.WaitForExit();

        Assert.True(build.ExitCode == 0, Text(output));
        Assert.Equal(1, stage4.Runs);
        Assert.Equal("Passed", project.Outcomes()["Gated"]);
    }

    [Fact]
    public void Interrupting_the_build_cancels_the_run_within_three_seconds()
    {
        using var stage4 = new Stage4();
        using var project = Remote(stage4.Gated, stage4.Address);
        using var build = project.StartBuild(out var output);
        stage4.WaitForBots(1);

        Programs.Run(project.Folder, "kill", ["-INT", $"{build.Id}"]);
        stage4.Wait(() => stage4.StatusOf(1) == "cancelled", 3);

        Assert.True(build.WaitForExit(TimeSpan.FromSeconds(30)), Text(output));
        Assert.NotEqual(0, build.ExitCode);
        Assert.DoesNotContain("MSB4181", Text(output), StringComparison.Ordinal);
        Assert.DoesNotContain("error MENACE", Text(output), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Stage_4_the_build_fails_or_this_machine_builds()
    {
        using var project = Remote(Bots.Chain, "http://127.0.0.1:1/");

        Assert.Equal(["MENACE2003"], project.Build("-p:MenaceHandoffAttempts=1").Failed().ErrorCodes);

        var build = project.Build("-p:MenaceHandoffAttempts=1", "-p:MenaceFallback=Local").Succeeded();
        Assert.Equal(["MENACE2013"], build.WarningCodes);
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.True(Directory.Exists(project[".menace/verify"]));
    }

    [Fact]
    public void A_run_in_which_nothing_happens_is_given_up_and_goes_on_there()
    {
        using var stage4 = new Stage4();
        using var project = Remote(stage4.Gated, stage4.Address);

        var build = project.Build("-p:MenaceIdleTimeout=4s").Failed();

        Assert.Equal(["MENACE2015"], build.ErrorCodes);
        Assert.Equal("active", stage4.StatusOf(1));
    }

    private TaskProject Remote(string tasks, string address)
    {
        var project = new TaskProject(sdk, tasks);
        project.Replace("bots.csproj", "</PropertyGroup>", $"<MenaceExecution>Remote</MenaceExecution><MenaceStage4Url>{address}</MenaceStage4Url></PropertyGroup>");
        return project;
    }

    private static string Text(System.Text.StringBuilder output)
    {
        lock (output)
        {
            return output.ToString();
        }
    }
}
