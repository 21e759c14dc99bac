using System.Text.Json;
using Menace.Model.Diagnostics;
using Menace.Pipeline.Contracts;

namespace Menace.Tasks.Tests;

public sealed class BuildServerTests
{
    private const string Message = "50% of\r\nit: a, b; [c]";

    [Fact]
    public void GitHub_shows_a_finding_at_its_line_in_the_checkout()
    {
        var server = Server(("GITHUB_ACTIONS", "true"), ("GITHUB_WORKSPACE", "/checkout/bots"));

        Assert.Equal(
            "::error file=src/a%2Cb/tasks.json,line=3,col=7,title=MENACE5003::50%25 of%0D%0Ait: a, b; [c]",
            server.Annotation(Rules.TestFailed, Message, "/checkout/bots/src/a,b/tasks.json", 3, 7));
        Assert.Equal("::warning title=MENACE5007::x", server.Annotation(Rules.VerificationDisabled, "x", null, 0, 0));
        Assert.Equal("::warning file=/elsewhere/tasks.json,title=MENACE5007::x", server.Annotation(Rules.VerificationDisabled, "x", "/elsewhere/tasks.json", 0, 0));
    }

    [Fact]
    public void Azure_shows_a_finding_at_its_line_in_the_checkout()
    {
        var server = Server(("TF_BUILD", "True"), ("BUILD_SOURCESDIRECTORY", "/agent/1/s"));

        Assert.Equal(
            "##vso[task.logissue type=error;sourcepath=src/a%3Bb/tasks.json;linenumber=3;columnnumber=7;code=MENACE5003]50%AZP25 of%0D%0Ait: a, b; [c]",
            server.Annotation(Rules.TestFailed, Message, "/agent/1/s/src/a;b/tasks.json", 3, 7));
    }

    [Fact]
    public void Only_the_first_ten_of_a_kind_are_shown_and_none_elsewhere()
    {
        var server = Server(("GITHUB_ACTIONS", "true"));

        Assert.Equal(10, Enumerable.Range(0, 12).Count(_ => server.Annotation(Rules.TestFailed, "x", null, 0, 0) is not null));
        Assert.NotNull(server.Annotation(Rules.VerificationDisabled, "x", null, 0, 0));
        Assert.Null(server.Annotation(Rules.RepositoriesOrphaned, "x", null, 0, 0));
        Assert.Null(Server().Annotation(Rules.TestFailed, "x", null, 0, 0));
    }

    [Theory]
    [InlineData("CI", "true", true)]
    [InlineData("CI", "1", true)]
    [InlineData("CI", "false", false)]
    [InlineData("CI", "", false)]
    [InlineData("TF_BUILD", "True", true)]
    [InlineData("JENKINS_URL", "http://localhost/", true)]
    [InlineData("HOME", "/root", false)]
    public void Build_server_is_known_by_its_variables(string name, string value, bool expected) =>
        Assert.Equal(expected, Server((name, value)).IsAny);

    [Fact]
    public void GitLab_gets_the_findings_of_all_stages_in_one_file()
    {
        var folder = Directory.CreateTempSubdirectory("menace-quality-").FullName;
        var server = Server(("GITLAB_CI", "true"), ("CI_PROJECT_DIR", "/builds/group/bots"));
        var failed = server.QualityEntry(Rules.TestFailed, "no", "/builds/group/bots/src/tasks.json", 7)!;
        var warned = server.QualityEntry(Rules.LanguageInferred with { Severity = RuleSeverity.Warning }, "guess", "/builds/group/bots/tasks.json", 0)!;

        CodeQualityReport.Write(folder, PipelineStage.Optimise, [warned]);
        CodeQualityReport.Write(folder, PipelineStage.Verify, [failed, failed]);

        var entries = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "gl-code-quality.json"))).RootElement.EnumerateArray().ToArray();
        Assert.Equal(
            ["minor tasks.json:1", "major src/tasks.json:7", "major src/tasks.json:7"],
            entries.Select(entry => $"{entry.GetProperty("severity")} {entry.GetProperty("location").GetProperty("path")}"
                + $":{entry.GetProperty("location").GetProperty("lines").GetProperty("begin")}"));
        Assert.Equal("MENACE5003: no", entries[1].GetProperty("description").GetString());
        Assert.Equal("MENACE5003", entries[1].GetProperty("check_name").GetString());
        Assert.Equal(3, entries.Select(entry => entry.GetProperty("fingerprint").GetString()).Distinct().Count());

        // A stage that runs again replaces its own findings and drops those of later stages, which follow if they are still true.
        CodeQualityReport.Write(folder, PipelineStage.Optimise, []);
        Assert.Equal("[]", File.ReadAllText(Path.Combine(folder, "gl-code-quality.json")));
        Directory.Delete(folder, recursive: true);

        Assert.Null(server.QualityEntry(Rules.RepositoriesOrphaned, "x", "/builds/group/bots/tasks.json", 1));
        Assert.Null(server.QualityEntry(Rules.TestFailed, "x", "/elsewhere/tasks.json", 1));
        Assert.Null(Server().QualityEntry(Rules.TestFailed, "x", "/builds/group/bots/tasks.json", 1));
    }

    [Theory]
    [InlineData("::error::x", ": :error::x")]
    [InlineData("expected\n  ::add-mask::x\nend", "expected\n  : :add-mask::x\nend")]
    [InlineData("std::vector and a::b", "std::vector and a::b")]
    [InlineData(":: no command", ":: no command")]
    [InlineData("got ##vso[task.setvariable variable=PATH]x", "got # #vso[task.setvariable variable=PATH]x")]
    [InlineData("##[group]x", "# #[group]x")]
    [InlineData("##teamcity[x]", "# #teamcity[x]")]
    [InlineData("## heading", "## heading")]
    public void Text_of_a_bot_is_no_command(string text, string expected)
    {
        Assert.Equal(expected, BuildServer.WithoutCommands(text));
    }

    private static BuildServer Server(params (string Name, string Value)[] variables)
    {
        var values = variables.ToDictionary(variable => variable.Name, variable => variable.Value);
        return new(name => values.GetValueOrDefault(name));
    }
}
