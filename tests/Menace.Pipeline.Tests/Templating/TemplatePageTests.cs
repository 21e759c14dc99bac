using System.Text.Json;
using System.Text.RegularExpressions;
using Menace.Model.TaskFiles;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Handoff;

namespace Menace.Pipeline.Tests.Templating;

/// <summary>What docs/templates.md shows is what runs here.</summary>
public sealed partial class TemplatePageTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "templates.md"));

    private static readonly string[] Snippets = [.. Fence().Matches(Page).Select(match => match.Groups[1].Value)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task First_example_replaces_the_readme()
    {
        _folder.Write("templates/contoso/README.md.scriban", Snippets[1]);

        Assert.Empty((await BuildAsync(Snippets[0])).Diagnostics);
        Assert.Equal("# Greeter, a bot of Contoso\nGreets.\n\nRun the tests with `python3 -m pytest`.\n", File.ReadAllText(_folder["dev_repos/Greeter/README.md"]));
    }

    [Fact]
    public async Task Settings_and_values_of_the_page_decide_which_files_are_written()
    {
        _folder.Write("templates/base/README.md", "base");
        _folder.Write("templates/contoso/template.json", Snippets[2]);
        _folder.Write("templates/contoso/CODEOWNERS.scriban", "* @{{ variables.team }}");
        _folder.Write("templates/contoso/docs/alarm.md.scriban", "{{ schedule }}");

        var built = await BuildAsync(Snippets[3]);

        Assert.Empty(built.Diagnostics);
        Assert.Equal(["* @platform", "every 15m", "base"], new[] { "CODEOWNERS", "docs/alarm.md", "README.md" }.Select(path => File.ReadAllText(_folder["dev_repos/Watcher/" + path])));
        var template = built.Record.Repositories[0].Spec.Template!;
        var rename = Assert.Single(template.Renames);
        Assert.Equal(("contoso", "2.0.0", "OWNERS", "CODEOWNERS"), (rename.Template, rename.Version, rename.From, rename.To));
        Assert.Equal(["python3", "-m", "pytest", "--strict-markers"], template.Test);
    }

    [Fact]
    public async Task Page_lists_exactly_the_variables_that_there_are()
    {
        string[] listed = [.. Row().Matches(Page[Page.IndexOf("## Variables", StringComparison.Ordinal)..Page.IndexOf("## What a template cannot do", StringComparison.Ordinal)])
            .SelectMany(row => Code().Matches(row.Groups[1].Value)).Select(match => match.Groups[1].Value)];
        _folder.Write("templates/contoso/README.md.scriban", "{{ this | object.keys | array.sort | array.join ' ' }}");

        Assert.Empty((await BuildAsync(Snippets[0])).Diagnostics);
        Assert.Equal(string.Join(' ', listed.Order(StringComparer.Ordinal)), string.Join(' ', File.ReadAllText(_folder["dev_repos/Greeter/README.md"]).Split(' ').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Every_snippet_of_the_page_is_used_by_a_test() => Assert.Equal(7, Snippets.Length);

    [Fact]
    public void Project_file_of_the_page_names_a_package_with_its_version() =>
        Assert.Contains("<MenaceTemplate Include=\"Contoso.Bots\" Version=\"1.2.0\" />", Snippets[5], StringComparison.Ordinal);

    private async Task<StageResult<BuildRecord>> BuildAsync(string tasks)
    {
        using var valid = JsonDocument.Parse(tasks);
        var config = new BotDevConfig { SourceDirectory = _folder.Path };
        var pipeline = new ImplementationPipeline(config: config);
        var file = TaskFileReader.Read(System.Text.Encoding.UTF8.GetBytes(tasks), TaskFolder.Options(_folder.Path));
        Assert.False(file.HasErrors);
        var optimised = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(file)).Record);
        var built = await pipeline.DevelopAsync(optimised.Record);
        return built with { Diagnostics = [.. optimised.Diagnostics, .. built.Diagnostics] };
    }

    [GeneratedRegex(@"^```\w*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\| (`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();
}
