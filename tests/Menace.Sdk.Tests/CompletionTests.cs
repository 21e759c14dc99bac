using System.Text.Json.Nodes;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>Bots that are described in a page, and bots that are done by others of another project.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class CompletionTests(PackedSdk sdk)
{
    private const string Original = """
        [{ "name": "slug-tools", "code": "def slugify(title):\n    return \"-\".join(title.lower().split())\n\n\ndef shout(text):\n    return text.upper() + \"!\"\n",
           "metadata": { "purpose": "Turns titles into slugs for addresses.", "license": "MIT", "language": "python",
             "examples": [{ "function": "slugify", "args": ["Hello World"], "returns": "hello-world" }, { "function": "shout", "args": ["a"], "returns": "A!" }] } }]
        """;

    private const string Wanted = """
        [{ "name": "title-slugs", "metadata": { "purpose": "Turns titles into slugs for addresses.", "functions": ["slugify"],
             "examples": [{ "function": "slugify", "args": ["Big News Today"], "returns": "big-news-today" }, { "function": "slugify", "args": ["A b"], "returns": "a-b" }] } },
         { "name": "address-kit", "metadata": { "purpose": "Turns titles into slugs for addresses and counts words.", "functions": ["slugify", "shout", "count_words"],
             "examples": [{ "function": "slugify", "args": ["Big News Today"], "returns": "big-news-today" }, { "function": "shout", "args": ["hey you"], "returns": "HEY YOU!" }] } }]
        """;

    [Fact]
    public void Bots_that_live_in_a_page_are_built_and_a_contradiction_is_an_error_at_both_places()
    {
        using var project = new TaskProject(sdk, tasks: null);
        File.Delete(project["bots.csproj"]);
        string[] hive = ["--debug:custom-hive", project["hive"]];
        Run("dotnet", ["new", "install", Path.Combine(sdk.Feed, $"Menace.Templates.{sdk.Version}.nupkg"), .. hive]);
        Run("dotnet", ["new", "menace", "--spec", "--bot-language", "python", "-o", ".", "-n", "bots", "--force", .. hive]);

        var build = project.Build("-p:MenaceStubs=Allow").Succeeded();

        Assert.Empty(build.WarningCodes);
        var letter = project["dev_repos/morning-letter"];
        Assert.Contains("Writes the letter of the day with a greeting for each reader.", File.ReadAllText(Path.Combine(letter, "README.md")), StringComparison.Ordinal);
        Assert.Contains("- `metadata.purpose`: `documentation docs/bots.md`", File.ReadAllText(Path.Combine(letter, "README.md")), StringComparison.Ordinal);
        Assert.Contains("def write_letter", File.ReadAllText(Path.Combine(letter, "morning_letter.py")), StringComparison.Ordinal);
        Assert.Equal("30 6 * * 1-5", (string?)JsonNode.Parse(File.ReadAllText(project["menace.completions.json"]))!["bots"]!["morning-letter"]!["schedule"]!["value"]);
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty(project.Build("-p:MenaceStubs=Allow").Succeeded().Stages);
        }

        project.Replace("docs/bots.md", "Greets people by their name.", "Greets people by their first name.");
        Assert.Contains("Menace: greeter updated", project.Build("-p:MenaceStubs=Allow").Succeeded().Output, StringComparison.Ordinal);
        var table = project.Build("-t:MenaceCompletions", "-p:MenaceStubs=Allow").Succeeded().Output;
        Assert.Matches(@"greeter +metadata\.purpose +documentation docs/bots\.md:7 .*Greets people by their first name\.", table);

        project.Replace("tasks.json", "{ \"name\": \"morning-letter\" }", "{ \"name\": \"morning-letter\", \"schedule\": \"0 7 * * *\" }");
        build = project.Build("-p:MenaceStubs=Allow").Failed();
        Assert.Equal(["tasks.json(7,45): MENACE3060", "bots.md(16,1): MENACE3060"], build.Diagnostics);

        void Run(string program, string[] arguments)
        {
            var (code, text) = Programs.Run(project.Folder, program, arguments, sdk.Environment);
            Assert.True(code == 0, text);
        }
    }

    [Fact]
    public void Second_project_reuses_and_forks_bots_of_the_first_and_a_clone_without_knowledge_builds_the_same()
    {
        using var known = new TaskProject(sdk, Original);
        using var project = new TaskProject(sdk, Wanted);
        string[] shared = [$"-p:MenaceKnowledge={known["known"]}", "-p:MenaceStubs=Allow"];
        known.Build(shared).Succeeded();
        var original = known.Git("slug-tools", "rev-parse", "HEAD");

        project.Build(shared).Succeeded();

        Assert.Equal(new Dictionary<string, string> { ["title-slugs"] = "Passed", ["address-kit"] = "Stub" }, project.Outcomes());
        Assert.All(project.Commits().Keys, bot => Assert.Equal(original, project.Git(bot, "rev-parse", "HEAD^")));
        Assert.Contains($"Menace-Lineage: reuse slug-tools@{original}", project.Git("title-slugs", "log", "-1", "--format=%b"), StringComparison.Ordinal);
        Assert.Contains($"Menace-Lineage: fork slug-tools@{original}", project.Git("address-kit", "log", "-1", "--format=%b"), StringComparison.Ordinal);
        Assert.Equal(original, known.Git("slug-tools", "rev-parse", "HEAD"));
        Assert.Equal("", known.Git("slug-tools", "status", "--porcelain"));
        Assert.Empty(project.Build(shared).Succeeded().Stages);
        Assert.Contains("title-slugs: reuse slug-tools@", project.Build(["-t:MenacePlan", .. shared]).Succeeded().Output, StringComparison.Ordinal);

        // A build with a warning, and without the knowledge: what is pinned is used, and stays.
        var pins = File.ReadAllText(project["menace.completions.json"]);
        Directory.Delete(known["known"], recursive: true);
        for (var i = 0; i < 2; i++)
        {
            project.Build(shared[0]).Succeeded();
            Assert.Equal(pins, File.ReadAllText(project["menace.completions.json"]));
            Assert.Equal(original, project.Git("title-slugs", "rev-parse", "HEAD^"));
        }

        using var clone = new TaskProject(sdk, Wanted);
        foreach (var file in Directory.EnumerateFiles(project["menace.completions"]).Append(project["menace.completions.json"]))
        {
            Directory.CreateDirectory(clone["menace.completions"]);
            File.Copy(file, clone[Path.GetRelativePath(project.Folder, file)]);
        }

        clone.Build("-p:MenaceKnowledge=Off", "-p:MenaceStubs=Allow").Succeeded();
        Assert.All(project.Commits().Keys, bot => Assert.Equal(project.Git(bot, "rev-parse", "HEAD"), clone.Git(bot, "rev-parse", "HEAD")));

        File.WriteAllText(clone["menace.completions.json"], "<<<<<<< HEAD\n{}");
        Assert.Equal(["menace.completions.json(1,1): MENACE3063"], clone.Build("-p:MenaceKnowledge=Off").Failed().Diagnostics);
    }
}
