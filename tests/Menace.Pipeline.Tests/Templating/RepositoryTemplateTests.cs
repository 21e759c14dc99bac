using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Development.Deployment;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Templating;

/// <summary>Files of templates/ in repositories: docs/templates.md.</summary>
public sealed class RepositoryTemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Template_replaces_a_file_of_the_bots_that_use_it_only()
    {
        _folder.Write("templates/corp/README.md.scriban", "# {{ name }} of Contoso\n{{ purpose }}\n{{ for function in functions }}- {{ function.signature }}\n{{ end }}{{ tests }}\n");

        var built = await BuildAsync(Bot("a", "corp"), Bot("b", null));

        Assert.Empty(built.Diagnostics);
        Assert.Equal("# a of Contoso\np\n- run()\npython3 -m pytest\n", Read("a", "README.md"));
        Assert.StartsWith("# b\n", Read("b", "README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_adds_declared_files_and_copies_others_byte_for_byte_with_their_mode()
    {
        _folder.Write("templates/corp/template.json", """{ "files": { "docs/{{ identifier }}.md": { "add": true }, "tool.sh": { "add": true } } }""");
        _folder.Write("templates/corp/docs/{{ identifier }}.md.scriban", "{{ main_file }}");
        File.WriteAllBytes(_folder["templates/corp/tool.sh"], [0x7b, 0x7b, 0xff, 0x00, 0x0d]);
        File.SetUnixFileMode(_folder["templates/corp/tool.sh"], (UnixFileMode)0b111_101_101);

        var built = await BuildAsync(Bot("my.bot", "corp"));

        Assert.Empty(built.Diagnostics);
        Assert.Equal(Path.GetRelativePath(_folder["dev_repos/my.bot"], built.Record.Repositories[0].MainFile), Read("my.bot", "docs/my_bot.md"));
        Assert.Equal([0x7b, 0x7b, 0xff, 0x00, 0x0d], File.ReadAllBytes(_folder["dev_repos/my.bot/tool.sh"]));
        Assert.Contains("100755", Shell.Git(_folder["dev_repos/my.bot"], "ls-files", "-s", "tool.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaced_text_is_a_variable_and_an_executable_file_stays_executable()
    {
        _folder.Write("templates/corp/scripts/setup_tests.sh.scriban", "{{ generated }}# by Contoso\n");

        await BuildAsync(Bot("a", "corp"), Bot("b", null));

        Assert.Equal(Read("b", "scripts/setup_tests.sh").Replace("tests of b need", "tests of a need", StringComparison.Ordinal) + "# by Contoso\n", Read("a", "scripts/setup_tests.sh"));
        Assert.Contains("100755", Shell.Git(_folder["dev_repos/a"], "ls-files", "-s", "scripts/setup_tests.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nearest_template_wins_and_the_values_of_the_task_replace_defaults()
    {
        _folder.Write("templates/base/template.json", """
            { "variables": { "team": { "type": "string", "default": "nobody" }, "ports": { "type": "list", "default": [1, 2] } },
              "files": { "NOTICE": { "add": true, "when": "variables.team != 'nobody'" } } }
            """);
        _folder.Write("templates/base/README.md.scriban", "base {{ include 'mark.scriban' }}");
        _folder.Write("templates/base/NOTICE.scriban", "{{ variables.team }} {{ variables.ports | array.join '+' }}{{ include 'mark.scriban' }}");
        _folder.Write("templates/base/parts/mark.scriban", "!");
        _folder.Write("templates/corp/template.json", """{ "extends": "base", "version": "1.2.0" }""");
        _folder.Write("templates/corp/README.md.scriban", "corp {{ template.name }} {{ template.version }}");

        var built = await BuildAsync(
            Bot("a", "corp", ("team", "Ada")), Bot("b", "corp"), Bot("c", "base", ("team", "x"), ("ports", JsonValue.FromItems([3, 4]))));

        Assert.Empty(built.Diagnostics);
        Assert.Equal(("corp corp 1.2.0", "corp corp 1.2.0", "base !"), (Read("a", "README.md"), Read("b", "README.md"), Read("c", "README.md")));
        Assert.Equal(("Ada 1+2!", "x 3+4!"), (Read("a", "NOTICE"), Read("c", "NOTICE")));
        Assert.False(File.Exists(_folder["dev_repos/b/NOTICE"]));
        Assert.False(Directory.Exists(_folder["dev_repos/a/parts"]));
    }

    [Fact]
    public async Task Changed_template_file_changes_exactly_its_bots_and_the_commit_names_it()
    {
        _folder.Write("templates/corp/README.md.scriban", "one");
        _folder.Write("templates/other/README.md.scriban", "one");
        TaskInfo[] tasks = [Bot("a", "corp"), Bot("b", "other"), Bot("c", null)];
        await BuildAsync(tasks);
        _folder.Write("templates/corp/README.md.scriban", "two");

        var built = await BuildAsync(tasks);

        Assert.Equal(["Updated", "Unchanged", "Unchanged"], built.Record.Repositories.Select(repository => repository.Change.ToString()));
        Assert.Equal("template README.md.scriban changed", built.Record.Repositories[0].Reason);
        Assert.Equal("Update a: template README.md.scriban changed\n", Shell.Git(_folder["dev_repos/a"], "log", "-1", "--format=%s"));
    }

    [Fact]
    public async Task Template_without_code_leaves_it_to_the_language_and_to_the_template_that_it_extends()
    {
        _folder.Write("templates/corp/README.md.scriban", "corp");
        _folder.Write("templates/small/README.md.scriban", "small");
        _folder.Write("templates/small/template.json", """{ "extends": "minimal", "language": "shell" }""");

        var built = await BuildAsync(Bot("a", "corp") with { Code = "" }, Bot("b", "small") with { Code = "", Metadata = new() { Purpose = "p", Template = "small", Functions = ["run"] } });

        Assert.Equal(["MENACE3050", "MENACE3050"], built.Diagnostics.Select(finding => finding.Rule.Id));
        Assert.Equal(("corp", "small"), (Read("a", "README.md"), Read("b", "README.md")));
        Assert.Contains("logging", Read("a", "a.py"), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["dev_repos/b/b.sh"]));
    }

    [Theory]
    [InlineData("README.md.scriban", "a\n {{ nmae }}", "MENACE3013", "templates/corp/README.md.scriban(2,5): the variable 'nmae' is not defined; did you mean 'name'?")]
    [InlineData("README.md.scriban", "{{ functions[0].sginature }}", "MENACE3013", "templates/corp/README.md.scriban(1,17): the member 'sginature' is not defined; did you mean 'signature'?")]
    [InlineData("README.md.scriban", "{{ variables.port }}", "MENACE3013", "templates/corp/README.md.scriban(1,14): the member 'port' is not defined")]
    [InlineData("README.md.scriban", "{{ include '../x' }}", "MENACE3013", "the folder parts/ of the template has no file '../x'")]
    [InlineData("README.md.scriban", "{{ while true; end }}", "MENACE3013", "limit")]
    [InlineData("README.md.scriban", "{{ date.now }}", "MENACE3013", "date.now is not available here")]
    [InlineData("READNE.md.scriban", "x", "MENACE3014", "'templates/corp/READNE.md.scriban' replaces no file: repositories in python have no 'READNE.md'. To add the file, write \"READNE.md\": { \"add\": true } under files in template.json; did you mean 'README.md'?")]
    [InlineData("readme.md.scriban", "x", "MENACE3014", "did you mean 'README.md'?")]
    [InlineData("requirements.txt", "x", "", "")]
    [InlineData("LICENSE", "x", "", "")]
    [InlineData("a.py", "x", "MENACE3015", "the path 'a.py' is that of a file of the task")]
    [InlineData("menace.lock.json", "{}", "MENACE3015", "the path 'menace.lock.json' is that of Menace's own record")]
    [InlineData(".git/config", "x", "MENACE3015", "the path '.git/config' is git's own")]
    [InlineData("{{ '..' }}/x", "x", "MENACE3015", "the path '../x' is not a plain path inside the repository")]
    [InlineData("README.md/x", "x", "MENACE3014", "repositories in python have no 'README.md/x'")]
    public async Task Mistake_in_a_file_is_reported_at_its_place(string path, string text, string rule, string message)
    {
        _folder.Write("templates/corp/" + path, text);

        var built = await BuildAsync(Bot("a", "corp"));

        if (rule.Length == 0)
        {
            Assert.Empty(built.Diagnostics);
            return;
        }

        var finding = Assert.Single(built.Diagnostics);
        Assert.Equal(rule, finding.Rule.Id);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal("templates/corp/" + path, finding.Page!.Path);
        Assert.True(finding.Page is { Line: > 0, Column: > 0 });
    }

    [Theory]
    [InlineData("readme.MD", "MENACE3015", "the path 'readme.MD' differs from 'README.md' only in case or in the form of its characters")]
    [InlineData("README.md/x", "MENACE3015", "the path 'README.md/x' is below 'README.md', which is a file")]
    [InlineData("scripts", "MENACE3015", "the path 'scripts' is a folder, of 'scripts/setup_tests.sh'")]
    [InlineData("data/rates.csv", "MENACE3010", "'data/rates.csv' is the path of a generated file")]
    public async Task Added_file_in_the_place_of_another_one_is_an_error(string path, string rule, string message)
    {
        _folder.Write("templates/corp/" + path, "x");
        _folder.Write("templates/corp/template.json", $$"""{ "files": { "{{path}}": { "add": true } } }""");
        _folder.Write("rates.csv", "1");
        var bot = Bot("a", "corp");

        var built = await BuildAsync(bot with { Metadata = bot.Metadata with { Files = new Dictionary<string, string> { ["data/rates.csv"] = "rates.csv" } } });

        var finding = Assert.Single(built.Diagnostics);
        Assert.Equal(rule, finding.Rule.Id);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"extnds\": \"x\" }", "(1,3): unknown property 'extnds'; allowed are 'description', 'extends', 'files', 'language', 'migrations', 'test', 'variables' and 'version'; did you mean 'extends'?")]
    [InlineData("{\n  \"extends\": \"bsae\" }", "(2,14): unknown template 'bsae'; allowed are 'logging', 'minimal' and 'base'; did you mean 'base'?")]
    [InlineData("{ \"extends\": \"corp\" }", "(1,14): the template extends itself: corp -> corp")]
    [InlineData("{ \"extends\": \"loop\" }", "(1,14): the template extends itself: corp -> loop -> corp")]
    [InlineData("{ \"language\": \"pyton\" }", "(1,15): unknown language 'pyton'; allowed are 'csharp', 'python' and 'shell'; did you mean 'python'?")]
    [InlineData("{ \"version\": \"new\" }", "(1,14): the version 'new' is not of the form '1.2.3'")]
    [InlineData("{ \"variables\": { \"a\": { \"type\": \"strnig\" } } }", "(1,33): unknown type 'strnig'; allowed are 'string', 'number', 'boolean' and 'list'; did you mean 'string'?")]
    [InlineData("{ \"variables\": { \"a\": { \"type\": \"number\", \"default\": \"1\" } } }", "(1,54): the default of 'a' is the string \"1\"; expected is a number")]
    [InlineData("{ \"variables\": { \"a\": { } } }", "(1,18): the variable 'a' has no type")]
    [InlineData("{ \"files\": { \"READNE.md\": { } } }", "(1,14): the template has no file 'READNE.md'; did you mean 'README.md'?")]
    [InlineData("{ \"files\": { \"README.md\": { \"when\": \"a (\" } } }", "(1,37): the condition 'a (': ")]
    [InlineData("{ \"files\": { \"README.md\": { \"add\": 1 } } }", "(1,36): 'add' is the number 1; expected is true or false")]
    [InlineData("{ \"version\": \"1.0\", \"migrations\": { \"2.0\": { } } }", "(1,37): the migration '2.0' is not a version up to '1.0'")]
    [InlineData("{ \"version\": \"1.0\", \"migrations\": { \"1.0\": { \"renames\": { \"a\": \"../b\" } } } }", "(1,64): the path '../b' is not a plain path inside the repository")]
    [InlineData("{ \"files\" }", "(1,11): ")]
    [InlineData(" ", "(1,1): the file is empty")]
    [InlineData("[]", "(1,1): found an array; expected is an object")]
    public async Task Mistake_in_template_json_is_reported_once_with_line_and_column(string json, string message)
    {
        _folder.Write("templates/corp/template.json", json);
        _folder.Write("templates/corp/README.md.scriban", "x");
        _folder.Write("templates/base/README.md.scriban", "x");
        _folder.Write("templates/loop/template.json", """{ "extends": "corp" }""");
        _folder.Write("tasks.json", "[]");

        var handoff = await HandOffAsync(Bot("a", "corp"), Bot("b", "corp"), Bot("c", "base"));

        var findings = handoff.Diagnostics.Where(finding => finding.Page!.Path == "templates/corp/template.json").ToArray();
        Assert.Equal("MENACE3012", Assert.Single(findings).Rule.Id);
        Assert.StartsWith("templates/corp/template.json" + message, findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Syntax_error_of_a_file_is_reported_once_for_all_bots()
    {
        _folder.Write("templates/corp/README.md.scriban", "a\n{{ for }}");

        var finding = Assert.Single((await HandOffAsync(Bot("a", "corp"), Bot("b", "corp"))).Diagnostics);

        Assert.Equal(("MENACE3012", "templates/corp/README.md.scriban", 2), (finding.Rule.Id, finding.Page!.Path, finding.Page.Line));
    }

    [Theory]
    [InlineData("templates/corp", "")]
    [InlineData("templates/corp/README.md", "README.md")]
    public async Task Link_out_of_the_project_is_an_error(string link, string target)
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("README.md", "x");
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[link])!);
        File.CreateSymbolicLink(_folder[link], elsewhere[target]);

        var finding = Assert.Single((await HandOffAsync(Bot("a", "corp"))).Diagnostics);

        Assert.Contains("a link leads out of the folder of tasks.json", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port", "\"80\"", "has the variable 'port', which is a number; found is '\"80\"'", "metadata.template_variables.port")]
    [InlineData("prot", "80", "has no variable 'prot'; it declares 'port' and 'team'; did you mean 'port'?", "metadata.template_variables.prot")]
    [InlineData("team", null, "needs a value of the variable 'team' (string). Give it in metadata.template_variables", "metadata.template")]
    public async Task Wrong_value_of_a_variable_is_an_error_of_the_task(string name, string? value, string message, string place)
    {
        _folder.Write("templates/corp/template.json", """{ "variables": { "port": { "type": "number", "default": 1 }, "team": { "type": "string" } } }""");
        var values = new Dictionary<string, JsonValue> { ["team"] = "x" };
        values.Remove(value is null ? name : "");
        if (value is not null)
        {
            values[name] = value.StartsWith('"') ? JsonValue.FromString(value.Trim('"')) : JsonValue.FromNumberText(value);
        }

        var bot = Bot("a", "corp");
        var pipeline = Pipeline();
        var handoff = await pipeline.HandoffAsync(new TaskPackage([bot with { Metadata = bot.Metadata with { TemplateVariables = values } }]));
        var finding = Assert.Single((await pipeline.OptimiseAsync(handoff.Record!)).Diagnostics);

        Assert.Equal(("MENACE3016", place), (finding.Rule.Id, finding.Anchor!.Property));
        Assert.Equal($"Bot 'a': the template 'corp' {message}", finding.Message);
    }

    [Fact]
    public async Task Template_of_another_language_is_an_error()
    {
        _folder.Write("templates/corp/template.json", """{ "language": "shell" }""");

        var finding = Assert.Single((await BuildAsync(Bot("a", "corp"))).Diagnostics);

        Assert.Equal("Bot 'a': the template 'corp' is for bots in shell; the bot is written in python", finding.Message);
    }

    [Fact]
    public async Task Renames_of_versions_are_recorded_in_their_order()
    {
        _folder.Write("templates/corp/README.md", "x");
        _folder.Write("templates/corp/template.json", """{ "version": "10.0", "migrations": { "10.0": { "renames": { "b": "c" } }, "2.0": { "renames": { "a": "b" } } } }""");

        var built = await BuildAsync(Bot("a", "corp"));

        Assert.Equal([("2.0", "a", "b"), ("10.0", "b", "c")], built.Record.Repositories[0].Spec.Template!.Renames.Select(rename => (rename.Version, rename.From, rename.To)));
    }

    [Fact]
    public async Task Every_file_that_only_some_repositories_have_is_known_as_one()
    {
        var config = new BotDevConfig { SourceDirectory = _folder.Path, Emit = Enum.GetValues<DeploymentTarget>(), Stubs = StubPolicy.Allow };
        TaskInfo[] tasks = [.. BotLanguages.Profiles.Select(profile => profile.Id).SelectMany(language => (TaskInfo[])
        [
            new() { Name = "Plain" + language, Metadata = new() { Language = language, Purpose = "p", Functions = ["run"] } },
            new() { Name = "Full" + language, Dependencies = ["Plain" + language], Schedule = "every 1h", Metadata = new() { Language = language, Purpose = "p", Functions = ["run"], License = "MIT", Packages = Package(language) } },
        ])];
        var pipeline = new ImplementationPipeline(config: config);
        var built = await pipeline.DevelopAsync((await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage(tasks))).Record!)).Record);
        Assert.Equal(tasks.Length, built.Record.Repositories.Count);

        foreach (var pair in built.Record.Repositories.GroupBy(repository => repository.Spec.Language))
        {
            var files = pair.ToDictionary(repository => repository.Spec, repository => Shell.Git(repository.Path, "ls-files").Split('\n').Select(path => path.Replace(repository.Spec.Name, "*", StringComparison.Ordinal)).ToArray());
            var everywhere = files.Values.Aggregate((one, other) => [.. one.Intersect(other)]);
            foreach (var (spec, paths) in files)
            {
                string[] optional = [.. LanguageTable.RowOf(spec.Language).OptionalFiles(spec), .. Deployment.OptionalFiles(spec), "LICENSE"];
                Assert.Empty(paths.Except(everywhere).Except(optional.Select(path => path.Replace(spec.Name, "*", StringComparison.Ordinal))));
            }
        }

        static string[] Package(BotLanguage language) => language == BotLanguage.Python ? ["requests@2.32.3"] : [];
    }

    private ImplementationPipeline Pipeline() => new(config: new() { SourceDirectory = _folder.Path });

    private async Task<StageResult<HandoffRecord>> HandOffAsync(params TaskInfo[] tasks)
    {
        var exception = await Assert.ThrowsAsync<PipelineException>(() => Pipeline().HandoffAsync(new TaskPackage(tasks)));
        return new(null!, exception.Diagnostics);
    }

    private async Task<StageResult<BuildRecord>> BuildAsync(params TaskInfo[] tasks)
    {
        var pipeline = Pipeline();
        var optimised = await pipeline.OptimiseAsync((await pipeline.HandoffAsync(new TaskPackage(tasks))).Record!);
        var built = await pipeline.DevelopAsync(optimised.Record);
        return built with { Diagnostics = [.. optimised.Diagnostics, .. built.Diagnostics] };
    }

    private string Read(string bot, string path) => File.ReadAllText(_folder[$"dev_repos/{bot}/{path}"]);

    private static TaskInfo Bot(string name, string? template, params (string Name, JsonValue Value)[] variables) => new()
    {
        Name = name,
        Code = "def run():\n    return 1\n",
        Metadata = new()
        {
            Language = BotLanguage.Python,
            Purpose = "p",
            Functions = ["run"],
            Template = template,
            TemplateVariables = variables.ToDictionary(variable => variable.Name, variable => variable.Value),
        },
    };
}
