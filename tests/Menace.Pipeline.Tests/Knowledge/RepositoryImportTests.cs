using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Knowledge;
using Menace.Pipeline.Languages;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Existing repositories become known bots, and nothing in them is executed.</summary>
public sealed class RepositoryImportTests : IDisposable
{
    private const string Mit = "Permission is hereby granted, free of charge, to any person obtaining a copy, to deal without restriction.\n"
        + "The above copyright notice and this permission notice shall be included in all copies.";

    private readonly TemporaryFolder _folder = new();
    private readonly KnowledgeFolder _knowledge;

    public RepositoryImportTests() => _knowledge = new(_folder["knowledge"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Python_repository_gives_functions_docs_examples_packages_and_licence()
    {
        var commit = Commit("repos/text-tools", ("text_tools.py", $"""
            '''Small helpers for texts. They need nothing.'''
            import pathlib
            pathlib.Path("{_folder["executed"]}").write_text("x")


            def slugify(text: str, sign: str = "-") -> str:
                '''Lower-case words with a sign between.

                >>> slugify("A b")
                'a-b'
                >>> slugify("A b", sign="_")
                'a_b'
                >>> slugify("x")
                'x'
                '''
                return sign.join(text.lower().split())


            def _hidden():
                pass
            """), ("test_text_tools.py", "def test_all(): pass"), ("LICENSE", Mit), ("requirements.txt", "requests==2.32.0\nnumpy  # fast\n"));

        var result = await ImportAsync("repos", trusts: true);

        var bot = Assert.Single(result.Bots);
        Assert.Empty(result.Findings);
        Assert.Equal(("text-tools", "Small helpers for texts.", "MIT", KnownOrigin.Trusted, commit, _folder["repos/text-tools"]),
            (bot.Name, bot.Purpose, bot.License, bot.Origin, bot.Commit, bot.Repository));
        var function = Assert.Single(bot.Functions);
        Assert.StartsWith("slugify(text: str, sign: str", function.Signature, StringComparison.Ordinal);
        Assert.StartsWith("Lower-case words", function.Docs, StringComparison.Ordinal);
        Assert.Equal([("A b", "a-b"), ("x", "x")], bot.Examples.Select(example => (example.Args[0].Text, example.Returns!.Text)));
        Assert.Equal(["requests@2.32.0", "numpy"], bot.Packages);
        Assert.False(File.Exists(_folder["executed"]));
        Assert.Equal("text-tools", Assert.Single(_knowledge.OpenBots().Search("slugify")).Bot.Name);
    }

    [Fact]
    public async Task Fields_of_meta_yaml_come_first()
    {
        Commit("repos/x", ("Named.sh", "#!/bin/sh\n# Counts lines.\ncount() { wc -l < \"$1\"; }\n"),
            ("meta.yaml", "name: \"Named\"\npurpose: \"Counts the lines\"\nlanguage: \"shell\"\nlicense: \"0BSD\"\ndependencies: [\"base\"]\ntags: [\"b\",\"a\"]\n"),
            ("big.py", "x = 1\n" + new string('#', 1000)));

        var bot = Assert.Single((await ImportAsync("repos/x")).Bots);

        Assert.Equal(("Named", "Counts the lines", BotLanguage.Shell, "0BSD", KnownOrigin.Untrusted), (bot.Name, bot.Purpose, bot.Language, bot.License, bot.Origin));
        Assert.Equal(["base"], bot.Dependencies);
        Assert.Equal(["a", "b"], _knowledge.OpenBots().List()[0].Tags);
        Assert.Equal(["count"], bot.Functions.Select(function => function.Name));
    }

    [Fact]
    public async Task CSharp_repository_gives_signatures_and_packages()
    {
        Commit("repos/Net", ("src/Net.cs", """
            namespace Net;

            /// <summary>Computes prices.</summary>
            public static class Prices
            {
                /// <summary>Adds the tax.</summary>
                public static decimal Gross(decimal net, int percent) => net * (100 + percent) / 100;
            }
            """), ("src/Net.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><ItemGroup><PackageReference Include=\"Humanizer\" Version=\"2.0.0\" /></ItemGroup></Project>"),
            ("README.md", "# Net\n\nPrices with tax. For shops.\n"));

        var bot = Assert.Single((await ImportAsync("repos")).Bots);

        Assert.Equal((BotLanguage.CSharp, ""), (bot.Language, bot.License));
        Assert.Contains(bot.Functions, function => function.Name.EndsWith("Gross", StringComparison.Ordinal)
            && function.Signature.Contains("decimal net, int percent", StringComparison.Ordinal));
        Assert.Equal(["Humanizer@2.0.0"], bot.Packages);
    }

    [Fact]
    public async Task Unusable_repositories_are_warnings_and_the_others_are_imported()
    {
        Commit("repos/good", ("good.py", "def run():\n    return 1\n"));
        Commit("repos/wrong", ("wrong.py", "def run(:\n"));
        Commit("repos/text", ("README.md", "Only words."));
        Directory.CreateDirectory(_folder["repos/empty"]);
        Shell.Git(_folder["repos/empty"], "init", "-q");
        Directory.CreateDirectory(_folder["repos/broken/.git"]);
        Directory.CreateDirectory(_folder["repos/folder"]);

        var result = await ImportAsync("repos");

        Assert.Equal(["good"], result.Bots.Select(bot => bot.Name));
        Assert.Equal(["broken", "empty", "text", "wrong"], result.Findings.Select(finding => Path.GetFileName(finding.Arguments[0])));
        Assert.All(result.Findings, finding => Assert.Equal("MENACE6004", finding.Rule.Id));
        Assert.Contains("it has no commit", result.Findings[1].Message, StringComparison.Ordinal);
        Assert.Contains("has a mistake", result.Findings[3].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Licence_text_and_meta_yaml_that_differ_both_count()
    {
        Commit("repos/a", ("a.py", "def run():\n    return 1\n"), ("LICENSE", Mit), ("meta.yaml", "license: AGPL-3.0-only\n"));
        Commit("repos/b", ("b.py", "def run():\n    return 1\n"), ("LICENSE", "Ask us first."));

        var result = await ImportAsync("repos");

        Assert.Equal(["AGPL-3.0-only AND MIT", "LicenseRef-Unknown"], result.Bots.Select(bot => bot.License));
        Assert.All(result.Bots, bot => Assert.False(LicenseText.AllowsReuse(bot.License)));
    }

    [Fact]
    public async Task Hooks_and_filters_of_a_repository_do_not_run()
    {
        Commit("repos/a", ("a.py", "def run():\n    return 1\n"), (".gitattributes", "*.py filter=evil\n"));
        Shell.Git(_folder["repos/a"], "config", "filter.evil.smudge", $"touch {_folder["executed"]}");
        Shell.Git(_folder["repos/a"], "config", "core.fsmonitor", $"touch {_folder["executed"]}");

        Assert.Single((await ImportAsync("repos", trusts: true)).Bots);

        Assert.False(File.Exists(_folder["executed"]));
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("a\\nb")]
    public async Task Name_that_is_a_path_or_has_control_characters_is_not_taken(string name)
    {
        Commit("repos/plain", ("plain.py", "def run():\n    return 1\n"), ("meta.yaml", $"name: \"{name}\"\n"));

        Assert.Equal("plain", Assert.Single((await ImportAsync("repos")).Bots).Name);
    }

    [Theory]
    [InlineData(">>> f()\n1", 1)]
    [InlineData(">>> f([1, {\"a\": None}], 'x\\'y', -1.5e3)\n{'k': [True, False, ]}", 1)]
    [InlineData(">>> f(1)\n1\n2", 0)]
    [InlineData(">>> f(open('x'))\n1", 0)]
    [InlineData(">>> f(a=1)\n1", 0)]
    [InlineData(">>> g(1)\n1", 0)]
    [InlineData(">>> f(1, (2, 3))\n1", 0)]
    [InlineData(">>> f(1)", 0)]
    [InlineData(">>> f('\\\n1", 0)]
    [InlineData(">>> f(007)\n1", 0)]
    public void Docstring_example_is_a_call_with_literals(string documentation, int count) =>
        Assert.Equal(count, Menace.Pipeline.Languages.Python.DocstringExamples.Of("f", documentation).Count);

    private Task<ImportResult> ImportAsync(string path, bool trusts = false) =>
        new RepositoryImport(_knowledge, LanguageTable.Create(new BotDevConfig(), new ProcessRunner())).RunAsync(_folder[path], trusts, default);

    private string Commit(string repository, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            _folder.Write($"{repository}/{path}", text);
        }

        var folder = _folder[repository];
        Shell.Git(folder, "init", "-q");
        Shell.Git(folder, "add", "-A");
        Shell.Git(folder, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "all");
        return Shell.Git(folder, "rev-parse", "HEAD").Trim();
    }
}
