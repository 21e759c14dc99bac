using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The page about build servers: every pipeline parses, runs the one command, and keeps the folders that make a build skip work.</summary>
[Collection(PackedSdkTests.Name)]
public sealed partial class BuildServerTests(PackedSdk sdk)
{
    private static readonly string Page = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/build-servers.md"));

    private static string Command => Fence().Matches(Page).Single(fence => fence.Groups["language"].Value == "sh").Groups["text"].Value.Trim();

    [Fact]
    public void Every_server_runs_the_same_command_and_keeps_its_log()
    {
        var pipelines = Fence().Matches(Page).Where(fence => fence.Groups["language"].Value != "sh").Select(fence => fence.Groups["text"].Value).ToList();

        Assert.Equal(["# .github/workflows/build.yml", "# azure-pipelines.yml", "# .gitlab-ci.yml", "// Jenkinsfile"], pipelines.Select(text => text.Split('\n')[0]));
        Assert.All(pipelines, text => Assert.Equal([Command], Commands(text).Where(command => command.StartsWith("dotnet", StringComparison.Ordinal))));
        Assert.All(pipelines, text => Assert.Contains("menace.binlog", text.Replace(Command, "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(pipelines.SkipLast(1), text => Assert.Contains(Commands(text), command => command.Contains("apt-get install --yes", StringComparison.Ordinal) && command.EndsWith("python3-pytest bats jq", StringComparison.Ordinal)));
    }

    [Fact]
    public void With_the_cached_folders_a_fresh_checkout_tests_no_bot_again()
    {
        using var project = new TaskProject(sdk, Bots.Chain);
        Run(project, Command);
        Assert.Equal(4, project.Commits().Count);
        var log = File.GetLastWriteTimeUtc(project[".menace/verify/Base/tests.log"]);

        // Another agent: only what the page says to cache is left, and the sources are new.
        Run(project, "tar --format=posix -cf ../$$.tar .menace dev_repos obj/Release/net10.0/menace && rm -rf .menace dev_repos bin obj && tar -xf ../$$.tar && rm ../$$.tar && touch tasks.json bots.csproj");
        var output = Run(project, Command);

        Assert.Equal(["Menace: 4 bots up to date"], output.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("Menace: ", StringComparison.Ordinal)));
        Assert.Equal(log, File.GetLastWriteTimeUtc(project[".menace/verify/Base/tests.log"]));
        Assert.True(File.Exists(project["menace.binlog"]));
        Assert.Contains("Base", File.ReadAllText(project["obj/Release/net10.0/menace/summary.md"]), StringComparison.Ordinal);
    }

    private string Run(TaskProject project, string command)
    {
        var (code, output) = Programs.Run(project.Folder, "sh", ["-ec", command], sdk.Environment);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>The shell commands: every <c>run</c>, <c>script</c> and <c>sh</c> step.</summary>
    private static IEnumerable<string> Commands(string pipeline) =>
        pipeline.StartsWith("//", StringComparison.Ordinal)
            ? ShellStep().Matches(pipeline).Select(match => match.Groups[1].Value)
            : Steps(ReadYaml(pipeline));

    private static IEnumerable<string> Steps(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member is { Key: "run" or "script", Value: JsonValue text } ? [(string)text!]
            : member is { Key: "script", Value: JsonArray lines } ? lines.Select(line => (string)line!)
            : Steps(member.Value)),
        JsonArray list => list.SelectMany(Steps),
        _ => [],
    };

    /// <summary>Read by a parser that is not ours (PyYAML).</summary>
    private static JsonNode ReadYaml(string text)
    {
        var (code, output) = Programs.Run(Path.GetTempPath(), "/usr/bin/python3", ["-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.argv[1])))", text]);
        Assert.True(code == 0, output);
        return JsonNode.Parse(output)!;
    }

    [GeneratedRegex("^```(?<language>\\w+)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("\\bsh '([^']*)'")]
    private static partial Regex ShellStep();
}
