using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Optimisation;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Shell tasks as people wrote them, through the stage that completes them.</summary>
public sealed class ShellCaseTests
{
    [Theory]
    [InlineData("greet() {\n    printf 'hi %s\\n' \"${1:?a name is missing}\"\n}\n")]
    [InlineData("#!/bin/sh\nset -u\nbase() {\n    printf '%s\\n' \"${1##*/}\"\n}\nsize() {\n    echo \"${#1}\"\n}\n")]
    [InlineData("#!/usr/bin/env bash\nset -u\nupper() {\n    echo \"${1^^}\"\n}\nfirst3() {\n    echo \"${1:0:3}\"\n}\n")]
    [InlineData("rest() {\n    shift\n    echo \"$*\"\n}\n")]
    [InlineData("second() {\n    shift\n    echo two\n}\n")]
    public async Task Function_that_needs_arguments_is_not_exercised(string code)
    {
        var bot = Assert.Single((await OptimiseAsync(code)).Record.Bots);

        Assert.Equal(bot.Functions, bot.NotExercised.Keys);
        Assert.All(bot.NotExercised.Values, reason => Assert.Equal("it needs arguments and has no example", reason));
    }

    [Theory]
    [InlineData("run() { ( echo x; exit 1 ) & }", "starts a process in the background")]
    [InlineData("run() { kill $PPID; }", "runs 'kill', which reading cannot prove harmless")]
    [InlineData("run() { nosuchcommand_xyz; }", "runs 'nosuchcommand_xyz', which reading cannot prove harmless")]
    [InlineData("#!/bin/sh\nrun() { echo hi; }\nrm -f x\n", "the script runs commands of its own when it is read, and is called as a whole")]
    public async Task Function_with_an_obstacle_is_not_exercised(string code, string reason) =>
        Assert.Equal(reason, Assert.Single((await OptimiseAsync(code)).Record.Bots).NotExercised["run"]);

    [Fact]
    public async Task Missing_shell_is_an_error_of_its_bot_alone()
    {
        var result = await OptimiseAsync("#!/usr/bin/env fish\nfunction hi\n    echo hi\nend\n", "#!/usr/bin/env menacesh\nhi() {\n    echo hi\n}\n", "hi() {\n    echo hi\n}\n");

        Assert.Equal([("MENACE5001", "bot0"), ("MENACE5001", "bot1")], result.Diagnostics.Select(finding => (finding.Rule.Id, finding.Bot)));
        Assert.Contains("fish is missing", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.Equal(["bot2"], result.Record.Bots.Select(bot => bot.Name));
    }

    [Fact]
    public async Task Windows_line_breaks_are_one_error_at_their_place()
    {
        var finding = Assert.Single((await OptimiseAsync("#!/bin/sh\nhi() {\r\n    echo hi\r\n}\r\n")).Diagnostics);

        Assert.Equal(("MENACE1701", 16), (finding.Rule.Id, finding.Anchor?.Offset));
        Assert.Contains("CRLF", finding.Message, StringComparison.Ordinal);
    }

    private static Task<StageResult<OptimiseRecord>> OptimiseAsync(params string[] codes)
    {
        var tasks = codes.Select((code, index) => new TaskInfo { Name = $"bot{index}", Code = code, Metadata = new() { Purpose = "p", Language = BotLanguage.Shell } });
        return new ImplementationOptimiserBot(new BotDevConfig()).OptimiseAsync(new HandoffRecord(1, new TaskPackage([.. tasks]), "", new Dictionary<string, FileContent>()), null);
    }
}
