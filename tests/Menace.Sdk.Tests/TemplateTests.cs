using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>Templates of a package and of <c>dotnet new</c>, by the files and commands that docs/templates.md shows.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class TemplateTests(PackedSdk sdk) : IDisposable
{
    private const string Tasks = """
        { "defaults": { "metadata": { "template": "contoso", "language": "shell" } },
          "tasks": [ { "name": "greeter", "code": "greet() {\n    echo hello\n}\n", "metadata": { "purpose": "Greets.", "functions": ["greet"] } } ] }
        """;

    private readonly PackedSdk _sdk = sdk;
    private readonly TaskProject _packages = new(sdk, tasks: null);

    public void Dispose() => _packages.Dispose();

    [Fact]
    public void Package_is_used_overridden_and_upgraded_without_losing_an_edit()
    {
        using var project = new TaskProject(_sdk, Tasks);
        Pack(project, "1.2.0", """{ "version": "1.2.0", "test": ["bats", "tests"], "files": { "OWNERS": { "add": true }, "ci/check.sh": { "add": true } } }""",
            ("OWNERS", "one\ntwo\nthree\n"), ("ci/check.sh", "#!/bin/sh\nexit 0\n"), ("README.md.scriban", "# {{ name }} of Contoso\n\nTested with `{{ tests }}`.\n"));
        project.Replace("bots.csproj", "</Project>", Fences()[5] + "</Project>");

        var first = project.Build().Succeeded();

        Assert.Contains("passed (1 test, ", first.Output, StringComparison.Ordinal);
        Assert.Equal("# greeter of Contoso\n\nTested with `bats tests`.\n", File.ReadAllText(project["dev_repos/greeter/README.md"]));
        Assert.Equal(["100644 OWNERS", "100644 README.md", "100755 ci/check.sh"], Modes(project, "OWNERS", "README.md", "ci/check.sh"));
        Assert.Empty(project.Build().Succeeded().Stages);

        // Its own file instead of the package's: by extending it.
        project.Replace("tasks.json", "\"template\": \"contoso\"", "\"template\": \"corp\"");
        project.Write("templates/corp/template.json", """{ "extends": "contoso" }""");
        project.Write("templates/corp/READNE.md.scriban", "# {{ name }}\n\n{{ pupose }}\n");
        var replacesNothing = project.Build().Failed();
        Assert.Contains("READNE.md.scriban(1,1): MENACE3014", replacesNothing.Diagnostics);
        Assert.Contains("did you mean 'README.md'?", replacesNothing.Output, StringComparison.Ordinal);

        File.Move(project["templates/corp/READNE.md.scriban"], project["templates/corp/README.md.scriban"]);
        var undefined = project.Build().Failed();
        Assert.Contains("README.md.scriban(3,4): MENACE3013", undefined.Diagnostics);
        Assert.Contains("did you mean 'purpose'?", undefined.Output, StringComparison.Ordinal);

        project.Replace("templates/corp/README.md.scriban", "pupose", "purpose");
        project.Build().Succeeded();
        Assert.Equal("# greeter\n\nGreets.\n", File.ReadAllText(project["dev_repos/greeter/README.md"]));

        // Version 2 renames a file and changes most of it; the user has changed it as well.
        project.Replace("dev_repos/greeter/OWNERS", "three\n", "three\nMine.\n");
        project.Git("greeter", "commit", "-q", "-a", "-m", "Mine");
        Pack(project, "2.0.0", """{ "version": "2.0.0", "test": ["bats", "tests"], "files": { "CODEOWNERS": { "add": true } }, "migrations": { "2.0.0": { "renames": { "OWNERS": "CODEOWNERS" } } } }""",
            ("CODEOWNERS", "1\n2\n3\n4\n5\n6\nthree\n"));
        project.Replace("bots.csproj", "Version=\"1.2.0\"", "Version=\"2.0.0\"");
        project.Build().Succeeded();

        Assert.Equal("1\n2\n3\n4\n5\n6\nthree\nMine.\n", File.ReadAllText(project["dev_repos/greeter/CODEOWNERS"]));
        Assert.False(File.Exists(project["dev_repos/greeter/OWNERS"]));
        Assert.False(File.Exists(project["dev_repos/greeter/ci/check.sh"]));
        Assert.Equal("", project.Git("greeter", "status", "--porcelain"));
        Assert.Equal(project.Git("greeter", "rev-parse", "menace/generated"), project.Git("greeter", "rev-parse", "main^2"));
        Assert.Empty(project.Build().Succeeded().Stages);

        // Another test command is no other file: the README of this template does not name it.
        project.Write("templates/corp/template.json", """{ "extends": "contoso", "test": ["false"] }""");
        Assert.Equal(["MENACE5003"], project.Build().Failed().ErrorCodes);
    }

    [Fact]
    public void Package_without_a_template_and_a_name_of_two_packages_are_errors()
    {
        using var project = new TaskProject(_sdk, Tasks);
        Pack(project, "3.0.0", """{ "version": "3.0.0" }""", ("README.md", "three\n"));
        Pack(project, "3.0.1", """{ "version": "3.0.0" }""", "Contoso.Others", "contoso", ("README.md", "three\n"));
        project.Replace("bots.csproj", "</Project>", """<ItemGroup><MenaceTemplate Include="Contoso.Bots" Version="3.0.0" /><MenaceTemplate Include="Contoso.Others" Version="3.0.1" /></ItemGroup></Project>""");

        var twice = project.Build().Failed();
        Assert.Equal(["MENACE3012"], twice.ErrorCodes);
        Assert.Contains("two templates have this name, in '", twice.Output, StringComparison.Ordinal);

        project.Replace("bots.csproj", "Include=\"Contoso.Others\" Version=\"3.0.1\"", $"Include=\"Menace.Sdk\" Version=\"{_sdk.Version}\"");
        var none = project.Build().Failed();
        Assert.Equal(["MENACE0003"], none.ErrorCodes);
        Assert.Contains("a package of MenaceTemplate has one, menace/templates, after its restore", none.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Template_of_dotnet_new_passes_its_test()
    {
        using var project = new TaskProject(_sdk, Tasks);
        string[] hive = ["--debug:custom-hive", project["hive"]];
        Run("dotnet", ["new", "install", Path.Combine(_sdk.Feed, $"Menace.Templates.{_sdk.Version}.nupkg"), .. hive]);
        Run("dotnet", ["new", "menace-template", "-n", "contoso", .. hive]);
        project.Build("-t:Restore").Succeeded();
        var command = Fences().Single(fence => fence.Contains("MenaceTestTemplates", StringComparison.Ordinal)).Trim().Split(' ');

        // One language is enough here: the others are tests of the library.
        project.Replace("templates/contoso/template.json", "\"version\"", "\"language\": \"shell\",\n  \"version\"");
        var output = Run(command[0], [.. command[1..], "-v:n"]);

        Assert.Contains("contoso, shell", output, StringComparison.Ordinal);
        Assert.DoesNotContain("failed", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(project["dev_repos"]));

        string Run(string program, string[] arguments)
        {
            var (code, text) = Programs.Run(project.Folder, program, arguments, _sdk.Environment);
            Assert.True(code == 0, text);
            return text;
        }
    }

    private void Pack(TaskProject project, string version, string settings, params (string Path, string Text)[] files) =>
        Pack(project, version, settings, "Contoso.Bots", "contoso", files);

    /// <summary>Packs a template by the project file of the page, and makes it known to the project.</summary>
    private void Pack(
        TaskProject project, string version, string settings, string package, string template, params (string Path, string Text)[] files)
    {
        var folder = $"{package}-{version}";
        _packages.Write($"{folder}/Package.csproj", Fences()[4]
            .Replace("1.2.0", version, StringComparison.Ordinal).Replace("Contoso.Bots", package, StringComparison.Ordinal));
        _packages.Write($"{folder}/templates/{template}/template.json", settings);
        foreach (var (path, text) in files)
        {
            _packages.Write($"{folder}/templates/{template}/{path}", text);
        }

        var (code, output) = Programs.Run(_packages[folder], "dotnet", ["pack", "-o", _packages["feed"], "-v:q", "-nologo"], _sdk.Environment);
        Assert.True(code == 0, output);
        project.Write("nuget.config", $"""
            <configuration><packageSources>
              <add key="menace-test" value="{_sdk.Feed}" />
              <add key="templates" value="{_packages["feed"]}" />
            </packageSources></configuration>
            """);
    }

    private static string[] Modes(TaskProject project, params string[] paths) =>
    [
        .. project.Git("greeter", ["ls-files", "-s", .. paths]).Split('\n').Select(line => line.Split(' ', '\t'))
            .Select(words => $"{words[0]} {words[^1]}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The code blocks of the page, in their order.</summary>
    private static string[] Fences() =>
    [
        .. System.Text.RegularExpressions.Regex.Matches(
            File.ReadAllText(Path.Combine(PackedSdk.RepositoryRoot, "docs/templates.md")), @"^```\w*\n(.*?)^```",
            System.Text.RegularExpressions.RegexOptions.Multiline | System.Text.RegularExpressions.RegexOptions.Singleline)
            .Select(match => match.Groups[1].Value),
    ];
}
