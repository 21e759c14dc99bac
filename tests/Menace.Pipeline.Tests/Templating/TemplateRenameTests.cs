using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;

namespace Menace.Pipeline.Tests.Templating;

/// <summary>The migrations of a template: a merge follows the files that its versions renamed.</summary>
public sealed class TemplateRenameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("corp=1.0", "2.0 a b", "a>b")]
    [InlineData("corp=2.0", "2.0 a b", "")]
    [InlineData("corp=", "2.0 a b", "a>b")]
    [InlineData("", "2.0 a b", "")]
    [InlineData("other=1.0", "2.0 a b", "")]
    [InlineData("corp=1.0", "2.0 a b, 3.0 b c", "a>c b>c")]
    [InlineData("corp=2.0", "2.0 a b, 3.0 b c", "b>c")]
    [InlineData("corp=1.0", "2.0 a b, 3.0 b a", "a>a b>a")]
    [InlineData("corp=9.0", "2.0 a b, 10.0 c d", "c>d")]
    public void Renames_since_the_version_of_the_commit_count(string before, string renames, string expected)
    {
        var paths = TemplateVersions.Parse(before).NewPaths(
            [.. renames.Split(", ").Select(rename => rename.Split(' ')).Select(rename => new TemplateRename("corp", rename[0], rename[1], rename[2]))]);

        Assert.Equal(expected, string.Join(' ', paths.OrderBy(path => path.Key, StringComparer.Ordinal).Select(path => $"{path.Key}>{path.Value}")));
    }

    [Fact]
    public void Name_of_a_template_cannot_end_its_trailer()
    {
        var versions = new TemplateVersions(new Dictionary<string, string> { ["a=b; c\nMenace-Tree: 1"] = "1.0", ["\u00fc %"] = "" });

        Assert.DoesNotContain("\n", versions.ToString(), StringComparison.Ordinal);
        Assert.Equal(versions.ByName, TemplateVersions.Parse(versions.ToString()).ByName);
    }

    [Theory]
    [InlineData("OWNERS", "CODEOWNERS")]
    [InlineData("docs/{{ identifier }}.md", "guide/{{ identifier }}.md")]
    public async Task Edit_follows_a_rename_whose_content_is_another_one(string from, string to)
    {
        Write("1.0", "", from, "one\ntwo\nthree\n");
        Assert.Empty((await BuildAsync()).Diagnostics);
        Edit(InRepository(from), "three\n", "three\nMine.\n");

        File.Delete(_folder["templates/corp/" + from]);
        Write("2.0", $$""" "2.0": { "renames": { "{{from}}": "{{to}}" } } """, to, "1\n2\n3\n4\n5\n6\nthree\n");
        Assert.Empty((await BuildAsync()).Diagnostics);

        Assert.Equal("1\n2\n3\n4\n5\n6\nthree\nMine.\n", File.ReadAllText(_folder["dev_repos/my.bot/" + InRepository(to)]));
        Assert.False(File.Exists(_folder["dev_repos/my.bot/" + InRepository(from)]));

        static string InRepository(string path) => path.Replace("{{ identifier }}", "my_bot", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rename_of_the_version_that_made_the_last_output_does_not_count()
    {
        const string Rename = """ "2.0": { "renames": { "OWNERS": "CODEOWNERS" } } """;
        Write("2.0", Rename, "OWNERS", "one\ntwo\nthree\n");
        Assert.Empty((await BuildAsync()).Diagnostics);
        Edit("OWNERS", "three\n", "three\nMine.\n");

        File.Delete(_folder["templates/corp/OWNERS"]);
        Write("2.0", Rename, "CODEOWNERS", "1\n2\n3\n4\n5\n6\nthree\n");
        var finding = Assert.Single((await BuildAsync()).Diagnostics);

        Assert.Equal("MENACE4008", finding.Rule.Id);
        Assert.Equal("one\ntwo\nthree\nMine.\n", File.ReadAllText(_folder["dev_repos/my.bot/OWNERS"]));
    }

    [Fact]
    public async Task Edit_follows_the_renames_of_all_versions_that_were_not_built()
    {
        Write("1.0", "", "a", "one\ntwo\nthree\n");
        Assert.Empty((await BuildAsync()).Diagnostics);
        Edit("a", "three\n", "three\nMine.\n");

        File.Delete(_folder["templates/corp/a"]);
        Write("3.0", """ "2.0": { "renames": { "a": "b" } }, "3.0": { "renames": { "b": "c" } } """, "c", "1\n2\n3\n4\n5\n6\nthree\n");
        Assert.Empty((await BuildAsync()).Diagnostics);

        Assert.Equal("1\n2\n3\n4\n5\n6\nthree\nMine.\n", File.ReadAllText(_folder["dev_repos/my.bot/c"]));
    }

    [Fact]
    public async Task New_version_with_the_same_files_makes_no_commit()
    {
        Write("1.0", "", "OWNERS", "one\n");
        var before = (await BuildAsync()).Record.Repositories[0].Commit;

        Write("2.0", """ "2.0": { "renames": { "README.old": "README.md" } } """, "OWNERS", "one\n");
        var built = await BuildAsync();

        Assert.Equal((before, RepositoryChange.Unchanged), (built.Record.Repositories[0].Commit, built.Record.Repositories[0].Change));
        Assert.Contains("Menace-Templates: corp=1.0\n", Shell.Git(_folder["dev_repos/my.bot"], "log", "-1", "--format=%B"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistake_in_the_path_of_a_rename_is_reported_at_its_place()
    {
        Write("1.0", """ "1.0": { "renames": { "{{ nmae }}.md": "a.md" } } """, "OWNERS", "one\n");

        var finding = Assert.Single((await BuildAsync()).Diagnostics);

        Assert.Equal(("MENACE3013", "templates/corp/template.json"), (finding.Rule.Id, finding.Page!.Path));
        Assert.Contains("the path '{{ nmae }}.md': the variable 'nmae' is not defined; did you mean 'name'?", finding.Message, StringComparison.Ordinal);
        Assert.True(finding.Page is { Line: 1, Column: > 40 });
    }

    private void Write(string version, string migrations, string path, string text)
    {
        _folder.Write("templates/corp/template.json", $$"""{ "version": "{{version}}", "files": { "{{path}}": { "add": true } }, "migrations": { {{migrations}} } }""");
        _folder.Write("templates/corp/" + path, text);
    }

    private void Edit(string path, string before, string after)
    {
        var file = _folder["dev_repos/my.bot/" + path];
        File.WriteAllText(file, File.ReadAllText(file).Replace(before, after, StringComparison.Ordinal));
        Shell.Git(_folder["dev_repos/my.bot"], "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-a", "-m", "Mine");
    }

    private async Task<StageResult<BuildRecord>> BuildAsync()
    {
        var pipeline = new ImplementationPipeline(config: new() { SourceDirectory = _folder.Path });
        var bot = new TaskInfo
        {
            Name = "my.bot",
            Code = "def run():\n    return 1\n",
            Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"], Template = "corp" },
        };
        return await pipeline.DevelopAsync((await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([bot]))).Record!)).Record);
    }
}
