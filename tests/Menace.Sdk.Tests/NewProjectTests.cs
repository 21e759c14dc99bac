using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary><c>dotnet new menace</c>, from the packed template to a built project, by the commands that docs/editors.md shows.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class NewProjectTests(PackedSdk sdk)
{
    [Theory]
    [InlineData("csharp", 3)]
    [InlineData("python", 3)]
    [InlineData("shell", 2)]
    public void A_new_project_builds_and_its_sample_is_tested(string language, int tests)
    {
        using var project = new TaskProject(sdk, tasks: null);
        File.Delete(project["bots.csproj"]);
        var package = Path.Combine(sdk.Feed, $"Menace.Templates.{sdk.Version}.nupkg");
        string[] hive = ["--debug:custom-hive", project["hive"]];
        var commands = Commands().Select(command => command.Replace("Menace.Templates", package, StringComparison.Ordinal).Replace("python", language, StringComparison.Ordinal).Split(' ')).ToArray();

        Run([.. commands[0], .. hive]);
        Run([.. commands[1], .. hive]);
        var output = Run([.. commands[2], "-tl:off"]);

        Assert.Matches($@"Menace: Greeter created \({language}\): passed \({tests} tests, ", output);
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
        Assert.True(File.Exists(project["fleet/fleet.csproj"]));
        Assert.Contains("\"Greeter\"", File.ReadAllText(project["fleet/obj/menace/tasks.schema.json"]), StringComparison.Ordinal);
        Assert.All(
            new[] { ".vscode/settings.json", "tasks.json" },
            file => Assert.Contains("obj/menace/tasks.schema.json", File.ReadAllText(project["fleet/" + file]), StringComparison.Ordinal));

        string Run(string[] command)
        {
            var (code, text) = Programs.Run(project.Folder, command[0], command[1..], sdk.Environment);
            Assert.True(code == 0, text);
            return text;
        }
    }

    private static string[] Commands()
    {
        var page = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/editors.md"));
        var start = page.IndexOf("```sh\n", StringComparison.Ordinal) + "```sh\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
