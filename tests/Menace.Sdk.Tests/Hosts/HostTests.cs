using System.Text.RegularExpressions;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests.Hosts;

/// <summary>Ways to reach a task project that the matrix has no column for.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class HostTests(PackedSdk sdk)
{
    private const string TwoFrameworks = "<TargetFrameworks>net10.0;netstandard2.0</TargetFrameworks>";

    [Fact]
    public void A_project_of_several_frameworks_that_another_references_runs_its_stages_once()
    {
        using var project = new TaskProject(sdk, tasks: null);
        File.Delete(project["bots.csproj"]);
        AddBots(project, "bots", HostProject.Tasks, TwoFrameworks);
        project.Write("app/app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../bots/bots.csproj" /></ItemGroup>
            </Project>
            """);

        var build = project.Build("app/app.csproj", "-m").Succeeded();

        Assert.Equal(["HandoffStage", "OptimiseStage", "DevelopStage", "VerifyStage"], build.Stages);
        Assert.True(Directory.Exists(project["bots/dev_repos/Py"]));
        Assert.Empty(project.Build("app/app.csproj", "-m").Succeeded().Stages);
    }

    [Fact]
    public void One_framework_of_several_asked_for_alone_runs_the_stages()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Replace("bots.csproj", "<TargetFramework>net10.0</TargetFramework>", TwoFrameworks);

        Assert.Equal(4, project.Build("-f", "net10.0").Succeeded().Stages.Count);
        Assert.Empty(project.Build("-f", "net10.0").Succeeded().Stages);
    }

    [Fact]
    public void A_finding_is_printed_once_for_all_frameworks_and_by_each_that_is_asked_for_alone()
    {
        using var project = new TaskProject(sdk, Bots.Demo.Replace("\"once\"", "\"every 1s\"", StringComparison.Ordinal));
        project.Replace("bots.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>");

        var both = project.Build().Succeeded();
        Assert.Equal(["MENACE1405"], both.LoggedCodes);
        Assert.Equal(4, both.Stages.Count);

        Assert.Equal(["MENACE1405"], project.Build("-f", "netstandard2.0").Succeeded().LoggedCodes);
        Assert.Equal(["MENACE1405"], project.Dotnet("msbuild", "-t:Rebuild", "-p:TargetFramework=netstandard2.0", "-p:DesignTimeBuild=true").Succeeded().LoggedCodes);
    }

    [Fact]
    public void An_error_is_printed_once_for_all_frameworks_by_the_one_that_knows_most()
    {
        using var project = new TaskProject(sdk, """[{ "name": "A", "code": "return Missing.Thing;", "metadata": { "language": "csharp", "purpose": "p", "functions": ["F"] } }]""");
        project.Replace("bots.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>");

        var build = project.Build("-m").Failed();

        Assert.Equal(["MENACE1701"], build.LoggedCodes);
        Assert.Equal(4, build.Stages.Count);
    }

    [Fact]
    public void A_bot_of_the_same_name_in_a_shared_folder_belongs_to_the_project_that_built_it_first()
    {
        using var project = new TaskProject(sdk, tasks: null);
        File.Delete(project["bots.csproj"]);
        AddBots(project, "first", Bots.Demo);
        AddBots(project, "second", Bots.Demo.Replace("hello", "goodbye", StringComparison.Ordinal));
        project.Write("Directory.Build.props", "<Project><PropertyGroup><MenaceRepositoryBase>../dev_repos</MenaceRepositoryBase></PropertyGroup></Project>");
        project.Build("first").Succeeded();
        var head = project.Git("DemoBot", "rev-parse", "HEAD");

        var build = project.Build("second").Failed();

        Assert.Equal(["MENACE4001"], build.ErrorCodes);
        Assert.Contains($"it belongs to another project: {project["first"]}. Rename one", build.Output, StringComparison.Ordinal);
        Assert.Equal(head, project.Git("DemoBot", "rev-parse", "HEAD"));
        Assert.Equal("", project.Git("DemoBot", "status", "--porcelain"));

        Directory.Delete(project["first"], recursive: true);
        project.Build("second").Succeeded();
        Assert.Equal(2, project.Commits()["DemoBot"]);
    }

    [Fact]
    public void Projects_of_one_solution_may_share_a_folder_of_repositories()
    {
        using var project = new TaskProject(sdk, tasks: null);
        File.Delete(project["bots.csproj"]);
        AddBots(project, "first", Bots.Demo);
        AddBots(project, "second", Bots.Demo.Replace("DemoBot", "OtherBot", StringComparison.Ordinal));
        project.Write("Directory.Build.props", "<Project><PropertyGroup><MenaceRepositoryBase>../dev_repos</MenaceRepositoryBase></PropertyGroup></Project>");
        project.Write("all.slnx", """<Solution><Project Path="first/first.csproj" /><Project Path="second/second.csproj" /></Solution>""");

        Assert.Equal(8, project.Build("all.slnx").Succeeded().Stages.Count);

        Assert.Equal(["DemoBot", "OtherBot"], project.Commits().Keys.Order(StringComparer.Ordinal));
        Assert.Empty(project.Build("all.slnx").Succeeded().Stages);
    }

    [Fact]
    public void A_file_based_app_that_is_run_again_sees_a_changed_list()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        File.Delete(project["bots.csproj"]);
        project.Write("app.cs", $"#:sdk Menace.Sdk@{sdk.Version}\nSystem.Console.WriteLine(\"app\");\n");
        Run();
        project.Replace("tasks.json", "\"demo\"", "\"another demo\"");

        Run();

        Assert.Equal(2, project.Commits()["DemoBot"]);

        void Run()
        {
            var (code, output) = Programs.Run(project.Folder, "dotnet", ["run", "app.cs"], sdk.Environment);
            Assert.True(code == 0 && output.Contains("app", StringComparison.Ordinal), output);
        }
    }

    [Fact]
    public void Older_MSBuild_gets_a_readable_error()
    {
        using var project = new TaskProject(sdk, Bots.Demo);

        var build = project.Build("-p:_MenaceMSBuildVersion=17.14.8").Failed();

        Assert.Equal(["MENACE0002"], build.ErrorCodes);
        Assert.Contains("needs MSBuild 18 (.NET SDK 10) or newer, but this is MSBuild 17.14.8", build.Output, StringComparison.Ordinal);
        Assert.Empty(build.Stages);
    }

    [Fact]
    public async Task Two_builds_of_one_project_at_the_same_time_give_the_repositories_of_one()
    {
        using var alone = new TaskProject(sdk, Bots.Chain);
        alone.Build().Succeeded();
        using var project = new TaskProject(sdk, Bots.Chain);
        // Compiling the same obj/ twice at once is a race of the compiler's own: what is ours is what comes after.
        project.Build("-p:MenaceEnabled=false").Succeeded();

        var builds = await Task.WhenAll(Task.Run(() => project.Build("--no-restore")), Task.Run(() => project.Build("--no-restore")));

        Assert.All(builds, build => build.Succeeded());
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        Assert.Equal(Heads(alone), Heads(project));

        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void BuildCheck_finds_nothing_in_the_sample()
    {
        using var project = new TaskProject(sdk, File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "samples/quickstart/tasks.json")));

        var build = project.Build("-check", "-v:n", "-p:MenaceVerifyEnabled=false").Succeeded();

        Assert.DoesNotMatch(@"\bBC\d{4}\b", build.Output);
        Assert.Equal(4, build.Stages.Count);
    }

    [Fact]
    public void Orphans_are_named_in_every_build_and_cleaned_if_nothing_of_the_users_is_in_them()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        Assert.Single(Regex.Matches(project.Build().Succeeded().Output, "message MENACE3022"));
        File.AppendAllText(project["dev_repos/Middle/Middle.py"], "# mine\n");
        Directory.CreateDirectory(project["dev_repos/Alone/notes"]);
        project.Git("Alone", "init", "-q", "notes");
        project.Tasks = Bots.Demo;

        foreach (var build in new[] { project.Build().Succeeded(), project.Build().Succeeded() })
        {
            Assert.Contains("4 repositories in 'dev_repos' without a task in the list: Alone, Base, Middle, Top", build.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("MENACE3022", build.Output, StringComparison.Ordinal);
        }

        var clean = project.Dotnet("msbuild", "-t:MenaceCleanRepositories").Succeeded();

        Assert.Equal(["MENACE4003"], clean.WarningCodes);
        Assert.Contains("not committed: Middle.py", clean.Output, StringComparison.Ordinal);
        Assert.Contains("not committed: notes/", clean.Output, StringComparison.Ordinal);
        Assert.Contains("1 kept, because their tasks are in the list: DemoBot", clean.Output, StringComparison.Ordinal);
        Assert.Equal(["Alone", "DemoBot", "Middle"], Directory.GetDirectories(project["dev_repos"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        project.Dotnet("msbuild", "-t:MenaceCleanRepositories", "-p:MenaceCleanAll=true").Succeeded();
        Assert.Equal(["Alone", "Middle"], Directory.GetDirectories(project["dev_repos"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Repositories_of_an_earlier_base_are_not_compiled_into_the_project()
    {
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Build("-p:MenaceVerifyEnabled=false").Succeeded();
        Directory.CreateDirectory(project["sub dir/old (1)"]);
        Directory.Move(project["dev_repos/DemoBot"], project["sub dir/old (1)/DemoBot"]);

        project.Build("-p:MenaceVerifyEnabled=false", "-p:MenaceRepositoryBase=bots_now").Succeeded();

        Assert.True(Directory.Exists(project["bots_now/DemoBot"]));
    }

    private static Dictionary<string, string> Heads(TaskProject project) =>
        project.Commits().Keys.ToDictionary(bot => bot, bot => project.Git(bot, "rev-parse", "HEAD"));

    private static void AddBots(TaskProject project, string folder, string tasks, string frameworks = "<TargetFramework>net10.0</TargetFramework>")
    {
        project.Write($"{folder}/{folder}.csproj", $"""<Project Sdk="Menace.Sdk"><PropertyGroup>{frameworks}</PropertyGroup></Project>""");
        project.Write($"{folder}/tasks.json", tasks);
    }
}
