using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

[Collection(PackedSdkTests.Name)]
public sealed class BuildTests(PackedSdk sdk)
{
    [Fact]
    public void A_build_makes_and_tests_a_repository_per_bot()
    {
        using var project = new TaskProject(sdk, Bots.Chain);

        var build = project.Build().Succeeded();

        Assert.Equal(["HandoffStage", "OptimiseStage", "DevelopStage", "VerifyStage"], build.Stages);
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.Equal(4, project.Commits().Count);
        Assert.All(project.Commits().Keys, bot =>
        {
            Assert.Equal("", project.Git(bot, "status", "--porcelain"));
            Assert.Equal("main", project.Git(bot, "branch", "--show-current"));
        });
        Assert.Equal("1", Programs.Run(project["dev_repos/Base"], "python3", [".", "value"]).Output.Trim());
        Assert.True(File.Exists(project[".menace/workflows.db"]));
    }

    [Fact]
    public void Three_builds_without_a_change_do_nothing_and_delete_nothing()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        project.Build().Succeeded();
        var files = Files(project);

        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(project.Build().Succeeded().Stages);
            Assert.Equal(files, Files(project));
        }
    }

    /// <summary>
    /// The package has machine code. A method that it lacks, for example of a generic type of the runtime with a struct of ours, is
    /// compiled in every build, which takes longer than all that an unchanged build has to do.
    /// </summary>
    [Fact]
    public void Unchanged_build_compiles_almost_no_method_of_Menace()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        var list = Path.Combine(Path.GetTempPath(), Path.GetFileName(project.Folder) + ".txt");

        // Tests see these variables, so all builds have them. A runtime that ends closes the file while it may still compile, and can
        // crash: the exit code is asserted by other tests.
        (project.Environment["DOTNET_JitDisasmSummary"], project.Environment["DOTNET_JitStdOutFile"]) = ("1", list);
        project.Build("-nodeReuse:false");
        project.Build("-nodeReuse:false");
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        File.Delete(list);

        var unchanged = project.Build("-nodeReuse:false");

        Assert.Empty(unchanged.Stages);
        Assert.Empty(unchanged.ErrorCodes);
        string[] compiled = [.. File.ReadAllLines(list).Where(line => line.Contains("Menace.", StringComparison.Ordinal))];
        Assert.True(compiled.Length <= 15, string.Join('\n', compiled));
        Assert.NotEmpty(File.ReadAllLines(list));
        File.Delete(list);
    }

    [Fact]
    public void A_build_whose_process_of_the_stages_was_killed_says_so_and_the_next_goes_on_where_it_was()
    {
        using var undisturbed = new TaskProject(sdk, Bots.Chain);
        undisturbed.Build().Succeeded();
        using var project = new TaskProject(sdk, Bots.Chain);
        foreach (var fault in new[] { "StageFileWritten:2", "VerifyRecorded" })
        {
            project.Environment["MENACE_FAULT"] = fault;
            Assert.Equal(["MENACE0011"], project.Build().Failed().ErrorCodes);
        }

        project.Environment.Clear();
        var build = project.Build().Succeeded();

        Assert.Equal(["VerifyStage"], build.Stages);
        Assert.Contains("\"IsReused\":true", File.ReadAllText(project["obj/Debug/net10.0/menace/verify.json"]), StringComparison.Ordinal);
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.All(project.Commits().Keys, bot => Assert.Equal(undisturbed.Git(bot, "rev-parse", "HEAD"), project.Git(bot, "rev-parse", "HEAD")));
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void One_changed_task_touches_that_bot_and_its_dependents()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        project.Build().Succeeded();
        project.Replace("tasks.json", "\"purpose\": \"middle\"", "\"purpose\": \"the middle\"");

        var build = project.Build().Succeeded();

        Assert.Equal(new Dictionary<string, int> { ["Alone"] = 1, ["Base"] = 1, ["Middle"] = 2, ["Top"] = 2 }, project.Commits().OrderBy(bot => bot.Key, StringComparer.Ordinal));
        Assert.DoesNotContain("Menace: Alone", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Menace: Base", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_bot_turns_itself_and_its_dependents_red_and_nothing_else()
    {
        using var project = new TaskProject(sdk, Bots.Chain.Replace("Base.value() + 1", "Base.value() + 2", StringComparison.Ordinal));

        var build = project.Build().Failed();

        Assert.Equal(["MENACE3006", "MENACE5003"], build.ErrorCodes);
        Assert.Contains("tasks.json(11,75): MENACE5003", build.Diagnostics);
        Assert.Contains("tasks.json(15,21): MENACE3006", build.Diagnostics);
        Assert.Matches("Bot 'Middle': test .*value.* failed: .*", build.Output);
        Assert.Equal(
            new Dictionary<string, string> { ["Base"] = "Passed", ["Middle"] = "Failed", ["Top"] = "Blocked", ["Alone"] = "Passed" },
            project.Outcomes());

        project.Replace("tasks.json", "Base.value() + 2", "Base.value() + 1");
        project.Build().Succeeded();
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
    }

    [Fact]
    public void Bots_that_call_each_other_across_languages_are_green_and_a_broken_one_turns_its_callers_red()
    {
        using var project = new TaskProject(sdk, Bots.Mixed);

        project.Build().Succeeded();
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.All(project.Commits().Keys, bot => Assert.Equal("", project.Git(bot, "status", "--porcelain", "--ignored")));

        project.Replace("tasks.json", "int(base_bot.value()) + 1", "int(base_bot.value()) + 2");
        Assert.Equal(["MENACE3006", "MENACE5003"], project.Build().Failed().ErrorCodes);
        Assert.Equal(
            new Dictionary<string, string> { ["base-bot"] = "Passed", ["Middle"] = "Failed", ["Top"] = "Blocked", ["Alone"] = "Passed" },
            project.Outcomes());
    }

    [Fact]
    public void A_failure_is_reported_again_by_the_next_build()
    {
        using var project = new TaskProject(sdk, Bots.Demo.Replace("print('hello')", "raise ValueError('no')", StringComparison.Ordinal));

        Assert.Equal(["MENACE5003"], project.Build().Failed().ErrorCodes);
        Assert.Equal(["MENACE5003"], project.Build().Failed().ErrorCodes);
    }

    [Fact]
    public void A_csharp_bot_is_built_outside_its_repository_and_tested()
    {
        using var project = new TaskProject(sdk, """
            [{ "name": "Adder", "code": "public static int Add(int a, int b) => a + b;",
               "metadata": { "purpose": "adds", "functions": ["Add"], "examples": [{ "function": "Add", "args": [1, 2], "returns": 3 }] } }]
            """);

        project.Build().Succeeded();

        Assert.Equal("Passed", project.Outcomes()["Adder"]);
        Assert.Empty(Directory.GetDirectories(project["dev_repos/Adder"], "obj", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetDirectories(project["dev_repos/Adder"], "bin", SearchOption.AllDirectories));
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void A_csharp_bot_that_does_not_compile_is_named_with_the_compilers_words()
    {
        using var project = new TaskProject(sdk, """
            [{ "name": "Broken", "metadata": { "language": "csharp", "purpose": "p", "functions": ["F"], "code_file": "bots/broken.cs" } }]
            """);
        project.Write("bots/broken.cs", "public static int F() => Missing.Thing();\n");

        var build = project.Build().Failed();

        Assert.Equal(["broken.cs(1,26): MENACE1701"], build.Diagnostics);
        Assert.Contains("Bot 'Broken': CS0103: The name 'Missing' does not exist in the current context", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_removes_stage_files_and_keeps_repositories()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();

        project.Clean().Succeeded();

        Assert.Empty(Directory.Exists(project["obj/Debug/net10.0/menace"]) ? Directory.GetFiles(project["obj/Debug/net10.0/menace"]) : []);
        Assert.Equal(1, project.Commits()["DemoBot"]);
        Assert.Equal(4, project.Build().Succeeded().Stages.Count);
        Assert.Equal(1, project.Commits()["DemoBot"]);
    }

    [Fact]
    public void Clones_share_verified_results_in_a_folder_and_clean_deletes_only_those_of_the_project()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        using var clone = new TaskProject(sdk, Bots.Demo);
        var shared = "-p:MenaceResultStore=" + project["shared"];
        project.Build(shared).Succeeded();

        Assert.Contains("1 created, 1 reused, verified", clone.Build(shared).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("<property name=\"reused\" value=\"true\"", File.ReadAllText(clone["obj/Debug/net10.0/menace/tests.junit.xml"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(clone[".menace/verify/DemoBot"]));

        clone.Dotnet("clean", shared).Succeeded();
        Assert.Contains("1 bot up to date", clone.Build(shared).Succeeded().Output, StringComparison.Ordinal);

        clone.Clean().Succeeded();
        Assert.DoesNotContain("reused", clone.Build().Succeeded().Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(clone[".menace/results"], "*.result"));
        clone.Clean().Succeeded();
        Assert.Empty(Directory.GetFiles(clone[".menace/results"], "*.result"));
        Assert.Single(Directory.GetFiles(project["shared"], "*.result"));
    }

    [Fact]
    public void A_design_time_build_runs_nothing()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Dotnet("restore").Succeeded();

        var build = project.Dotnet("msbuild", "-t:Compile", "-p:DesignTimeBuild=true", "-p:BuildingProject=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true").Succeeded();

        Assert.Empty(build.Stages);
        Assert.False(Directory.Exists(project["dev_repos"]));
    }

    [Fact]
    public void Switched_off_the_project_builds_without_menace()
    {
        using var project = new TaskProject(sdk, "[ broken");

        var build = project.Build("-p:MenaceEnabled=false").Succeeded();

        Assert.Empty(build.Stages);
        Assert.Empty(build.ErrorCodes);
    }

    [Fact]
    public void Without_verification_there_is_a_warning_each_time_and_no_bot_counts_as_verified()
    {
        using var project = new TaskProject(sdk, Bots.Demo);

        for (var i = 0; i < 2; i++)
        {
            var build = project.Build("-p:MenaceVerifyEnabled=false").Succeeded();

            Assert.Contains("tasks.json : warning MENACE5007", build.Output, StringComparison.Ordinal);
            Assert.Equal(i == 0 ? 4 : 0, build.Stages.Count);
            Assert.Equal("NotRun", project.Outcomes()["DemoBot"]);
        }

        project.Build().Succeeded();
        Assert.Equal("Passed", project.Outcomes()["DemoBot"]);
    }

    [Fact]
    public void The_repositories_are_returned_by_their_target_also_when_it_is_skipped()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();

        var (code, output) = Programs.Run(project.Folder, "dotnet", ["build", "-getTargetResult:MenaceBuild"], sdk.Environment);

        Assert.True(code == 0, output);
        Assert.Contains("\"Bot\": \"DemoBot\"", output, StringComparison.Ordinal);
        Assert.Contains($"\"Commit\": \"{project.Git("DemoBot", "rev-parse", "HEAD")}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repository_that_is_gone_is_made_again()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();
        var commit = project.Git("DemoBot", "rev-parse", "HEAD");
        Directory.Delete(project["dev_repos/DemoBot"], recursive: true);

        Assert.Equal(["DevelopStage", "VerifyStage"], project.Build().Succeeded().Stages);

        Assert.Equal(commit, project.Git("DemoBot", "rev-parse", "HEAD"));
    }

    [Fact]
    public void Files_with_any_name_are_read_and_watched()
    {
        string[] names = ["a;b.py", "$(HOME).py", "%41.py", "*.py", "@(x)'`.py", "ü漢.py", " a .py ", "$(touch executed)"];
        using var project = new TaskProject(sdk, System.Text.Json.JsonSerializer.Serialize(names.Select((name, i) => new
        {
            name = $"Bot{i}",
            metadata = new { purpose = "p", language = "python", functions = new[] { "one" }, code_file = "bots/" + name },
        })));
        foreach (var name in names)
        {
            project.Write("bots/" + name, "def one():\n    return 1\n");
        }

        project.Build().Succeeded();
        Assert.Equal(names.Length, project.Commits().Count);
        Assert.Empty(project.Build().Succeeded().Stages);

        foreach (var name in names)
        {
            project.Write("bots/" + name, "def one():\n    return 2\n");
        }

        project.Build().Succeeded();
        Assert.All(project.Commits(), bot => Assert.Equal(2, bot.Value));
        Assert.Empty(project.Build().Succeeded().Stages);
        Assert.False(File.Exists(project["executed"]));
    }

    [Fact]
    public void A_store_that_is_gone_is_made_again()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build().Succeeded();
        Directory.Delete(project[".menace"], recursive: true);
        Directory.Delete(project["dev_repos"], recursive: true);

        Assert.Contains("HandoffStage", project.Build().Succeeded().Stages);

        Assert.True(File.Exists(project[".menace/workflows.db"]));
        Assert.Equal("Passed", project.Outcomes()["DemoBot"]);
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void Code_and_tests_may_be_files_and_changing_one_builds_again()
    {
        using var project = new TaskProject(sdk, """
            [{ "name": "Filed", "metadata": { "purpose": "from files", "functions": ["two"], "language": "python",
               "code_file": "bots/filed.py", "tests_file": "bots/test_filed.py" } }]
            """);
        project.Write("bots/filed.py", "def two():\n    return 2\n");
        project.Write("bots/test_filed.py", "import Filed\n\ndef test_two():\n    assert Filed.two() == 2\n");
        project.Build().Succeeded();
        Assert.Empty(project.Build().Succeeded().Stages);

        project.Write("bots/filed.py", "def two():\n    return 3\n");

        Assert.Equal(["MENACE5003"], project.Build().Failed().ErrorCodes);
    }

    private static string[] Files(TaskProject project) =>
        [.. Directory.GetFiles(project.Folder, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/.git/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => $"{file} {File.GetLastWriteTimeUtc(file).Ticks}")
            .Where(line => !line.Contains("/obj/Debug/net10.0/bots.csproj", StringComparison.Ordinal) && !line.Contains("/obj/project", StringComparison.Ordinal))];
}
