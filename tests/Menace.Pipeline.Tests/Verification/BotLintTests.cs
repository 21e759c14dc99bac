using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Processes;
using Menace.Pipeline.Languages;
using Menace.Pipeline.Languages.CSharp;
using Menace.Pipeline.Languages.Python;
using Menace.Pipeline.Languages.Shell;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Verification;

public sealed class BotLintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private BotDevConfig Config => new() { SourceDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_warning_of_pythons_compiler_is_a_warning_at_the_line_of_the_task()
    {
        const string Code = "def value():\n    x = 1\n    return 1 if x is 1 else 2\n";

        var result = await new ImplementationPipeline(config: Config).RunAsync([Python("a", Code)]);

        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal("MENACE5020", finding.Rule.Id);
        Assert.StartsWith("Bot 'a': a.py(3): SyntaxWarning: \"is\" with", finding.Message, StringComparison.Ordinal);
        Assert.Equal("return 1 if x is 1 else 2", Code.Substring(finding.Anchor!.Offset, finding.Anchor.Length));
        Assert.Empty(Directory.GetDirectories(_folder["dev_repos/a"], "__pycache__", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Warnings_are_repeated_without_linting_again()
    {
        TaskInfo[] tasks = [Python("a", "def value():\n    x = 1\n    return 1 if x is 1 else 2\n")];
        var pipeline = new ImplementationPipeline(config: Config);
        var first = await pipeline.RunAsync(tasks);
        var handoff = await pipeline.HandoffAsync(new TaskPackage(tasks));
        var build = await pipeline.DevelopAsync((await pipeline.OptimiseAsync(handoff.Record!)).Record);
        var told = first.Verifications[0] with { Lint = [new("a.py", 2, 5, "T1", "remembered")] };

        var again = await pipeline.VerifyAsync(build.Record, new VerifyRecord(1, [told]));

        Assert.True(again.Record.Results[0].IsReused);
        Assert.Equal("Bot 'a': a.py(2,5): T1: remembered", Assert.Single(again.Diagnostics).Message);
    }

    [Fact]
    public async Task Switched_off_nothing_is_warned_of()
    {
        var result = await new ImplementationPipeline(config: Config with { LintEnabled = false }).RunAsync([Python("a", "def value():\n    x = 1\n    return 1 if x is 1 else 2\n")]);

        Assert.Empty(result.Diagnostics);
        Assert.Null(result.Verifications[0].Lint);
    }

    [Fact]
    public void Warnings_of_a_build_are_those_about_the_bots_own_sources_each_once()
    {
        const string Log = """
              Determining projects to restore...
            /r/a/src/a/a.cs(12,5): warning CS0168: The variable 'x' is declared but never used [/r/a/src/a/a.csproj]
            /r/a/src/a/a.cs(12,5): warning CS0168: The variable 'x' is declared but never used [/r/a/src/a/a.csproj]
            /r/a/src/a/a.cs(7,1): warning CA1822: Member 'f' can be static (https://learn.microsoft.com/ca1822) [/r/a/src/a/a.csproj::TargetFramework=net10.0]
            /r/a/tests/a.Tests/aTests.cs(1,1): warning CS0219: assigned but never used [/r/a/tests/a.Tests/a.Tests.csproj]
            /usr/share/dotnet/sdk/x.targets(1,2): warning NETSDK1057: preview [/r/a/src/a/a.csproj]
            /r/a/src/a/a.cs(9,3): error CS1002: ; expected [/r/a/src/a/a.csproj]
            """;

        Assert.Equal(
            [new("src/a/a.cs", 12, 5, "CS0168", "The variable 'x' is declared but never used"), new("src/a/a.cs", 7, 1, "CA1822", "Member 'f' can be static")],
            CSharpLint.Read(Log.Split('\n'), "/r/a"));
    }

    [Fact]
    public async Task Without_shellcheck_the_shell_itself_is_asked()
    {
        _folder.Write("a.sh", "f() {\n  echo hi\n");
        _folder.Write("b.sh", "#!/bin/bash\necho $(( \n");

        var warnings = await ShellLint.RunAsync(new ProcessRunner(), null, _folder.Path, "a.sh", default);

        Assert.Equal(("a.sh", "sh"), (Assert.Single(warnings).File, warnings[0].Id));
        Assert.True(warnings[0].Line > 0);
        Assert.All(await ShellLint.RunAsync(new ProcessRunner(), null, _folder.Path, "b.sh", default), warning => Assert.Equal("bash", warning.Id));
    }

    [Fact]
    public async Task What_shellcheck_prints_is_read()
    {
        _folder.Write("a.sh", "a=1\n");
        var fake = _folder.Write("shellcheck", "#!/bin/sh\nfor f; do :; done\necho \"$f:1:1: warning: a appears unused. Verify use (or export if used externally). [SC2034]\"\nexit 1\n");
        Shell.Run(_folder.Path, null, "chmod", "+x", fake);

        var warnings = await ShellLint.RunAsync(new ProcessRunner(), fake, _folder.Path, "a.sh", default);

        Assert.Equal(new LintWarning("a.sh", 1, 1, "SC2034", "a appears unused. Verify use (or export if used externally)."), Assert.Single(warnings));
    }

    [Fact]
    public async Task A_linter_that_is_missing_says_nothing()
    {
        _folder.Write("a.py", "x = 1 is 1\n");
        var repository = new BotSpec { Name = "a", Language = BotLanguage.Python, Code = "x", Purpose = "p", Functions = ["run"] };
        var language = new PythonLanguage(new ProcessRunner(), new PythonInterpreter(new ProcessRunner(), "/nowhere/python3"));

        Assert.Empty(await BotLint.RunAsync(language, new TestRequest(repository, _folder.Path, _folder.Path), _folder["a.py"], default));
        Assert.Empty(await BotLint.RunAsync(new CSharpLanguage(), new TestRequest(repository, _folder.Path, _folder.Path), _folder["a.cs"], default));
    }

    [Fact]
    public async Task Many_warnings_are_counted()
    {
        _folder.Write("a.py", string.Concat(Enumerable.Repeat("x = 1 is 1\n", 14)));
        var spec = new BotSpec { Name = "a", Language = BotLanguage.Python, Code = "x", Purpose = "p", Functions = ["run"] };
        var language = new PythonLanguage(new ProcessRunner(), new PythonInterpreter(new ProcessRunner()));

        var warnings = await BotLint.RunAsync(language, new TestRequest(spec, _folder.Path, _folder.Path), _folder["a.py"], default);

        Assert.Equal((11, "4 more warnings"), (warnings.Count, warnings[^1].Message));
    }

    private static TaskInfo Python(string name, string code) => new()
    {
        Name = name,
        Code = code,
        Metadata = new() { Language = BotLanguage.Python, Purpose = "Says one", Functions = ["value"], Examples = [new() { Function = "value", Returns = 1 }] },
    };
}
