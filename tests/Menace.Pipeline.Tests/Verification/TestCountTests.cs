using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Repositories;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Tests.Verification;

public sealed class TestCountTests : IDisposable
{
    private static readonly BotSpec Bot = new()
    {
        Name = "bot",
        Language = BotLanguage.Python,
        Code = "x",
        Purpose = "p",
        Functions = ["run"],
        Files = new Dictionary<string, BotFile> { ["cases.json"] = new("cases.json", "h", false) },
    };

    private readonly TemporaryFolder _folder = new();

    public TestCountTests()
    {
        _folder.Write("bot.py", "CASES = [1, 2]");
        _folder.Write("cases.json", "[1, 2]");
        _folder.Write("tests/test_bot.py", "import bot");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Count_that_falls_with_the_same_test_files_is_red()
    {
        var before = Compare(2, null);
        _folder.Write("bot.py", "CASES = [1]");

        var now = TestCount.Compare(Green(1), Bot, _folder.Path, () => RepositoryFiles.Of(_folder.Path), before);

        Assert.Equal((2, VerificationOutcome.Failed), (before.Baseline!.Tests, now.Result.Outcome));
        var finding = Assert.Single(now.Findings);
        Assert.Equal(Rules.FewerTests, finding.Rule);
        Assert.StartsWith("Bot 'bot': the test run reported 1 test, but 2 when the bot last passed", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tests/test_bot.py")]
    [InlineData("tests/data/cases.txt")]
    [InlineData("cases.json")]
    public void Count_that_falls_with_a_changed_test_file_is_green(string file)
    {
        var before = Compare(2, null);
        _folder.Write(file, "other");

        Assert.Equal(1, Compare(1, before).Baseline!.Tests);
    }

    [Fact]
    public void Count_that_rises_is_the_new_baseline()
    {
        var before = Compare(2, null);

        Assert.Equal(3, Compare(3, before).Baseline!.Tests);
        Assert.Equal(2, Compare(2, before).Baseline!.Tests);
    }

    [Fact]
    public void Baseline_outlives_verdicts_that_are_not_green()
    {
        var before = Compare(2, null);
        var red = TestCount.Compare(new(new("bot", VerificationOutcome.Failed, []), []), Bot, _folder.Path, () => RepositoryFiles.Of(_folder.Path), before).Result;

        Assert.Null(red.Baseline);
        Assert.Equal(2, TestCount.Keep(TestCount.Keep(red, before) with { Outcome = VerificationOutcome.Blocked }, null).Baseline!.Tests);
        Assert.Equal(VerificationOutcome.Failed, TestCount.Compare(Green(1), Bot, _folder.Path, () => RepositoryFiles.Of(_folder.Path), TestCount.Keep(red, before)).Result.Outcome);
    }

    private VerificationResult Compare(int tests, VerificationResult? previous)
    {
        var compared = TestCount.Compare(Green(tests), Bot, _folder.Path, () => RepositoryFiles.Of(_folder.Path), previous);
        Assert.Empty(compared.Findings);
        Assert.True(compared.Result.IsGreen);
        return compared.Result;
    }

    private static TestedBotResult Green(int tests) => new(
        new("bot", VerificationOutcome.Passed, [.. Enumerable.Range(1, tests).Select(i => new TestResult($"t{i}", TestOutcome.Passed, ""))]), []);
}
