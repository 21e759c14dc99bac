using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The target MenaceFix, as a user calls it.</summary>
[Collection(PackedSdkTests.Name)]
public sealed class FixTests(PackedSdk sdk)
{
    private const string Mistaken = """
        [
          // the greeting
          { 'name': "Greet bot", "schedule": "daily", "metadata": { "purpose": "greets", "language": "pyton", "functions": ["greet"], },
            "code": "def greet():
            return 'hello'
        " },
          { "name": "Base", "code": "def base():\n    return 1\n", "metadata": { "purpose": "base", "language": "python", "functions": ["base"] },
            "dependancies": [], "resources": { "memory": "256mib", "timeout": "2 min" } },
          { "name": "Base+", "dependencies": ["Bse", "Bse"], "code": "def more():\n    return 2\n",
            "metadata": { "purpose": "more", "language": "python", "functions": ["more"] } }
        ]
        """;

    [Fact]
    public void A_list_full_of_mistakes_builds_after_one_run_and_a_second_changes_nothing()
    {
        using var project = new TaskProject(sdk, Mistaken);

        var run = project.Build("-t:MenaceFix").Succeeded();

        Assert.Contains("tasks.json(2,3): message MENACE1004: fixed: Remove the comment", run.Output, StringComparison.Ordinal);
        Assert.Contains("tasks.json(3,13): message MENACE1203: fixed: Rename 'Greet bot' to 'Greet_bot'", run.Output, StringComparison.Ordinal);
        Assert.Contains(", 0 left in tasks.json", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            """
            [
              { "name": "Greet_bot", "schedule": "@daily", "metadata": { "purpose": "greets", "language": "python", "functions": ["greet"] },
                "code": "def greet():\n    return 'hello'\n" },
              { "name": "Base", "code": "def base():\n    return 1\n", "metadata": { "purpose": "base", "language": "python", "functions": ["base"] },
                "dependencies": [], "resources": { "memory": "256Mi", "timeout": "2m" } },
              { "name": "Base2", "dependencies": ["Base"], "code": "def more():\n    return 2\n",
                "metadata": { "purpose": "more", "language": "python", "functions": ["more"] } }
            ]
            """, project.Tasks);

        Assert.Contains("Menace: 0 fixed, 0 left in tasks.json", project.Build("-t:MenaceFix").Succeeded().Output, StringComparison.Ordinal);

        // The compiler says nothing about an assembly in which it finds no analyzer.
        var build = project.Build().Succeeded();
        Assert.Equal([1], build.CodeFixesPerCompilation);
        Assert.Empty(build.WarningCodes);
        Assert.Equal(["Base", "Base2", "Greet_bot"], project.Outcomes().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Code_that_says_nothing_is_suggested_fixed_or_left_out_of_the_repository()
    {
        const string Code = "import os\n\n\ndef greet(name):\n    pass\n    return 'Hello, ' + name\n";
        using var project = new TaskProject(sdk, """
            [{ "name": "greeter", "code": "import os\n\n\ndef greet(name):\n    pass\n    return 'Hello, ' + name\n",
               "metadata": { "purpose": "Greets.", "functions": ["greet"], "language": "python", "examples": [{ "function": "greet", "args": ["Ada"], "returns": "Hello, Ada" }] } }]
            """);
        var main = project["dev_repos/greeter/greeter.py"];

        var build = project.Build("-v:n").Succeeded();
        Assert.Contains("tasks.json(1,32,1,43): message MENACE3070: Bot 'greeter': 'os' is imported and not used", build.Output, StringComparison.Ordinal);
        Assert.Contains("message MENACE3070: Bot 'greeter': 'pass' is redundant", build.Output, StringComparison.Ordinal);
        Assert.Empty(build.WarningCodes);
        Assert.Contains(Code, File.ReadAllText(main), StringComparison.Ordinal);
        Assert.Empty(project.Build().Succeeded().Stages);

        build = project.Build("-p:MenaceTidy=Apply", "-v:n").Succeeded();
        Assert.DoesNotContain("MENACE3070", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("import os", File.ReadAllText(main), StringComparison.Ordinal);
        Assert.Contains("def greet(name):\n    return", File.ReadAllText(main), StringComparison.Ordinal);
        Assert.Equal("Passed", project.Outcomes()["greeter"]);
        Assert.Contains("import os", project.Tasks, StringComparison.Ordinal);

        var fix = project.Build("-t:MenaceFix").Succeeded();
        Assert.Contains("Menace: 2 fixed, 0 left in tasks.json", fix.Output, StringComparison.Ordinal);
        Assert.Contains("\"code\": \"\\n\\ndef greet(name):\\n    return 'Hello, ' + name\\n\"", project.Tasks, StringComparison.Ordinal);
        Assert.DoesNotContain("MENACE3070", project.Build("-v:n").Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_prints_what_changes_and_changes_nothing_where_a_rule_would_be_broken_more_often()
    {
        using var project = new TaskProject(sdk, """
            [
              { "name": "Alpha", "dependencies": ["Beta"], },
              { "name": "Beta", "dependencies": ["Alhpa"] }
            ]
            """);
        var before = project.Tasks;

        var run = project.Build("-t:MenaceFix", "-p:MenaceFixVerify=true").Failed();

        Assert.Equal(before, project.Tasks);
        Assert.Contains("-  { \"name\": \"Alpha\", \"dependencies\": [\"Beta\"], },", run.Output, StringComparison.Ordinal);
        Assert.Contains("+  { \"name\": \"Alpha\", \"dependencies\": [\"Beta\"] },", run.Output, StringComparison.Ordinal);
        Assert.Contains("tasks.json(3,38): message MENACE1301: not fixed", run.Output, StringComparison.Ordinal);
        Assert.Equal(["MENACE1301"], run.ErrorCodes);
    }
}
