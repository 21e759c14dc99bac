using System.Text;
using Menace.Model.Json;
using Menace.Model.Languages;
using Menace.Model.TaskFiles;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Incremental.Decisions;
using Menace.Pipeline.Infrastructure.Files;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Incremental;

/// <summary>
/// The table of what need not be done again: after a change exactly these keys differ. Tariff is a Python bot; Shop, in shell, depends on it.
/// </summary>
public sealed class KeyTableTests : IDisposable
{
    private const string Variable = "MENACE_KEY_TABLE_TEST";
    private const string Mine = "completion of Tariff, repository of Tariff, verdict of Tariff, result of Tariff";
    private const string Dependent = "repository of Shop, verdict of Shop";
    private const string Verdicts = "verdict of Tariff, result of Tariff, verdict of Shop, tested";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _options = new() { ["MenaceStubs"] = "Warn" };
    private string _code = "def run():\n    return 1\n";
    private string _space = "";
    private string? _template;
    private BotLineage? _lineage;
    private TemplateFile _file = new("templates/corp/README.md", "a", false) { Condition = new("true", "templates/corp/template.json", 1, 2) };
    private string _port = "80";
    private string[]? _test;
    private TemplateRename[] _renames = [];
    private Dictionary<string, string> _versions = [];
    private TidyMode _tidy = TidyMode.Suggest;
    private IReadOnlyList<TidyEdit>? _tidied;
    private string _version = "1.0.0";
    private Type _tasks = typeof(KeyTableTests);
    private IReadOnlyList<DeploymentTarget> _targets = [];
    private Dictionary<string, JsonValue> _limits = [];
    private MutationCheck _mutations = MutationCheck.Generated;
    private IReadOnlyList<Mutant> _mutants = [];
    private TimeSpan _timeout = TimeSpan.FromMinutes(10);
    private string _name = "Tariff";
    private string _generated = "files";
    private string _codeProperty = "code";
    private VerifyMode _mode;
    private bool _isLinted = true;
    private string _program = "a";
    private Dictionary<string, KeyIngredients> _ingredients = [];

