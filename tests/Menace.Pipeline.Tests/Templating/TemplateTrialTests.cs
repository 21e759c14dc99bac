using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Templating;

/// <summary>The target MenaceTestTemplates without MSBuild.</summary>
public sealed class TemplateTrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_template_is_rendered_for_every_language_with_its_switches_on_and_off()
    {
        _folder.Write("templates/plain/README.md.scriban", "{{ name }}");
        _folder.Write("templates/corp/template.json", """
            { "language": "python", "variables": { "alarm": { "type": "boolean" } }, "files": { "NOTICE": { "add": true, "when": "schedule != 'once'" } } }
            """);
        _folder.Write("templates/corp/NOTICE.scriban", "{{ if !variables.alarm; nmae; end }}");

        var outcomes = await Trial(verifies: false).RunAsync(default);

        Assert.Equal(
            [
                "corp, python, NOTICE off, alarm false: passed",
                "corp, python, NOTICE off, alarm true: passed",
                "corp, python, NOTICE on, alarm false: failed (MENACE3013)",
                "corp, python, NOTICE on, alarm true: passed",
                "plain, csharp: passed",
                "plain, python: passed",
                "plain, shell: passed",
            ],
            outcomes.Select(outcome => outcome.ToString()).Order(StringComparer.Ordinal));
        Assert.Contains("the variable 'nmae' is not defined; did you mean 'name'?", Assert.Single(outcomes.SelectMany(outcome => outcome.Findings)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["dev_repos"]));
    }

    [Fact]
    public async Task Mistake_in_a_condition_is_found_although_the_condition_is_forced()
    {
        _folder.Write("templates/corp/template.json", """{ "language": "shell", "files": { "README.md": { "when": "variables.alarm" } } }""");
        _folder.Write("templates/corp/README.md.scriban", "x");

        var outcomes = await Trial(verifies: false).RunAsync(default);

        Assert.All(outcomes, outcome => Assert.Contains("the member 'alarm' is not defined", Assert.Single(outcome.Findings).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Repositories_are_verified()
    {
        _folder.Write("templates/good/template.json", """{ "language": "shell" }""");
        _folder.Write("templates/good/README.md", "x");
        _folder.Write("templates/bad/template.json", """{ "language": "shell" }""");
        _folder.Write("templates/bad/scripts/setup_tests.sh", "exit 3\n");

        var outcomes = await Trial(verifies: true).RunAsync(default);

        Assert.Equal([("bad", false), ("good", true)], outcomes.Select(outcome => (outcome.Template, outcome.Findings.Count == 0)));
    }

    [Fact]
    public async Task Template_of_another_folder_is_used_and_extended_and_has_a_name_of_its_own()
    {
        _folder.Write("packages/contoso/menace/templates/base/README.md.scriban", "base {{ include 'mark' }}");
        _folder.Write("packages/contoso/menace/templates/base/parts/mark", "!");
        _folder.Write("templates/corp/template.json", """{ "extends": "base", "language": "shell" }""");
        string[] folders = [_folder["packages/contoso/menace/templates"]];

        Assert.Equal(
            ["base, csharp: passed", "base, python: passed", "base, shell: passed", "corp, shell: passed"],
            (await Trial(verifies: false, folders).RunAsync(default)).Select(outcome => outcome.ToString()));

        _folder.Write("templates/base/README.md", "x");
        var finding = Assert.Single((await Assert.ThrowsAsync<PipelineException>(() => Trial(verifies: false, folders).RunAsync(default))).Diagnostics);
        Assert.Contains("two templates have this name", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_of_dotnet_new_is_valid()
    {
        var source = Path.Combine(RepositoryRoot.Path, "templates", "template");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, "templates"), "*", SearchOption.AllDirectories))
        {
            // dotnet new would take a file of this name for its own, and renames it when it makes the folder.
            _folder.Write(Path.GetRelativePath(source, file).Replace("definition.json", "template.json", StringComparison.Ordinal), File.ReadAllText(file));
        }

        var outcomes = await Trial(verifies: false).RunAsync(default);

        Assert.Equal(
            from language in new[] { "csharp", "python", "shell" } from value in new[] { "off", "on" } select $"MyTemplate, {language}, CODEOWNERS {value}: passed",
            outcomes.Select(outcome => outcome.ToString()));
    }

    private TemplateTrial Trial(bool verifies, params string[] folders) =>
        new(new BotDevConfig { SourceDirectory = _folder.Path, TemplateFolders = folders }, verifies);
}
