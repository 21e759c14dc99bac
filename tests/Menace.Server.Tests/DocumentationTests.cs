using System.Text.RegularExpressions;
using Menace.Pipeline.Tests;
using Menace.Server.Tests.Rig;

namespace Menace.Server.Tests;

/// <summary>What docs/server.md shows is what these tests run.</summary>
public sealed partial class DocumentationTests
{
    private static readonly DocumentationPage Page = DocumentationPage.Read("docs/server.md");

    [Fact]
    public async Task The_commands_of_the_page_work_as_they_stand_there()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["tasks.json"], Page.Fences("json").Single());

        var (code, output) = await Page.RunAsync(folder.Path, "bash");

        Assert.True(code == 0, output);
        Assert.Contains("{\"ok\":true,\"received\":2}", output, StringComparison.Ordinal);
        Assert.Contains("\"finding\":\"pin the versions\"", output, StringComparison.Ordinal);
        Assert.Contains("event: end", output, StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"passed\"", output, StringComparison.Ordinal);
        Assert.Contains("hello\nnull\n", output, StringComparison.Ordinal);
        Assert.Contains("{\"items\":[]}", output, StringComparison.Ordinal);
        Assert.Contains("DemoBot: passed (verify)", output, StringComparison.Ordinal);
        Assert.Contains("ok    stage 4: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_and_every_route_is_on_the_page()
    {
        using var folder = new TemporaryFolder();
        var (_, help, _) = await MenaceCommand.RunAsync(folder.Path, ["--help"]);
        var commands = CommandOfHelp().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(["stage3", "stage4", "runs", "show", "run", "worker", "outbox", "dead", "knowledge", "research", "metrics", "patches", "prune", "doctor"], commands);
        Assert.All(commands, command => Assert.Contains($"`menace {command}", Page.Text, StringComparison.Ordinal));
        await using var stage4 = await RunningStage4.StartAsync(folder["state"], settings => settings with { Slots = 0 });
        var routes = (await stage4.Client.GetJsonAsync("/openapi/v1.json"))["paths"]!.AsObject().Select(path => path.Key);
        Assert.All(routes, route => Assert.Contains(route, Page.Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("^  ([a-z0-9]+)", RegexOptions.Multiline)]
    private static partial Regex CommandOfHelp();
}
