using System.Xml;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>
/// Reads what xunit.v3 leaves behind: Visual Studio's test results format (TRX), and its own XML. The latter stands in where the
/// former is not whole: xunit.v3 4.0.2 writes an empty TRX file when a message holds a character that XML 1.0 cannot, such as the
/// escape of a colour code, while its own format escapes these.
/// </summary>
internal static class TrxReport
{
    private const string Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The results in the TRX file at <paramref name="path"/>, or if that is not whole in <paramref name="fallback"/>.</summary>
    public static TestReport Read(string path, string fallback)
    {
        var report = Read(path, "UnitTestResult", Namespace, ReadResult);
        return report.Problem is not null && File.Exists(fallback) && Read(fallback, "test", "", ReadTest) is { Problem: null } other ? other : report;
    }

    private static TestReport Read(string path, string element, string elementNamespace, Func<XmlReader, TestResult> read)
    {
        if (!File.Exists(path))
        {
            return new TestReport([]) { Problem = "left no result file" };
        }

        var tests = new List<TestResult>();
        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == element && reader.NamespaceURI == elementNamespace)
                {
                    tests.Add(read(reader));
                }
            }

            return new TestReport(tests);
        }
        catch (XmlException)
        {
            return new TestReport(tests) { Problem = "its result file is cut off" };
        }
    }

    private static TestResult ReadResult(XmlReader reader)
    {
        var name = reader.GetAttribute("testName") ?? "";
        var outcome = reader.GetAttribute("outcome") switch
        {
            "Passed" => TestOutcome.Passed,
            "NotExecuted" => TestOutcome.Skipped,
            _ => TestOutcome.Failed,
        };
        return new TestResult(name, outcome, outcome == TestOutcome.Failed ? Message(reader, "Message") : "");
    }

    private static TestResult ReadTest(XmlReader reader)
    {
        var name = reader.GetAttribute("name") ?? "";
        var outcome = reader.GetAttribute("result") switch
        {
            "Pass" => TestOutcome.Passed,
            "Skip" or "NotRun" => TestOutcome.Skipped,
            _ => TestOutcome.Failed,
        };
        return new TestResult(name, outcome, outcome == TestOutcome.Failed ? Message(reader, "message") : "");
    }

    private static string Message(XmlReader reader, string element)
    {
        var message = "";
        using var result = reader.ReadSubtree();
        while (result.Read())
        {
            if (message.Length == 0 && result.NodeType == XmlNodeType.Element && result.LocalName == element)
            {
                message = result.ReadElementContentAsString();
            }
        }

        return message;
    }
}
