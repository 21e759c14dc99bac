using Menace.Model.Diagnostics;

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
