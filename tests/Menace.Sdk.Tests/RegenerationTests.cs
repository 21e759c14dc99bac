using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>Builds of projects whose repositories people work in.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class RegenerationTests(PackedSdk sdk)
{
    private const string Tasks = """
        [{ "name": "Greeter", "code": "def greet(name):\n    return 'hello ' + name\n\n\ndef leave(name):\n    return 'bye ' + name\n",
           "metadata": { "language": "python", "purpose": "greets", "functions": ["greet", "leave"],
             "examples": [{ "function": "greet", "args": ["Ada"], "returns": "hello Ada" }, { "function": "leave", "args": ["Ada"], "returns": "bye Ada" }] } }]
        """;

    [Fact]
    public void Commits_of_the_user_and_new_output_end_in_one_branch_and_the_next_build_has_nothing_to_do()
    {
        using var project = new TaskProject(sdk, Tasks);
        project.Build().Succeeded();
        Edit(project, "def leave(name):\n", "def leave(name):\n    # Mine.\n");

        project.Replace("tasks.json", "'hello '", "'hello, '");
        project.Replace("tasks.json", "hello Ada", "hello, Ada");
        project.Build().Succeeded();

        var code = File.ReadAllText(project["dev_repos/Greeter/Greeter.py"]);
        Assert.Contains("'hello, '", code, StringComparison.Ordinal);
        Assert.Contains("# Mine.", code, StringComparison.Ordinal);
        Assert.Equal("main", project.Git("Greeter", "branch", "--show-current"));
        Assert.Equal("", project.Git("Greeter", "status", "--porcelain"));
        Assert.Equal(project.Git("Greeter", "rev-parse", "menace/generated"), project.Git("Greeter", "rev-parse", "main^2"));
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void Conflict_is_decided_in_its_folder_and_the_next_build_takes_the_decision()
    {
        using var project = new TaskProject(sdk, Tasks);
        project.Build().Succeeded();
        Edit(project, "'hello '", "'good day '");
        var before = project.Git("Greeter", "rev-parse", "main");

        project.Replace("tasks.json", "'hello '", "'hello, '");
        project.Replace("tasks.json", "hello Ada", "hello, Ada");
        var build = project.Build().Failed();

        Assert.Equal(["MENACE4008"], build.ErrorCodes);
        Assert.Contains("Greeter.py(2,1): MENACE4008", build.Diagnostics);
        Assert.Contains(".menace/merges/Greeter/Greeter.py(2", build.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Git("Greeter", "rev-parse", "main"));
        Assert.Equal("", project.Git("Greeter", "status", "--porcelain"));
        var work = project[".menace/merges/Greeter"];
        Assert.Contains("<<<<<<< ", File.ReadAllText(Path.Combine(work, "Greeter.py")), StringComparison.Ordinal);

        Programs.Run(work, "git", ["checkout", "--theirs", "Greeter.py"]);
        var (code, output) = Programs.Run(work, "git", ["-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-a", "-q", "-m", "Decide"]);
        Assert.True(code == 0, output);
        project.Build().Succeeded();

        Assert.Contains("'hello, '", File.ReadAllText(project["dev_repos/Greeter/Greeter.py"]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(work));
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    [Fact]
    public void Output_that_fails_its_tests_does_not_reach_main()
    {
        using var project = new TaskProject(sdk, Tasks);
        project.Build().Succeeded();
        var before = project.Git("Greeter", "rev-parse", "main");

        project.Replace("tasks.json", "'hello '", "'hi '");
        var build = project.Build().Failed();

        Assert.Contains("MENACE5003", build.ErrorCodes);
        Assert.Contains("MENACE4011", build.Output, StringComparison.Ordinal);
        Assert.Equal(before, project.Git("Greeter", "rev-parse", "main"));
        Assert.Contains("'hello '", File.ReadAllText(project["dev_repos/Greeter/Greeter.py"]), StringComparison.Ordinal);
        Assert.Contains("'hi '", project.Git("Greeter", "show", "menace/candidate:Greeter.py"), StringComparison.Ordinal);

        project.Replace("tasks.json", "'hi '", "'hello '");
        project.Build().Succeeded();

        Assert.Equal("main\nmenace/generated", project.Git("Greeter", "for-each-ref", "--format=%(refname:short)", "refs/heads"));
        Assert.Equal("", project.Git("Greeter", "status", "--porcelain"));
        Assert.Empty(project.Build().Succeeded().Stages);
    }

    private static void Edit(TaskProject project, string before, string after)
    {
        project.Replace("dev_repos/Greeter/Greeter.py", before, after);
        project.Git("Greeter", "commit", "-q", "-a", "-m", "Mine");
    }
}
