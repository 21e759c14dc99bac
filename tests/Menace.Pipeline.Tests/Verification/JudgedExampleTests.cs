using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Tests.Verification;

/// <summary>Examples as a whole verification judges them.</summary>
public sealed class JudgedExampleTests : IDisposable
{
    private readonly VerifiedFleet _fleet = new();

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task Bot_whose_test_names_look_like_secrets_is_judged()
    {
        var bot = Bot("check-password", "def run():\n    return 1\n", 1, 2);

        var verified = await _fleet.VerifyAsync([bot]);

        Assert.Equal(VerificationOutcome.Failed, verified["check-password"]);
        Assert.Equal(["metadata.examples.1"], verified.Findings.Where(finding => finding.IsError).Select(finding => finding.Anchor?.Property));
    }

    [Fact]
    public async Task Changed_example_beside_tests_of_the_task_is_judged_anew()
    {
        var bot = Bot("own", "def run():\n    return 1\n", 1);
        bot = bot with { Metadata = bot.Metadata with { Tests = "def test_nothing():\n    pass\n" } };
        var first = await _fleet.VerifyAsync([bot]);
        Assert.Equal(VerificationOutcome.Passed, first["own"]);

        var second = await _fleet.VerifyAsync([bot with { Metadata = bot.Metadata with { Examples = [new() { Function = "run", Returns = 2 }] } }], first.Record);

        Assert.Equal(VerificationOutcome.Failed, second["own"]);
    }

    [Fact]
    public async Task Bot_that_rewrites_its_test_file_does_not_escape_the_judge()
    {
        var bot = Bot(
            "sly",
            """
            import pathlib

            def run():
                tests = pathlib.Path(__file__).parent / 'tests' / 'test_sly.py'
                tests.write_text('def test_nothing():\n    pass\n')
                return Equal()

            class Equal:
                def __eq__(self, other):
                    return True
            """,
            5);

        var verified = await _fleet.VerifyAsync([bot]);

        Assert.Equal(VerificationOutcome.Failed, verified["sly"]);
    }

    private static TaskInfo Bot(string name, string code, params int[] returns) => new()
    {
        Name = name,
        Code = code,
        Metadata = new()
        {
            Language = BotLanguage.Python,
            Purpose = $"The bot {name}",
            Functions = ["run"],
            Examples = [.. returns.Select(value => new TaskExample { Function = "run", Returns = value })],
        },
    };
}
