using System.Globalization;
using System.Xml.Linq;
using Menace.Model.Diagnostics;
using Menace.Model.Tasks;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Incremental;
using Menace.Pipeline.Reporting;
using Microsoft.Build.Framework;

namespace Menace.Tasks.Tests;

public sealed class TestReportTests
{
    private static readonly BuildRecord Build = new(
        1, [.. new[] { "Good", "Bad", "Waits", "Empty", "Broken", "Gone" }.Select(name => new ListedTask(name, null))],
        [Repository("Good"), Repository("Bad"), Repository("Waits"), Repository("Empty"), Repository("Broken")], [new("Gone", "MENACE4001")]);

    private static readonly VerifyRecord Verdicts = new(1,
    [
        new("Good", VerificationOutcome.Passed, [new("one", TestOutcome.Passed, "") { Seconds = 0.0125 }, new("two", TestOutcome.Skipped, "not here")]) { IsReused = true, Seconds = 9 },
        new("Bad", VerificationOutcome.Failed, [new("a<b>&\u0001", TestOutcome.Failed, "expected 1\n| got \ud800 2 ]]>\u0000")]) { Seconds = 1.5 },
        new("Waits", VerificationOutcome.Blocked, []),
        new("Empty", VerificationOutcome.Stub, [new("stub", TestOutcome.Passed, "")]),
        new("Broken", VerificationOutcome.Failed, []),
    ]);

    private static readonly TestReport Report = new(
        new(Build, Verdicts), [new(Rules.TestFailed, ["Broken", "setup", "no network"]) { Bot = "Broken" }]);

    [Fact]
    public void JUnit_has_one_suite_per_bot_and_calls_nothing_passed_that_is_not()
    {
        var root = XDocument.Parse(Report.JUnit()).Root!;

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", Report.JUnit(), StringComparison.Ordinal);
        Assert.Equal("7 tests, 3 failures, 3 skipped", Counts(root));
        Assert.Equal(
            [
                "Good 2 tests, 0 failures, 1 skipped: one, two skipped 'not here'",
                "Bad 1 tests, 1 failures, 0 skipped: a<b>&\ufffd failure 'expected 1'",
                "Waits 1 tests, 0 failures, 1 skipped: (verification) skipped 'blocked'",
                "Empty 1 tests, 0 failures, 1 skipped: stub skipped 'the bot is a stub'",
                "Broken 1 tests, 1 failures, 0 skipped: (verification) failure 'Bot 'Broken': test setup failed: no network'",
                "Gone 1 tests, 1 failures, 0 skipped: (build) failure 'not built: MENACE4001'",
            ],
            root.Elements("testsuite").Select(suite => $"{suite.Attribute("name")!.Value} {Counts(suite)}: " + string.Join(", ", suite.Elements("testcase").Select(Case))));
        Assert.Equal("expected 1\n| got \ufffd 2 ]]>\ufffd", root.Descendants("failure").First().Value);
        Assert.Equal(["0.000", "1.500"], root.Elements("testsuite").Take(2).Select(suite => suite.Attribute("time")!.Value));
        Assert.Equal(["0.013", "0.000"], root.Descendants("testcase").Take(2).Select(test => test.Attribute("time")!.Value));
        Assert.Equal("true", Property(root.Elements("testsuite").First(), "reused"));
        Assert.Equal("stub", Property(root.Elements("testsuite").ElementAt(3), "outcome"));
    }

    [Fact]
    public void Trx_defines_and_counts_the_same_tests()
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var root = XDocument.Parse(Report.TrxXml()).Root!;
        var results = root.Element(ns + "Results")!.Elements().ToList();
        var counters = root.Descendants(ns + "Counters").Single();

        Assert.Equal(
            ["Good.one Passed", "Good.two NotExecuted", "Bad.a<b>&\ufffd Failed", "Waits.(verification) NotExecuted", "Empty.stub NotExecuted", "Broken.(verification) Failed", "Gone.(build) Failed"],
            results.Select(result => $"{result.Attribute("testName")!.Value} {result.Attribute("outcome")!.Value}"));
        Assert.Equal("00:00:00.0125000", results[0].Attribute("duration")!.Value);
        Assert.Equal("7 total, 1 passed, 3 failed, 3 notExecuted", string.Join(", ", new[] { "total", "passed", "failed", "notExecuted" }.Select(name => $"{counters.Attribute(name)!.Value} {name}")));
        Assert.Equal("Failed", root.Element(ns + "ResultSummary")!.Attribute("outcome")!.Value);
        var ids = results.Select(result => result.Attribute("testId")!.Value).ToList();
        Assert.Equal(ids, root.Element(ns + "TestDefinitions")!.Elements().Select(test => test.Attribute("id")!.Value));
        Assert.Equal(ids, root.Element(ns + "TestEntries")!.Elements().Select(test => test.Attribute("testId")!.Value));
        Assert.Equal(7, ids.Distinct().Count());
        Assert.Equal(Report.TrxXml(), new TestReport(new(Build, Verdicts), [new(Rules.TestFailed, ["Broken", "setup", "no network"]) { Bot = "Broken" }]).TrxXml());
    }

    [Fact]
    public void Items_have_the_verdicts_and_those_of_the_next_build_are_reused()
    {
        var summary = new BuildSummary(Build, Verdicts);
        var repositories = KnownRepository.Of(Build);

        Assert.Equal(
            ["Good: passed 1 0 1 9.000 true", "Bad: failed 0 1 0 1.500 false", "Waits: blocked 0 0 0 0.000 false"],
            RepositoryItems.Of(RepositoryItems.Verified(repositories, summary)).Take(3).Select(Verdict));
        Assert.All(RepositoryItems.Of(RepositoryItems.Verified(repositories, summary.Next)), item => Assert.Equal("true", item.GetMetadata("Reused")));
    }

    private static string Verdict(ITaskItem item) => $"{item.GetMetadata("Bot")}: "
        + string.Join(' ', new[] { "Outcome", "Passed", "Failed", "Skipped", "Seconds", "Reused" }.Select(item.GetMetadata));

    private static string Counts(XElement element) =>
        string.Create(CultureInfo.InvariantCulture, $"{element.Attribute("tests")!.Value} tests, {element.Attribute("failures")!.Value} failures, {element.Attribute("skipped")!.Value} skipped");

    private static string Case(XElement test) => test.Attribute("name")!.Value
        + string.Concat(test.Elements().Select(outcome => $" {outcome.Name.LocalName} '{outcome.Attribute("message")!.Value}'"));

    private static string Property(XElement suite, string name) =>
        suite.Descendants("property").Single(property => property.Attribute("name")!.Value == name).Attribute("value")!.Value;

    private static BotRepository Repository(string name) => new(
        new BotSpec { Name = name, Language = BotLanguage.Python, Code = "", Purpose = "p", Functions = [] }, "/repos/" + name, name + ".py", "c0ffee", "t", RepositoryChange.Unchanged);
}