    public KeyTableTests()
    {
        foreach (var tool in new[] { "python/bin/python3", "python/lib/pytest/main.py", "dotnet/dotnet", "dotnet/sdk/10.0.401/x", "bats/bats", "bash/bash" })
        {
            _folder.Write("tools/" + tool, "");
        }

        foreach (var bot in new[] { "Tariff", "Shop" })
        {
            Shell.Git(Directory.CreateDirectory(_folder["dev_repos/" + bot]).FullName, "init", "-q");
            _folder.Write($"dev_repos/{bot}/.gitignore", "bin/\n");
        }

        _folder.Write("dev_repos/Tariff/bin/rate.txt", "19");
        _folder.Write("dev_repos/Tariff/scripts/setup.sh", "");
        _folder.Write("elsewhere.txt", "19");
        _folder.Write("dev_repos/Tariff/x.csproj", "");
        File.CreateSymbolicLink(_folder["dev_repos/Tariff/link.txt"], _folder["elsewhere.txt"]);
        Shell.Git(_folder["dev_repos/Tariff"], "add", "-f", ".");
        Shell.Git(_folder["dev_repos/Shop"], "add", "-f", ".");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Dispose();
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("source text", $"list, {Mine}, {Dependent}, tested")]
    [InlineData("whitespace of the list", "list")]
    [InlineData("option that changes results", "project")]
    [InlineData("option MenaceEmit", $"project, repository of Tariff, verdict of Tariff, result of Tariff, {Dependent}, tested")]
    [InlineData("option MenaceTidy", "project, completion of Tariff, completion of Shop")]
    [InlineData("code that was tidied", "result of Tariff")]
    [InlineData("lineage", $"repository of Tariff, verdict of Tariff, result of Tariff, {Dependent}, tested")]
    [InlineData("template of the project instead of code", $"list, {Mine}, {Dependent}, tested")]
    [InlineData("file of the template", $"repository of Tariff, verdict of Tariff, result of Tariff, {Dependent}, tested")]
    [InlineData("condition in the template", $"repository of Tariff, verdict of Tariff, result of Tariff, {Dependent}, tested")]
    [InlineData("value of a variable of the template", $"list, completion of Tariff, repository of Tariff, verdict of Tariff, result of Tariff, {Dependent}, tested")]
    [InlineData("test command of the template", $"repository of Tariff, verdict of Tariff, result of Tariff, {Dependent}, tested")]
    [InlineData("versions of the templates", "result of Tariff")]
    [InlineData("place in template.json", "result of Tariff")]
    [InlineData("renames of the template", "result of Tariff")]
    [InlineData("version of Menace", $"completion of Shop, {Mine}, {Dependent}, tested")]
    [InlineData("assembly of the tasks", "project")]
    [InlineData("interpreter", Verdicts)]
    [InlineData("pytest", Verdicts)]
    [InlineData("bats", "verdict of Shop, tested")]
    [InlineData("dotnet SDK", "verdict of a C# bot")]
    [InlineData("resource limits", $"list, {Mine}, {Dependent}, tested")]
    [InlineData("time for one bot", Verdicts)]
    [InlineData("check by mutants", "verdict of Tariff, result of Tariff, verdict of Shop, verdict of a C# bot")]
    [InlineData("mutants of a function", "verdict of Tariff, result of Tariff, verdict of Shop")]
    [InlineData("variable that tests see", Verdicts + ", verdict of a C# bot")]
    [InlineData("variable that tests do not see", "")]
    [InlineData("tracked file under bin/", Verdicts)]
    [InlineData("untracked, ignored file under bin/", "")]
    [InlineData("untracked file", Verdicts)]
    [InlineData("mode bit", Verdicts)]
    [InlineData("target of a link", Verdicts)]
    [InlineData("another link", Verdicts)]
    [InlineData("time of a file", "tested")]
    [InlineData("files as they were generated", "result of Tariff")]
    [InlineData("name of the bot", "result of Tariff")]
    [InlineData("property with the code", "result of Tariff")]
    [InlineData("way of testing", "result of Tariff")]
    [InlineData("lint", "result of Tariff")]
    [InlineData("build of Menace", "result of Tariff")]
    public void Change_changes_exactly_these_keys(string change, string expected)
    {
        var before = Keys();
        Assert.Equal(before, Keys());

        Make(change);

        var after = Keys();
        string[] changed = [.. before.Keys.Where(key => before[key] != after[key])];
        string[] names = [.. expected.Split(", ", StringSplitOptions.RemoveEmptyEntries)];
        if (change is "version of Menace" or "time for one bot")
        {
            names = [.. names, "verdict of a C# bot"];
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), changed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("source text", "code")]
    [InlineData("whitespace of the list", "")]
    [InlineData("option that changes results", "property MenaceStubs")]
    [InlineData("option MenaceEmit", "MenaceEmit, property MenaceEmit, templates of deployment")]
    [InlineData("option MenaceTidy", "MenaceTidy, property MenaceTidy")]
    [InlineData("code that was tidied", "tidied")]
    [InlineData("lineage", "lineage.commit, lineage.kind, lineage.name")]
    [InlineData("template of the project instead of code", "code")]
    [InlineData("file of the template", "template.files.README.md.hash")]
    [InlineData("condition in the template", "template.files.README.md.condition.expression")]
    [InlineData("value of a variable of the template", "metadata.template_variables.port, template.variables.port")]
    [InlineData("place in template.json", "template.files.README.md.condition.column, template.files.README.md.condition.line")]
    [InlineData("renames of the template", "template.renames")]
    [InlineData("version of Menace", "Menace version")]
    [InlineData("assembly of the tasks", "build of Menace")]
    [InlineData("interpreter", "tool python/bin/python3")]
    [InlineData("pytest", "tool python/lib")]
    [InlineData("bats", "tool bats/bats")]
    [InlineData("dotnet SDK", "tool dotnet/sdk")]
    [InlineData("resource limits", "resources, resources.memory")]
    [InlineData("time for one bot", "MenaceVerifyTimeout")]
    [InlineData("check by mutants", "MenaceMutationCheck")]
    [InlineData("mutants of a function", "mutants")]
    [InlineData("variable that tests see", "environment variable MENACE_KEY_TABLE_TEST")]
    [InlineData("variable that tests do not see", "")]
    [InlineData("tracked file under bin/", "file bin/rate.txt, files of Tariff")]
    [InlineData("untracked, ignored file under bin/", "")]
    [InlineData("untracked file", "file new.txt, files of Tariff")]
    [InlineData("mode bit", "file scripts/setup.sh, files of Tariff")]
    [InlineData("target of a link", "file link.txt, files of Tariff")]
    [InlineData("another link", "file link.txt, files of Tariff")]
    [InlineData("time of a file", "files of Tariff")]
    [InlineData("files as they were generated", "files as they were generated")]
    [InlineData("name of the bot", "identifier, name")]
    [InlineData("property with the code", "property with the code")]
    [InlineData("way of testing", "MenaceVerifyMode")]
    [InlineData("lint", "MenaceLint")]
    [InlineData("build of Menace", "build of Menace")]
    public void Explanation_of_a_change_names_exactly_this(string change, string expected)
    {
        var before = Ingredients();

        Make(change);

        var after = Ingredients();
        string[] all = [.. before.Keys.SelectMany(key => IngredientChange.Between(before[key].Groups, after[key].Groups)).Select(reason => Short(reason.Ingredient)).Distinct()];
        var named = all.Where(name => !IsConsequence(name) && (name != "files of Tariff" || !all.Contains("file generated.txt")));
        Assert.Equal(expected, string.Join(", ", named.Order(StringComparer.Ordinal)));
        Assert.DoesNotContain(after.Values.SelectMany(key => key.Groups).SelectMany(group => group.Values), digest => digest.Length != 12);
    }

