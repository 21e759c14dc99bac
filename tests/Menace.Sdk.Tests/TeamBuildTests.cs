using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>Two checkouts of one project with one remote, by the commands that docs/team.md shows.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class TeamBuildTests(PackedSdk sdk)
{
    private const string Tasks = """
        [{ "name": "greeter", "code": "greet() {\n    echo hello\n}\n", "metadata": { "purpose": "Greets.", "functions": ["greet"], "language": "shell" } }]
        """;

    [Fact]
    public void Two_checkouts_share_one_history_and_a_rejected_push_is_an_error_with_its_reason()
    {
        using var first = new TaskProject(sdk, Tasks);
        using var second = new TaskProject(sdk, Tasks);
        var remote = first["remotes/greeter.git"];
        Programs.Run(first.Folder, "git", ["init", "-q", "--bare", "-b", "main", remote]);
        foreach (var project in new[] { first, second })
        {
            project.Replace("bots.csproj", "</PropertyGroup>", $"<MenaceRemote>file://{first["remotes"]}/{{name}}.git</MenaceRemote></PropertyGroup>");
        }

        first.Build("-t:MenacePush").Succeeded();
        Assert.Equal(first.Git("greeter", "rev-parse", "main"), Remote("main"));
        Assert.Equal(Remote("main"), Remote("menace/generated"));

        // The history goes on in the other checkout.
        second.Replace("tasks.json", "echo hello", "echo good morning");
        second.Build("-t:MenacePush").Succeeded();
        Assert.Equal(second.Git("greeter", "rev-parse", "main"), Remote("main"));
        Assert.Equal(first.Git("greeter", "rev-parse", "main"), second.Git("greeter", "rev-parse", "main~1"));

        // The first one has another change, and lacks that commit.
        first.Replace("dev_repos/greeter/README.md", "Greets.", "Greets everyone.");
        first.Git("greeter", "commit", "-q", "-a", "-m", "Mine");
        var before = Remote("main");
        var rejected = first.Build("-t:MenacePush").Failed();
        Assert.Equal(["MENACE4013"], rejected.ErrorCodes);
        Assert.Contains("MenacePull=true", rejected.Output, StringComparison.Ordinal);
        Assert.Equal(before, Remote("main"));

        first.Replace("tasks.json", "echo hello", "echo good morning");
        first.Build("-t:MenacePush", "-p:MenacePull=true").Succeeded();
        Assert.Equal(first.Git("greeter", "rev-parse", "main"), Remote("main"));
        Assert.Contains("Greets everyone.", File.ReadAllText(first["dev_repos/greeter/README.md"]), StringComparison.Ordinal);
        Assert.Contains("good morning", first.Git("greeter", "show", "main:greeter.sh"), StringComparison.Ordinal);

        string Remote(string branch)
        {
            var (code, output) = Programs.Run(remote, "git", ["rev-parse", branch]);
            Assert.True(code == 0, output);
            return output.Trim();
        }
    }
}
