using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary><c>dotnet new menace</c>, from the packed template to a built project.</summary>
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
        var hive = project["hive"];
        Run("new", "install", Path.Combine(sdk.Feed, $"Menace.Templates.{sdk.Version}.nupkg"), "--debug:custom-hive", hive);
        Run("new", "menace", "--bot-language", language, "-n", "My.Fleet", "-o", "fleet", "--debug:custom-hive", hive);

        var output = Run("build", "fleet", "-tl:off");

        Assert.Contains($"Greeter passed: {tests} passed, 0 failed", output, StringComparison.Ordinal);
        Assert.Contains("0 Warning(s)", output, StringComparison.Ordinal);
        Assert.True(File.Exists(project["fleet/My.Fleet.csproj"]));
        Assert.Contains("\"Greeter\"", File.ReadAllText(project["fleet/obj/menace/tasks.schema.json"]), StringComparison.Ordinal);
        Assert.All(
            new[] { ".vscode/settings.json", "tasks.json" },
            file => Assert.Contains("obj/menace/tasks.schema.json", File.ReadAllText(project["fleet/" + file]), StringComparison.Ordinal));

        string Run(params string[] arguments)
        {
            var (code, text) = Programs.Run(project.Folder, "dotnet", arguments, sdk.Environment);
            Assert.True(code == 0, text);
            return text;
        }
    }
}