    [Fact]
    public void Explanation_names_something_for_every_changed_key()
    {
        var (keys, ingredients) = (Keys(), _ingredients);
        foreach (var change in typeof(KeyTableTests).GetMethod(nameof(Change_changes_exactly_these_keys))!.GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(InlineDataAttribute)).Select(data => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value!))
        {
            Make(change);
            var (now, named) = (Keys(), _ingredients);
            foreach (var key in now.Keys.Where(key => key != "list"))
            {
                Assert.Equal((change, key, now[key] != keys[key]), (change, key, IngredientChange.Between(ingredients[key].Groups, named[key].Groups).Count > 0));
            }

            (keys, ingredients) = (now, named);
        }
    }

    private Dictionary<string, KeyIngredients> Ingredients()
    {
        Keys();
        return _ingredients;
    }

    /// <summary>Without the folder of the test; all templates of deployment as one.</summary>
    private string Short(string name) => name.StartsWith("template deploy/", StringComparison.Ordinal) ? "templates of deployment"
        : name.Replace(_folder["tools/"], "", StringComparison.Ordinal);

    /// <summary>What differs because a key before it differs: the table above shows those.</summary>
    private static bool IsConsequence(string name) => name is "file generated.txt" or "dependency Tariff" or "files of Shop" or ResultKey.Verdict;

    private void Make(string change)
    {
        const string Repository = "dev_repos/Tariff/";
        switch (change)
        {
            case "source text": _code = "def run():\n    return 2\n"; break;
            case "whitespace of the list": _space = "\n\n"; break;
            case "option that changes results": _options["MenaceStubs"] = "Error"; break;
            case "option MenaceEmit":
                _options["MenaceEmit"] = "github";
                _targets = [DeploymentTarget.GitHub];
                break;
            case "option MenaceTidy":
                _options["MenaceTidy"] = "Apply";
                _tidy = TidyMode.Apply;
                break;
            case "code that was tidied": _tidied = [new(0, 1, "", "")]; break;
            case "lineage": _lineage = new("Old", LineageKind.Fork, "1", "old.bundle"); break;
            case "template of the project instead of code": _template = "def run():\n    return 3\n"; break;
            case "file of the template": _file = _file with { Hash = "b" }; break;
            case "condition in the template": _file = _file with { Condition = new("false", "templates/corp/template.json", 1, 2) }; break;
            case "value of a variable of the template": _port = "81"; break;
            case "test command of the template": _test = ["make", "test"]; break;
            case "versions of the templates": _versions = new() { ["corp"] = "2.0" }; break;
            case "place in template.json": _file = _file with { Condition = new("true", "templates/corp/template.json", 9, 9) }; break;
            case "renames of the template": _renames = [new("corp", "1.0", "a", "b")]; break;
            case "version of Menace": _version = "1.0.1"; break;
            case "assembly of the tasks": _tasks = typeof(FactAttribute); break;
            case "interpreter": _folder.Write("tools/python/bin/python3", "other"); break;
            case "pytest": _folder.Write("tools/python/lib/pytest/main.py", "other"); break;
            case "bats": _folder.Write("tools/bats/bats", "other"); break;
            case "dotnet SDK": _folder.Write("tools/dotnet/sdk/10.0.402/x", ""); break;
            case "resource limits": _limits = new() { ["memory"] = JsonValue.FromString("64Mi") }; break;
            case "time for one bot": _timeout = TimeSpan.FromMinutes(7); break;
            case "check by mutants": _mutations = MutationCheck.All; break;
            case "mutants of a function": _mutants = [new("run", 0, 1, "", "")]; break;
            case "variable that tests see": Environment.SetEnvironmentVariable(Variable, "value"); break;
            case "variable that tests do not see": Environment.SetEnvironmentVariable(Variable + "_OTHER", "value"); break;
            case "tracked file under bin/": _folder.Write(Repository + "bin/rate.txt", "20"); break;
            case "untracked, ignored file under bin/": _folder.Write(Repository + "bin/new.txt", "20"); break;
            case "untracked file": _folder.Write(Repository + "new.txt", "20"); break;
            case "mode bit": File.SetUnixFileMode(_folder[Repository + "scripts/setup.sh"], (UnixFileMode)0b111_101_101); break;
            case "target of a link": _folder.Write("elsewhere.txt", "20"); break;
            case "another link":
                File.Delete(_folder[Repository + "link.txt"]);
                File.CreateSymbolicLink(_folder[Repository + "link.txt"], _folder["tools/bats/bats"]);
                break;
            case "time of a file": File.SetLastWriteTimeUtc(_folder[Repository + "bin/rate.txt"], new(2001, 2, 3, 0, 0, 0, DateTimeKind.Utc)); break;
            case "files as they were generated": _generated = "others"; break;
            case "name of the bot": _name = "Other"; break;
            case "property with the code": _codeProperty = "metadata.code_file"; break;
            case "way of testing": _mode = VerifyMode.Isolated; break;
            case "lint": _isLinted = false; break;
            case "build of Menace": _program = "b"; break;
            default: Assert.Equal("nothing", change); break;
        }
    }

    private SortedDictionary<string, string> Keys()
    {
        WriteIfDifferent("tasks.json", $$"""
            [{ "name": "Tariff", {{(_template is null ? $"\"code\": {JsonValue.FromString(_code)}," : "")}} "resources": { {{string.Join(",", _limits.Select(limit => $"\"{limit.Key}\": {limit.Value}"))}} }, "metadata": { "purpose": "p", "language": "python", "template": "corp", "template_variables": { "port": {{_port}} } } },
             { "name": "Shop", "code": "run() { :; }", "dependencies": ["Tariff"], "metadata": { "purpose": "p", "language": "shell" } }]{{_space}}
            """);
        var tasks = TaskFileReader.Read(File.ReadAllBytes(_folder["tasks.json"]), new() { Templates = null }).Package.Tasks;
        var code = _template ?? _code;
        var tariff = new BotSpec { Name = "Tariff", Language = BotLanguage.Python, Code = code, Purpose = "p", Functions = ["run"], Resources = tasks[0].Resources, Mutants = _mutants, Tidied = _tidied, Lineage = _lineage, Template = new("corp") { Files = new Dictionary<string, TemplateFile> { ["README.md"] = _file }, Variables = tasks[0].Metadata.TemplateVariables, Renames = _renames, Versions = _versions, Test = _test } };
        var shop = new BotSpec { Name = "Shop", Language = BotLanguage.Shell, Code = tasks[1].Code!, Purpose = "p", Functions = ["run"], Dependencies = ["Tariff"] };
        Dictionary<string, KeyIngredients> ingredients = [];
        var tariffKey = RepositoryKey.Of(tariff, new Dictionary<string, string>(), _targets, _version, Named("repository of Tariff"));
        var shopKey = RepositoryKey.Of(shop, new Dictionary<string, string> { ["Tariff"] = tariffKey }, _targets, _version, Named("repository of Shop"));

        // Another key is another commit: the same input gives the same files.
        WriteIfDifferent("dev_repos/Tariff/generated.txt", tariffKey);
        WriteIfDifferent("dev_repos/Shop/generated.txt", shopKey);
        var languages = new LanguageTable(
            Tools(BotLanguage.Python, "python/bin/python3", "python/lib"), Tools(BotLanguage.Shell, "bats/bats", "bash/bash"), Tools(BotLanguage.CSharp, "dotnet/dotnet", "dotnet/sdk"));
        var conditions = TestConditions.Look(languages, BotLanguages.Profiles.Select(profile => profile.Id), [Variable], _timeout, _version, _mutations, isNamed: true);
        var tariffVerdict = Verdict("verdict of Tariff", tariff);
        var tested = TestedState.Look([Known(tariff), Known(shop)], languages, [Variable], _timeout.ToString(), isNamed: true);
        ingredients["tested"] = tested.Ingredients;
        SortedDictionary<string, string> keys = new(StringComparer.Ordinal)
        {
            ["project"] = ProjectKey.Of(_folder.Path, _tasks, _options.Keys, name => _options[name], Named("project")),
            ["list"] = SeenFile.Now("tasks.json", _folder.Path).Identity,
            ["completion of Tariff"] = CompletionKey.Of(tasks[0], code, tidy: _tidy, version: _version, ingredients: Named("completion of Tariff")),
            ["completion of Shop"] = CompletionKey.Of(tasks[1], tasks[1].Code!, tidy: _tidy, version: _version, ingredients: Named("completion of Shop")),
            ["repository of Tariff"] = tariffKey,
            ["repository of Shop"] = shopKey,
            ["verdict of Tariff"] = tariffVerdict,
            ["result of Tariff"] = ResultKey.Of(tariffVerdict, tariff with { Name = _name }, _generated, _codeProperty, _mode, _isLinted, _program, Named("result of Tariff")),
            ["verdict of Shop"] = Verdict("verdict of Shop", shop, KeyValuePair.Create("Tariff", tariffVerdict)),
            ["verdict of a C# bot"] = Verdict("verdict of a C# bot", shop with { Name = "None", Language = BotLanguage.CSharp }),
            ["tested"] = TestedState.Of([Known(tariff), Known(shop)], languages, [Variable], _timeout.ToString()),
        };
        Assert.Equal(keys["tested"], tested.ToString());
        _ingredients = ingredients;
        return keys;

        KeyIngredients Named(string key) => ingredients[key] = new();

        string Verdict(string key, BotSpec bot, params KeyValuePair<string, string>[] dependencies)
        {
            var content = new KeyIngredients();
            var named = Named(key);
            var verdict = VerdictKey.Of(new(VerdictKey.ContentOf(Repository(bot), "build", content), content), conditions.PartOf(bot.Language), dependencies, named);
            Assert.Equal(VerdictKey.Of(Repository(bot), conditions.Of(bot.Language), dependencies.Select(dependency => dependency.Value), "build"), verdict);
            return verdict;
        }
    }

    private BotRepository Repository(BotSpec spec) => new(spec, _folder["dev_repos/" + spec.Name], "", "", "", RepositoryChange.Unchanged);

    private KnownRepository Known(BotSpec spec) => new(spec.Name, spec.Language.ToName(), "", "", _folder["dev_repos/" + spec.Name]);

    private CountingLanguage Tools(BotLanguage language, params string[] tools) =>
        new(LanguageTable.Create(new BotDevConfig(), new ProcessRunner())[language], tools: [.. tools.Select(tool => _folder["tools/" + tool])]);

    private void WriteIfDifferent(string path, string text) => AtomicFile.WriteIfDifferent(_folder[path], Encoding.UTF8.GetBytes(text));
}
