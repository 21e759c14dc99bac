using System.Text.Json.Nodes;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>A build of a project that an older version of Menace built last (tests/Corpora/upgrade).</summary>
[Collection(PackedSdkTests.Name)]
public sealed class UpgradeBuildTests(PackedSdk sdk)
{
    /// <summary>A bot of each language, none of which depends on another: a dependent of an edited bot is warned of in every build.</summary>
    private static readonly string[] Bots = ["Checksums", "geo", "log-rotation"];

    [Fact]
    public void Edited_repositories_of_an_older_version_are_merged_tested_and_named_in_one_line()
    {
        using var project = Restored();
        foreach (var bot in Bots)
        {
            project.Write($"dev_repos/{bot}/notes/ours.md", $"Ours in {bot}.\n");
            File.AppendAllText(project[$"dev_repos/{bot}/README.md"], "Ours at the end.\n");
            project.Git(bot, "rm", "-q", "LICENSE");
            project.Git(bot, "add", "-A");
            project.Git(bot, "commit", "-q", "-m", "Ours");
        }

        var before = Heads(project);
        var version = $"Menace.Sdk, an earlier version -> {sdk.Version}";
        Assert.Contains(version + "\n", project.Dotnet("msbuild", "-t:MenacePreview").Succeeded().Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(before, Heads(project));

        var build = project.Build().Succeeded();

        Assert.Contains($"Menace: {version}: 3 of 3 repositories have new output. ", build.Output, StringComparison.Ordinal);
        Assert.All(project.Outcomes(), bot => Assert.Equal("Passed", bot.Value));
        foreach (var bot in Bots)
        {
            Assert.Equal(before[bot], project.Git(bot, "rev-parse", "main^1"));
            Assert.Equal(project.Git(bot, "rev-parse", "menace/generated"), project.Git(bot, "rev-parse", "main^2"));
            Assert.Equal($"Ours in {bot}.\n", File.ReadAllText(project[$"dev_repos/{bot}/notes/ours.md"]));
            Assert.EndsWith("Ours at the end.\n", File.ReadAllText(project[$"dev_repos/{bot}/README.md"]), StringComparison.Ordinal);
            Assert.False(File.Exists(project[$"dev_repos/{bot}/LICENSE"]));
            Assert.Equal("", project.Git(bot, "status", "--porcelain"));
        }

        // The database of the older version is set aside once; that this was reported is why the stages run again.
        Assert.Equal(["MENACE2006"], build.WarningCodes);
        var after = Heads(project);
        Assert.Empty(project.Build().Succeeded().WarningCodes);
        Assert.Empty(project.Build().Succeeded().Stages);
        Assert.Equal(after, Heads(project));
    }

    private TaskProject Restored()
    {
        var list = JsonNode.Parse(File.ReadAllText(Path.Combine(BuiltFleet.Sample, "tasks.json")))!;
        var tasks = list["tasks"]!.AsArray();
        foreach (var other in tasks.Where(task => !Bots.Contains((string)task!["name"]!)).ToList())
        {
            tasks.Remove(other);
        }

        var project = new TaskProject(sdk, list.ToJsonString());
        foreach (var file in Directory.GetFiles(Path.Combine(BuiltFleet.Sample, "bots"), "*", SearchOption.AllDirectories))
        {
            project.Write(Path.GetRelativePath(BuiltFleet.Sample, file), File.ReadAllText(file));
        }

        OlderLayout.Restore(Path.Combine(PackedSdk.RepositoryRoot, "tests/Corpora/upgrade"), "b718c25", Bots, project.Folder);
        return project;
    }

    private static Dictionary<string, string> Heads(TaskProject project) => Bots.ToDictionary(bot => bot, bot => project.Git(bot, "rev-parse", "main"));
}
