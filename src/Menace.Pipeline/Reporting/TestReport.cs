using System.Globalization;
using System.Text;
using System.Xml;
using Menace.Pipeline.Contracts;
using Menace.Pipeline.Infrastructure.Files;

namespace Menace.Pipeline.Reporting;

/// <summary>
/// The tests of all bots in the two formats that build servers read: JUnit XML, one suite per bot, and TRX of Visual Studio
/// (docs/verification.md). Verdicts of earlier builds that still hold are in it. A bot without a verdict of its own tests has one entry
/// that says why.
/// </summary>
/// <param name="summary">The bots.</param>
/// <param name="findings">The findings of the verification: what is said of a bot that has no failed test.</param>
internal sealed class TestReport(BuildSummary summary, IReadOnlyList<PipelineDiagnostic> findings)
{
    private const string Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The test type that every runner of unit tests has in TRX.</summary>
    private const string UnitTest = "13cdc9d9-ddb5-4fa4-a97d-d965ccfc6d4b";

    /// <summary>The list that tests without one are in.</summary>
    private const string NoList = "8c84fa94-04c1-424b-9868-57a2d4851a1d";

    private readonly IReadOnlyList<Suite> _suites =
    [
        .. summary.Build.Repositories.Select(repository => SuiteOf(repository, summary.VerdictOf(repository.Spec.Name), findings)),
        .. summary.Build.Failures.Select(failure => new Suite(
            failure.Bot, 0, [new TestResult("(build)", TestOutcome.Failed, $"not built: {failure.Code}")], [])),
    ];

