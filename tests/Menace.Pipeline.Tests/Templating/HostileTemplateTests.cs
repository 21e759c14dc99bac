using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Templating;

/// <summary>Folders of templates with what does not belong there: each is an error that names the file, or does no harm.</summary>
public sealed class HostileTemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_that_is_not_UTF8_is_not_rendered()
    {
        _folder.Write("templates/corp/README.md.scriban", "");
        File.WriteAllBytes(_folder["templates/corp/README.md.scriban"], [0x61, 0xff, 0x62]);

        await AssertRefusedAsync("README.md.scriban", "the file is not UTF-8. Save it as UTF-8, or copy it: remove '.scriban' from its name");
    }

    [Fact]
    public async Task Path_that_is_no_template_is_refused()
    {
        _folder.Write("templates/corp/{{ for }}.md", "x");

        await AssertRefusedAsync("{{ for }}.md", "its path: ");
    }

    [Fact]
    public async Task Link_to_a_folder_is_refused_also_if_it_leads_in_a_circle()
    {
        _folder.Write("templates/corp/README.md", "x");
        File.CreateSymbolicLink(_folder["templates/corp/one"], ".");
        File.CreateSymbolicLink(_folder["templates/corp/two"], ".");

        var findings = (await HandOffAsync()).Select(finding => finding.Message).ToArray();

        File.Delete(_folder["templates/corp/one"]);
        File.Delete(_folder["templates/corp/two"]);
        Assert.Equal(2, findings.Length);
        Assert.All(findings, message => Assert.Contains("only links to files are used. Copy the folder", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Link_to_nothing_and_a_pipe_are_refused()
    {
        Directory.CreateDirectory(_folder["templates/corp"]);
        File.CreateSymbolicLink(_folder["templates/corp/LICENSE"], "nothing");
        Shell.Run(_folder["templates/corp"], null, "mkfifo", "README.md");

        var paths = (await HandOffAsync()).Select(finding => finding.Page!.Path);

        Assert.Equal(["templates/corp/LICENSE", "templates/corp/README.md"], paths.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task File_that_is_too_large_is_refused_and_not_cut()
    {
        _folder.Write("templates/corp/README.md", "");
        using (var file = File.OpenWrite(_folder["templates/corp/README.md"]))
        {
            file.SetLength(FileContent.LargestBytes + 1);
        }

        await AssertRefusedAsync("README.md", $"the file has more than {FileContent.LargestBytes} bytes, too many for a repository");
    }

    [Fact]
    public async Task Mode_that_NuGet_gave_a_file_of_a_package_does_not_count()
    {
        _folder.Write("packages/contoso/1.0.0/.nupkg.metadata", "{}");
        foreach (var (path, text) in new[] { ("README.md", "x"), ("check.sh", "#!/bin/sh\n"), ("template.json", """{ "files": { "check.sh": { "add": true } } }""") })
        {
            var file = _folder.Write("packages/contoso/1.0.0/menace/templates/corp/" + path, text);
            File.SetUnixFileMode(file, path == "README.md" ? (UnixFileMode)0b111_100_100 : (UnixFileMode)0b110_100_100);
        }

        var pipeline = new ImplementationPipeline(config: new() { SourceDirectory = _folder.Path, TemplateFolders = [_folder["packages/contoso/1.0.0/menace/templates"]] });
        var built = await pipeline.DevelopAsync((await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([Bot()]))).Record!)).Record);

        Assert.Empty(built.Diagnostics);
        var modes = Shell.Git(_folder["dev_repos/a"], "ls-files", "-s", "README.md", "check.sh").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["100644 README.md", "100755 check.sh"], modes.Select(line => $"{line.Split(' ')[0]} {line.Split('\t')[1]}"));
    }

    [Fact]
    public async Task Paths_that_differ_only_in_their_Unicode_form_are_refused()
    {
        _folder.Write("templates/corp/template.json", "{ \"files\": { \"caf\u00e9.md\": { \"add\": true }, \"cafe\u0301.md\": { \"add\": true } } }");
        _folder.Write("templates/corp/caf\u00e9.md", "x");
        _folder.Write("templates/corp/cafe\u0301.md", "x");

        var finding = Assert.Single((await BuildAsync()).Diagnostics);

        Assert.Equal("MENACE3015", finding.Rule.Id);
        Assert.Contains("only in case or in the form of its characters", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.md", "{{ 'a' }}.md")]
    [InlineData("{{ identifier }}.md", "{{ name }}.md")]
    public async Task File_that_is_given_twice_is_refused(string one, string other)
    {
        _folder.Write("templates/corp/template.json", $$"""{ "files": { "{{one}}": { "add": true }, "{{other}}": { "add": true } } }""");
        _folder.Write("templates/corp/" + one, "x");
        _folder.Write("templates/corp/" + other, "y");

        Assert.Contains("is also that of 'templates/corp/", Assert.Single((await BuildAsync()).Diagnostics).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("variables.nmae", "templates/corp/template.json(1,37): the condition 'variables.nmae': the member 'nmae' is not defined")]
    [InlineData("nmae", "the variable 'nmae' is not defined; did you mean 'name'?")]
    [InlineData("name", "it gives 'a', but a condition is true or false")]
    [InlineData("while true; end", "limit")]
    public async Task Condition_that_says_nothing_is_an_error_at_its_place(string condition, string message)
    {
        _folder.Write("templates/corp/template.json", $$"""{ "files": { "README.md": { "when": "{{condition}}" } } }""");
        _folder.Write("templates/corp/README.md", "x");

        var finding = Assert.Single((await BuildAsync()).Diagnostics);

        Assert.Equal("MENACE3013", finding.Rule.Id);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_with_a_mistake_is_an_error_in_the_part()
    {
        _folder.Write("templates/corp/README.md.scriban", "{{ include 'head' }}");
        _folder.Write("templates/corp/parts/head", "a\n{{ for }}");

        var finding = Assert.Single(await HandOffAsync());

        Assert.Equal(("MENACE3012", "templates/corp/parts/head", 2), (finding.Rule.Id, finding.Page!.Path, finding.Page.Line));
    }

    [Fact]
    public async Task File_that_the_template_has_no_more_goes_and_commits_of_the_user_stay()
    {
        _folder.Write("templates/corp/template.json", """{ "files": { "NOTICE": { "add": true }, "OWNERS": { "add": true } } }""");
        _folder.Write("templates/corp/NOTICE", "one\n");
        _folder.Write("templates/corp/OWNERS", "two\n");
        Assert.Empty((await BuildAsync()).Diagnostics);
        File.AppendAllText(_folder["dev_repos/a/README.md"], "Mine.\n");
        Commit("README.md");

        File.Delete(_folder["templates/corp/NOTICE"]);
        _folder.Write("templates/corp/template.json", """{ "files": { "OWNERS": { "add": true } } }""");
        Assert.Empty((await BuildAsync()).Diagnostics);

        Assert.Equal((false, "two\n"), (File.Exists(_folder["dev_repos/a/NOTICE"]), File.ReadAllText(_folder["dev_repos/a/OWNERS"])));
        Assert.EndsWith("Mine.\n", File.ReadAllText(_folder["dev_repos/a/README.md"]), StringComparison.Ordinal);

        File.AppendAllText(_folder["dev_repos/a/OWNERS"], "Mine.\n");
        Commit("OWNERS");
        File.Delete(_folder["templates/corp/OWNERS"]);
        _folder.Write("templates/corp/template.json", "{ }");
        _folder.Write("templates/corp/README.md.scriban", "{{ generated }}");

        var finding = Assert.Single((await BuildAsync()).Diagnostics);
        Assert.Equal("MENACE4008", finding.Rule.Id);
        Assert.Contains("OWNERS", finding.Message, StringComparison.Ordinal);
        Assert.Equal("two\nMine.\n", File.ReadAllText(_folder["dev_repos/a/OWNERS"]));
    }

    private void Commit(string path) =>
        Shell.Git(_folder["dev_repos/a"], "-c", "user.name=u", "-c", "user.email=u@example.org", "commit", "-q", "-m", "Mine", path);

    private async Task AssertRefusedAsync(string path, string message)
    {
        var finding = Assert.Single(await HandOffAsync());
        Assert.Equal(("MENACE3012", "templates/corp/" + path), (finding.Rule.Id, finding.Page!.Path));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<PipelineDiagnostic>> HandOffAsync() =>
        (await Assert.ThrowsAsync<PipelineException>(() => Pipeline().HandoffAsync(new TaskPackage([Bot()])))).Diagnostics;

    private async Task<StageResult<BuildRecord>> BuildAsync()
    {
        var pipeline = Pipeline();
        return await pipeline.DevelopAsync((await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage([Bot()]))).Record!)).Record);
    }

    private ImplementationPipeline Pipeline() => new(config: new() { SourceDirectory = _folder.Path });

    private static TaskInfo Bot() => new()
    {
        Name = "a",
        Code = "def run():\n    return 1\n",
        Metadata = new() { Language = BotLanguage.Python, Purpose = "p", Functions = ["run"], Template = "corp" },
    };
}
