using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using static Menace.Pipeline.Tests.Verification.VerifiedFleet;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>Each way in which real test programs end without a verdict has its own code.</summary>
public sealed class RunCodeTests : IDisposable
{
    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Runs_without_a_verdict_have_a_code_each()
    {
        TaskInfo[] tasks =
        [
            Python("imports", "import nosuch\n\ndef test_a():\n    pass\n"),
            Python("unparsed", "def test_a(:\n"),
            WithConftest("configured", "import nosuch\n"),
            Python("skips", "import pytest\n\n@pytest.mark.skip\ndef test_a():\n    pass\n"),
            Python("killed", "import os\nimport signal\n\ndef test_a():\n    os.kill(os.getpid(), signal.SIGKILL)\n"),
            Python("none", "x = 1\n"),
            Shell("bats", "@test \"a\" {\n  if true; then\n}\n"),
            Shell("twice", "@test \"a\" { true; }\n@test \"a\" { true; }\n"),
            Shell("setup", "setup_file() { false; }\n@test \"a\" { true; }\n"),
            Neighbour,
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(
            [
                "imports:MENACE5034", "unparsed:MENACE5034", "configured:MENACE5034", "skips:MENACE5033", "killed:MENACE5036", "none:MENACE5004",
                "bats:MENACE5034", "twice:MENACE5034", "setup:MENACE5003", "setup:MENACE5031",
            ],
            verified.Codes);
        Assert.Contains("killed by SIGKILL before all tests were over", verified.Messages, StringComparison.Ordinal);
        Assert.Contains("No module named 'nosuch'", verified.Findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("syntax error", verified.Findings[6].Message, StringComparison.Ordinal);
        Assert.Equal(VerificationOutcome.Passed, verified["neighbour"]);
        Assert.All(verified.Record.Results.Where(result => result.Bot != "neighbour"), result => Assert.Equal(VerificationOutcome.Failed, result.Outcome));
        Assert.All(verified.Record.Results[^1].Tests, test => Assert.InRange(test.Seconds, 0, 10));
    }

    [Fact]
    public async Task Exceptions_in_called_bots_are_reported_at_their_lines_with_the_chain_of_bots()
    {
        TaskInfo[] tasks =
        [
            Bot("pb", BotLanguage.Python, "inner", "def inner(x):\n    return 1 // x\n", null),
            Calling(Bot("pa", BotLanguage.Python, "outer", "import pb\n\ndef outer():\n    return pb.inner(0)\n", "import pa\n\ndef test_a():\n    pa.outer()\n"), "pb"),
            Bot("cb", BotLanguage.CSharp, "Inner", "int Inner(int x)\n{\n    return 1 / x;\n}", null),
            Calling(Failing(Bot("ca", BotLanguage.CSharp, "Outer", "var zero = 0;\nreturn cb.Inner(zero);", null)), "cb"),
            Bot("sa", BotLanguage.Shell, "list", "list() {\n  echo a\n  nosuch b\n}\n", "@test \"a\" {\n  . ./sa.sh\n  list\n}\n"),
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(["pa:MENACE5003", "ca:MENACE5003", "sa:MENACE5003"], verified.Findings.Where(finding => finding.IsError).Select(finding => $"{finding.Bot}:{finding.Rule.Id}"));
        Assert.Equal(["pb: return 1 // x", "cb: return 1 / x;", "sa: nosuch b"], verified.Findings.Where(finding => finding.IsError).Select(finding => Place(finding.Anchor!)));
        Assert.Contains("ZeroDivisionError: integer division or modulo by zero (pa -> pb)", verified.Messages, StringComparison.Ordinal);
        Assert.Contains("(ca -> cb)", verified.Messages, StringComparison.Ordinal);

        string Place(TaskAnchor anchor) =>
            $"{anchor.Bot}: {tasks.Single(task => task.Name == anchor.Bot).Code!.Substring(anchor.Offset, anchor.Length)}";
    }

    [Fact]
    public async Task Failed_assertions_of_own_tests_are_reported_at_their_lines()
    {
        Directory.CreateDirectory(_fleet["checks"]);
        File.WriteAllText(_fleet["checks/test_pf.py"], "import pf\n\n\ndef test_b():\n    assert pf.value() == 3\n");
        var file = Bot("pf", BotLanguage.Python, "value", "def value():\n    return 1\n", null);
        TaskInfo[] tasks =
        [
            Python("pt", "import pt\n\n\ndef check(value):\n    assert value == 2\n\n\ndef test_a():\n    check(pt.value())\n"),
            file with { Metadata = file.Metadata with { TestsFiles = ["checks/test_pf.py"] } },
            Bot("ct", BotLanguage.CSharp, "Value", "int Value() => 1;", "public class T\n{\n    [Xunit.Fact]\n    public void A()\n    {\n        Xunit.Assert.Equal(2, MenaceBots.ct.Value());\n    }\n}\n"),
            Bot("cu", BotLanguage.CSharp, "Value", "int Value() => 1;", "public class T\n{\n    [Xunit.Fact]\n    public void A() => Xunit.Assert.Equal(1, MenaceBots.cu.Value());\n}\n"),
            Shell("st", "@test \"a\" {\n  . ./st.sh\n  [ \"$(value)\" = 2 ]\n}\n"),
        ];

        var verified = await _fleet.VerifyAsync(tasks);

        Assert.Equal(
            [
                "pt metadata.tests: assert value == 2", "pf metadata.tests_file.0: assert pf.value() == 3",
                "ct metadata.tests: Xunit.Assert.Equal(2, MenaceBots.ct.Value());", "st metadata.tests: [ \"$(value)\" = 2 ]",
            ],
            verified.Findings.Where(finding => finding.IsError).Select(finding => Place(finding.Anchor!)));
        Assert.DoesNotContain("->", verified.Messages, StringComparison.Ordinal);

        string Place(TaskAnchor anchor)
        {
            var text = tasks.Single(task => task.Name == anchor.Bot).Metadata.Tests ?? File.ReadAllText(_fleet["checks/test_pf.py"]);
            return $"{anchor.Bot} {anchor.Property}: {text.Substring(anchor.Offset, anchor.Length)}";
        }
    }

    private static TaskInfo Calling(TaskInfo bot, params string[] dependencies) => bot with { Dependencies = dependencies };

    private static TaskInfo Failing(TaskInfo bot) =>
        bot with { Metadata = bot.Metadata with { Examples = [new() { Function = bot.Metadata.Functions[0], Returns = 1 }] } };

    [Fact]
    public async Task Code_that_takes_tests_away_is_red_until_a_test_file_changes()
    {
        const string Tests = "import pytest\nimport cases\n\n@pytest.mark.parametrize('case', cases.value())\ndef test_a(case):\n    pass\n";
        TaskInfo Cases(string values, string tests = Tests) => Bot("cases", BotLanguage.Python, "value", $"def value():\n    return {values}\n", tests);
        var first = await _fleet.VerifyAsync([Cases("[1, 2]")]);

        var second = await _fleet.VerifyAsync([Cases("[1]")], first.Record);
        var third = await _fleet.VerifyAsync([Cases("[1]")], second.Record);
        var fourth = await _fleet.VerifyAsync([Cases("[1]", Tests + "# one case is enough\n")], third.Record);

        Assert.Empty(first.Findings);
        Assert.Equal((string[])["cases:MENACE5035", "cases:MENACE4011"], second.Codes);
        Assert.Equal((string[])["cases:MENACE5035", "cases:MENACE4011"], third.Codes);
        Assert.Empty(fourth.Findings);
    }

    private TaskInfo WithConftest(string name, string conftest)
    {
        File.WriteAllText(_fleet[name + ".conftest.py"], conftest);
        var bot = Python(name, "def test_a():\n    pass\n");
        return bot with { Metadata = bot.Metadata with { Files = new Dictionary<string, string> { ["conftest.py"] = name + ".conftest.py" } } };
    }

    private static TaskInfo Shell(string name, string tests) => Bot(name, BotLanguage.Shell, "value", "value() {\n  echo 1\n}\n", tests);
}
