using Menace.Pipeline.Contracts;
using Menace.Pipeline.Languages.Shell;

namespace Menace.Pipeline.Tests.Languages.Shell;

/// <summary>Assertions for what reading proves that a function prints. The oracle is the shell: the bot is run, and every assertion must hold.</summary>
public sealed class ShellConstantsTests
{
    private const string Script = "#!/bin/sh\nGREETING='hello  there'\nreadonly NAME=Ada\nTWICE=$NAME$NAME\nTOUCHED=1\nLOOP=1\nDEFAULT=1\nset -u\n\n_touch() {\n    TOUCHED=2\n    for LOOP in 1 2; do :; done\n    : \"${DEFAULT:=3}\"\n}\n";

    private static readonly string[] Printed =
    [
        "echo hello", "echo", "echo 'a  b' \"c $GREETING\"", "echo one; echo two\necho three", "printf '%s\\n' 'a\\b' x", "x=1; y=\"$x-${x}0\"; echo \"$y\"", "local z=word; echo $z",
        "x=a; x=b; echo $x", "echo $NAME ${NAME}s \"$TWICE\"", "echo \"\\$x\" 'é'", "x=''; echo \"[$x]\"",
    ];

    private static readonly string[] Uncertain =
    [
        "echo $1", "echo $GREETING", "echo \"$TOUCHED\"", "echo \"$LOOP\"", "echo \"$DEFAULT\"", "echo $(date)", "echo `date`", "x=''; echo $x", "x='*'; echo $x", "x='a b'; echo $x", "x=-n; echo $x",
        "x=$RANDOM; echo $x", "IFS=a; echo hello", "echo *", "echo ~", "x=1 echo hello", "echo a >&2", "echo a | cat", "false && echo a", "x=1; unset x; echo $x", "read x; echo $x", "echo \"${x:-1}\"", "date",
    ];

    [Fact]
    public async Task Every_assertion_that_is_generated_holds_when_the_bot_is_run()
    {
        var bot = ShellBots.Bot(Script + string.Concat(Printed.Select((body, i) => $"\nf{i}() {{\n    {body}\n}}\n")), [.. Printed.Select((_, i) => $"f{i}")]);
        var literals = ((ShellAnalysis)await EmittedFleet.AnalyseAsync(ShellBots.Language, bot)).Literals;
        using var fleet = new EmittedFleet();
        await fleet.WriteAsync(ShellBots.Language, bot);

        var report = await fleet.TestAsync(ShellBots.Language, bot);

        Assert.Equal([], Printed.Where((_, i) => !literals.ContainsKey($"f{i}")));
        Assert.Equal([], report.Tests.Where(test => test.Outcome != TestOutcome.Passed).Select(test => test.Name + test.Message));
        Assert.Equal(Printed.Length, report.Tests.Count);
    }

    [Fact]
    public async Task What_depends_on_more_than_its_text_gets_no_value()
    {
        var bot = ShellBots.Bot(Script + string.Concat(Uncertain.Select((body, i) => $"\nf{i}() {{\n    {body}\n}}\n")), "f0");

        var literals = ((ShellAnalysis)await EmittedFleet.AnalyseAsync(ShellBots.Language, bot)).Literals;

        Assert.Equal([], Uncertain.Where((_, i) => literals.ContainsKey($"f{i}")));
    }

    [Theory]
    [InlineData("A=1\neval \"$CODE\"\nf() { echo $A; }")]
    [InlineData("if true; then\nA=1\nfi\nf() { echo $A; }")]
    [InlineData("false && A=1\nf() { echo $A; }")]
    [InlineData("echo() { :; }\nf() { echo a; }")]
    [InlineData("f() { echo a; }\nf() { echo b; }")]
    public async Task A_name_that_something_may_change_is_no_constant(string code)
    {
        var analysis = (ShellAnalysis)await EmittedFleet.AnalyseAsync(ShellBots.Language, ShellBots.Bot(code, "f"));

        Assert.DoesNotContain("f", analysis.Literals.Keys);
    }
}
