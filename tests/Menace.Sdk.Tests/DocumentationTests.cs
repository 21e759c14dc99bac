using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>What the README shows is what these tests run.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class DocumentationTests(PackedSdk sdk)
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "README.md"));

    [Fact]
    public void The_project_and_the_task_list_of_the_readme_build()
    {
        using var project = new TaskProject(sdk, Fence("json"));
        project.Write("bots.csproj", Fence("xml"));

        project.Build().Succeeded();

        Assert.Equal("Passed", project.Outcomes()["DemoBot"]);
    }

    [Fact]
    public void First_build_of_the_readme_is_green_in_an_empty_home()
    {
        // What pack.sh prints is what the README shows.
        var section = Readme[Readme.IndexOf("## First build\n", StringComparison.Ordinal)..Readme.IndexOf("## Two scripts\n", StringComparison.Ordinal)];
        string[] shown = [.. section.Split('\n').Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal))];
        var printed = sdk.NextCommands.Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal));
        Assert.Equal(shown, printed.Select(line => line.Replace(sdk.Feed, "$HOME/menace-packages", StringComparison.Ordinal).Replace(sdk.Version, "0.1.0", StringComparison.Ordinal)));
        Assert.Contains(" > nuget.config\ndotnet new install ", section, StringComparison.Ordinal);

        var home = Directory.CreateTempSubdirectory("menace-home-").FullName;
        var call = section.Split('\n').Single(line => line.StartsWith("python3 ", StringComparison.Ordinal));
        var (code, output) = Programs.Run(
            Directory.CreateDirectory(Path.Combine(home, "my-bots")).FullName, "bash", ["-ec", string.Join('\n', [.. sdk.NextCommands, call])],
            sdk.Environment.Append(new("HOME", home)).ToDictionary());

        Assert.True(code == 0, output);
        Assert.Contains("Build succeeded", output, StringComparison.Ordinal);
        Assert.DoesNotContain("could not be resolved", output, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("\"Hello, Ada!\"", output.TrimEnd(), StringComparison.Ordinal);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void The_demo_runs_and_shows_what_was_rebuilt()
    {
        Assert.Contains("bash scripts/demo.sh\n", Readme, StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("menace-demo-").FullName;

        var (code, output) = Programs.Run(PackedSdk.RepositoryRoot, "bash", ["scripts/demo.sh", folder], sdk.Environment);

        Assert.True(code == 0, output);
        Assert.Contains("== Rebuilt: DemoBot and what depends on it\nDemoBot\nGreeter\n|", output, StringComparison.Ordinal);
        Assert.Contains("| **all** |  |  | 9 | 0 | 0 | ", output, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("```xml\n<Project Sdk=\"Menace.Sdk/", "bots.csproj")]
    [InlineData("```xml\n<Project Sdk=\"Microsoft.NET.Sdk\">\n  <Sdk ", "bots.csproj")]
    [InlineData("```xml\n<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>", "bots.csproj")]
    [InlineData("```csharp\n", "app.cs")]
    public void Every_way_to_reference_the_sdk_builds_as_its_page_shows_it(string start, string file)
    {
        var page = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/hosts.md"));
        var from = page.IndexOf('\n', page.IndexOf(start, StringComparison.Ordinal)) + 1;
        var snippet = page[from..page.IndexOf("```", from, StringComparison.Ordinal)];
        using var project = new TaskProject(sdk, Bots.Demo);
        project.Write("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } }""");
        File.Delete(project["bots.csproj"]);
        project.Write(file, snippet.Replace("0.1.0", sdk.Version, StringComparison.Ordinal));

        var build = project.Build(file).Succeeded();

        Assert.Equal(4, build.Stages.Count);
        Assert.Empty(build.WarningCodes);
        Assert.Equal(["DemoBot"], project.Commits().Keys);
    }

    [Fact]
    public void Every_property_is_on_its_page_and_nothing_else_is()
    {
        var defaults = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "src/Menace.Sdk/Sdk/Menace.Defaults.props"));
        var page = File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/properties.md"));

        var defined = System.Text.RegularExpressions.Regex.Matches(defaults, "<(Menace\\w+) ").Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        var shown = System.Text.RegularExpressions.Regex.Matches(page, "^\\| `(Menace\\w+)`", System.Text.RegularExpressions.RegexOptions.Multiline).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
        Assert.Equal(defined, shown);
    }

    private static string Fence(string language)
    {
        var start = Readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return Readme[start..Readme.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
