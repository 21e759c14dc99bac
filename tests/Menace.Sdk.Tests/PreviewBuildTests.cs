using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The target that shows what a build would do.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class PreviewBuildTests(PackedSdk sdk)
{
    private const string List = """
        [{ "name": "greeter", "code": "greet() {\n    echo hello\n}\n", "metadata": { "purpose": "Greets.", "functions": ["greet"], "language": "shell" } }]
        """;

    [Fact]
    public void Preview_shows_the_merge_that_the_next_build_makes_and_changes_nothing()
    {
        using var project = new TaskProject(sdk, List);
        var first = project.Build("-t:MenacePreview").Succeeded();
        Assert.Matches(@"greeter: create, \d+ files", first.Output);
        Assert.False(Directory.Exists(project["dev_repos"]));
        Assert.False(Directory.Exists(project[".menace"]));

        project.Build().Succeeded();
        File.AppendAllText(project["dev_repos/greeter/README.md"], "\nMine.\n");
        project.Git("greeter", "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-a", "-m", "Mine");
        project.Replace("tasks.json", "echo hello", "echo good morning");
        var (head, state) = (project.Git("greeter", "rev-parse", "HEAD"), Files(project));

        var preview = project.Build("-t:MenacePreview").Succeeded();

        Assert.Equal(state, Files(project));
        Assert.Empty(preview.Stages);
        Assert.Contains("greeter: update, ", preview.Output, StringComparison.Ordinal);
        Assert.Contains("+    echo good morning", preview.Output, StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(project["obj"], "preview.txt", SearchOption.AllDirectories));
        var patch = File.ReadAllText(file);
        patch = patch[patch.IndexOf("diff --git", StringComparison.Ordinal)..];

        project.Build().Succeeded();

        Assert.Equal(patch.Trim(), project.Git("greeter", "-c", "diff.algorithm=histogram", "diff", "--no-renames", "--abbrev=7", head, "HEAD").Trim());
        Assert.Contains("unchanged: greeter", project.Build("-t:MenacePreview").Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>The files of the repositories and of the state folder, with their times.</summary>
    private static List<(string Path, DateTime Time)> Files(TaskProject project) =>
    [
        .. new[] { "dev_repos", ".menace" }.SelectMany(folder => new DirectoryInfo(project[folder]).EnumerateFiles("*", SearchOption.AllDirectories))
            .Select(file => (file.FullName, file.LastWriteTimeUtc)).OrderBy(file => file.FullName, StringComparer.Ordinal),
    ];
}
