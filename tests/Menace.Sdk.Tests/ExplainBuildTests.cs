using System.Text.RegularExpressions;
using Menace.Sdk.Tests.Rig;

namespace Menace.Sdk.Tests;

/// <summary>The target that says why a build does something again.</summary>
[Collection(PackedSdkTests.Name)]
public sealed partial class ExplainBuildTests(PackedSdk sdk)
{
    private const string List = """
        { "defaults": { "metadata": { "purpose": "Greets.", "functions": ["greet"], "language": "shell" } },
          "tasks": [ { "name": "greeter", "code": "greet() {\n    echo hello\n}\n", "metadata": { "template": "corp" } },
                     { "name": "other", "code": "greet() {\n    echo good day\n}\n" } ] }
        """;

    [Fact]
    public void Explanation_names_the_template_and_the_code_that_changed_before_and_after_a_build()
    {
        using var project = new TaskProject(sdk, List);
        project.Write("templates/corp/README.md.scriban", "# {{ name }}\n");
        project.Build().Succeeded();
        project.Write("templates/corp/README.md.scriban", "# The bot {{ name }}\n");
        project.Replace("tasks.json", "good day", "good evening");
        project.Build().Succeeded();

        var last = Explain(project);

        Says("greeter, develop: update, template.files.README.md.scriban.hash changed (# to #)\n", last);
        Assert.DoesNotContain("greeter, verify: test", last, StringComparison.Ordinal);
        Says("other, optimise: read, code changed (# to #)\n", last);
        Says("other, develop: update, code changed (# to #)\n", last);
        Says("other, verify: test, file other.sh changed (# to #), file tests/other.bats changed (# to #)\n", last);
        Assert.EndsWith("a build now:\n  nothing to do\n", last, StringComparison.Ordinal);

        project.Replace("tasks.json", "echo hello", "echo welcome");
        project.Write("templates/corp/README.md.scriban", "# {{ name }}\n");
        var text = Explain(project);
        var next = text[text.IndexOf("a build now:", StringComparison.Ordinal)..];

        Says("greeter, optimise: read, code changed (# to #)\n", next);
        Says("greeter, develop: update, code changed (# to #), template.files.README.md.scriban.hash changed (# to #)\n", next);
        Says("greeter, verify: test, file greeter.sh changed (# to #), file tests/greeter.bats changed (# to #)\n", next);
        Assert.EndsWith("  unchanged: other\n", next, StringComparison.Ordinal);
    }

    /// <summary>The explanation without digests; it builds nothing.</summary>
    private static string Explain(TaskProject project)
    {
        Assert.Empty(project.Build("-t:MenaceExplain").Succeeded().Stages);
        var file = Assert.Single(Directory.GetFiles(project["obj"], "explain.txt", SearchOption.AllDirectories));
        return Digest().Replace(File.ReadAllText(file), "#");
    }

    private static void Says(string line, string text) => Assert.True(text.Contains(line, StringComparison.Ordinal), $"'{line}' is not in:\n{text}");

    [GeneratedRegex("[0-9a-f]{12}")]
    private static partial Regex Digest();
}
