using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.Python;

/// <summary>Reads the JUnit XML (family xunit2) that pytest writes when a run ends.</summary>
internal static class JUnitReport
{
    /// <summary>What pytest calls a file that it cannot import (_pytest/junitxml.py).</summary>
    private const string CollectionError = "collection failure";

    /// <summary>
    /// The tests in <paramref name="path"/>; a report with a problem where the file is missing, cut off or counts otherwise.
    /// </summary>
    public static TestReport Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new TestReport([]) { Problem = "no result file" };
        }
    }

    /// <summary>The tests in <paramref name="text"/>.</summary>
    public static TestReport Parse(string text)
    {
        XDocument document;
        try
        {
            document = XDocument.Parse(text);
        }
        catch (XmlException)
        {
            return new TestReport([]) { Problem = "a result file that is cut off" };
        }

        List<TestResult> tests = [.. document.Descendants("testcase").Select(Result)];
        var announced = document.Descendants("testsuite").Sum(suite => (int?)suite.Attribute("tests") ?? 0);
        // pytest writes one testcase element per test; one that fails and then errors in its teardown is counted twice and written twice.
        return tests.Count >= announced
            ? new TestReport(tests)
            : new TestReport(tests)
            {
                Problem = string.Create(
                CultureInfo.InvariantCulture, $"a result file with {tests.Count} of {announced} tests")
            };
    }

    private static TestResult Result(XElement test)
    {
        var name = string.Join("::",
            new[] { (string?)test.Attribute("classname"), (string?)test.Attribute("name") }.Where(part => !string.IsNullOrEmpty(part)));
        var failure = test.Element("failure") ?? test.Element("error");
        var result = failure is not null
            ? new TestResult(name, TestOutcome.Failed, Message(failure))
            {
                IsCollectionError = failure is { Name.LocalName: "error" } && (string?)failure.Attribute("message") == CollectionError,
                Trace = failure.Value,
            }
            : new TestResult(name, test.Element("skipped") is not null ? TestOutcome.Skipped : TestOutcome.Passed, "");
        return result with { Seconds = ResultFile.Seconds((string?)test.Attribute("time")) };
    }

    /// <summary>
    /// The message; of an error outside a test it says nothing ("collection failure"), and the lines that pytest marks with E say what
    /// happened.
    /// </summary>
    private static string Message(XElement failure)
    {
        var message = (string?)failure.Attribute("message") ?? "";
        var text = failure.Value.Trim();
        var marked = text.Split('\n').Where(line => line.StartsWith("E ", StringComparison.Ordinal)).Select(line => line[2..].Trim());
        return message.Length == 0 ? text
            : failure.Name.LocalName == "error" ? string.Join('\n', [message, .. marked])
            : message;
    }
}