    /// <summary>JUnit XML, as Surefire writes it.</summary>
    public string JUnit() => Write(xml =>
    {
        xml.WriteStartElement("testsuites");
        Counts(xml, [.. _suites.SelectMany(suite => suite.Tests)]);
        foreach (var suite in _suites)
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Text(suite.Bot));
            Counts(xml, suite.Tests);
            xml.WriteAttributeString("time", Seconds(suite.Seconds));
            xml.WriteStartElement("properties");
            foreach (var (name, value) in suite.Properties)
            {
                xml.WriteStartElement("property");
                xml.WriteAttributeString("name", name);
                xml.WriteAttributeString("value", Text(value));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            foreach (var test in suite.Tests)
            {
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", Text(suite.Bot));
                xml.WriteAttributeString("name", Text(test.Name));
                xml.WriteAttributeString("time", Seconds(test.Seconds));
                if (test.Outcome != TestOutcome.Passed)
                {
                    xml.WriteStartElement(test.Outcome == TestOutcome.Failed ? "failure" : "skipped");
                    xml.WriteAttributeString("message", Text(FirstLine(test.Message)));
                    xml.WriteString(test.Outcome == TestOutcome.Failed ? Text(test.Message) : "");
                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    });

    /// <summary>
    /// TRX, as <c>dotnet test --logger trx</c> writes it; ids are those of the names, so that the same tests give the same text.
    /// </summary>
    public string TrxXml() => Write(xml =>
    {
        (string Id, Suite Suite, TestResult Test)[] tests =
            [.. _suites.SelectMany(suite => suite.Tests.Select((test, i) => (Id(suite.Bot, test.Name, $"{i}"), suite, test)))];
        xml.WriteStartElement("TestRun", Trx);
        xml.WriteAttributeString("id", Id("run"));
        xml.WriteAttributeString("name", "Menace");
        xml.WriteStartElement("Results");
        foreach (var (id, suite, test) in tests)
        {
            xml.WriteStartElement("UnitTestResult");
            xml.WriteAttributeString("executionId", Id("execution", id));
            xml.WriteAttributeString("testId", id);
            xml.WriteAttributeString("testName", Text($"{suite.Bot}.{test.Name}"));
            xml.WriteAttributeString("testType", UnitTest);
            xml.WriteAttributeString("testListId", NoList);
            xml.WriteAttributeString("computerName", "");
            xml.WriteAttributeString("duration", TimeSpan.FromSeconds(test.Seconds).ToString("c", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("outcome", test.Outcome == TestOutcome.Skipped ? "NotExecuted" : $"{test.Outcome}");
            if (test.Outcome != TestOutcome.Passed)
            {
                xml.WriteStartElement("Output");
                xml.WriteStartElement("ErrorInfo");
                xml.WriteElementString("Message", Text(test.Message));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestDefinitions");
        foreach (var (id, suite, test) in tests)
        {
            xml.WriteStartElement("UnitTest");
            xml.WriteAttributeString("name", Text($"{suite.Bot}.{test.Name}"));
            xml.WriteAttributeString("storage", Text(suite.Bot));
            xml.WriteAttributeString("id", id);
            xml.WriteStartElement("Execution");
            xml.WriteAttributeString("id", Id("execution", id));
            xml.WriteEndElement();
            xml.WriteStartElement("TestMethod");
            xml.WriteAttributeString("codeBase", Text(suite.Bot));
            xml.WriteAttributeString("className", Text(suite.Bot));
            xml.WriteAttributeString("name", Text(test.Name));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestEntries");
        foreach (var (id, _, _) in tests)
        {
            xml.WriteStartElement("TestEntry");
            xml.WriteAttributeString("testId", id);
            xml.WriteAttributeString("executionId", Id("execution", id));
            xml.WriteAttributeString("testListId", NoList);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteStartElement("TestLists");
        xml.WriteStartElement("TestList");
        xml.WriteAttributeString("name", "Results Not in a List");
        xml.WriteAttributeString("id", NoList);
        xml.WriteEndElement();
        xml.WriteEndElement();
        Summarise(xml, [.. tests.Select(test => test.Test.Outcome)]);
    });

    private static void Summarise(XmlWriter xml, TestOutcome[] outcomes)
    {
        string Count(TestOutcome outcome) => outcomes.Count(each => each == outcome).ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("ResultSummary");
        xml.WriteAttributeString("outcome", outcomes.Contains(TestOutcome.Failed) ? "Failed" : "Completed");
        xml.WriteStartElement("Counters");
        xml.WriteAttributeString("total", outcomes.Length.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString(
            "executed", outcomes.Count(outcome => outcome != TestOutcome.Skipped).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("passed", Count(TestOutcome.Passed));
        xml.WriteAttributeString("failed", Count(TestOutcome.Failed));
        xml.WriteAttributeString("notExecuted", Count(TestOutcome.Skipped));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static Suite SuiteOf(BotRepository repository, VerificationResult? verdict, IReadOnlyList<PipelineDiagnostic> findings)
    {
        var name = repository.Spec.Name;
        var outcome = verdict is null ? "not verified" : BotLine.Outcome(verdict, repository);
        var tests = verdict?.Tests ?? [];
        if (verdict is { Outcome: VerificationOutcome.Stub })
        {
            // They assert nothing that the bot is meant to do, so they do not count as passed anywhere.
            tests = [.. tests.Select(test => test with { Outcome = TestOutcome.Skipped, Message = "the bot is a stub" })];
        }

        if (verdict is not { IsGreen: true } && !tests.Any(test => test.Outcome == TestOutcome.Failed))
        {
            var isFailed = verdict?.Outcome is VerificationOutcome.Failed or VerificationOutcome.Flaky;
            var reasons = findings.Where(finding => finding.Bot == name && finding.IsError).Select(finding => finding.Message);
            tests = [.. tests, new TestResult(
                "(verification)", isFailed ? TestOutcome.Failed : TestOutcome.Skipped, string.Join('\n', reasons.DefaultIfEmpty(outcome)))];
        }

        return new(name, verdict is { IsReused: false } ? verdict.Seconds : 0, tests,
            [("language", repository.Spec.Language.ToName()), ("commit", repository.Commit), ("outcome", outcome),
                ("reused", verdict is { IsReused: true } ? "true" : "false")]);
    }

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    private static void Counts(XmlWriter xml, IReadOnlyList<TestResult> tests)
    {
        xml.WriteAttributeString("tests", tests.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString(
            "failures", tests.Count(test => test.Outcome == TestOutcome.Failed).ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString(
            "skipped", tests.Count(test => test.Outcome == TestOutcome.Skipped).ToString(CultureInfo.InvariantCulture));
    }

    private static string Write(Action<XmlWriter> content)
    {
        using var text = new Utf8StringWriter();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n" }))
        {
            content(xml);
            xml.WriteEndDocument();
        }

        return text + "\n";
    }

    /// <summary>What XML 1.0 cannot hold, control characters and lone surrogates, becomes U+FFFD.</summary>
    private static string Text(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.Value is >= 0x20 or '\t' or '\n' or '\r' and not (0xFFFE or 0xFFFF) ? rune : Rune.ReplacementChar);
        }

        return result.ToString();
    }

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd('\r');

    private static string Id(params ReadOnlySpan<string> names)
    {
        using var hash = new HashBuilder();
        foreach (var name in names)
        {
            hash.Add(name);
        }

        return Guid.ParseExact(hash.ToHex()[..32], "N").ToString();
    }

    private sealed record Suite(
        string Bot, double Seconds, IReadOnlyList<TestResult> Tests, IReadOnlyList<(string Name, string Value)> Properties);

    /// <summary>So that the declaration says UTF-8, in which the file is written.</summary>
    private sealed class Utf8StringWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
