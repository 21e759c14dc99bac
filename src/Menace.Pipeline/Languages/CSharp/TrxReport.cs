using System.Xml;
using Menace.Pipeline.Verification;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Reads Visual Studio's test results format (TRX), as xunit.v3 writes it.</summary>
internal static class TrxReport
{
    private const string Namespace = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The results in the file at <paramref name="path"/>.</summary>
    public static TestReport Read(string path)
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
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "UnitTestResult", NamespaceURI: Namespace })
                {
                    tests.Add(ReadResult(reader));
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
        var message = "";
        using var result = reader.ReadSubtree();
        while (result.Read())
        {
            if (result is { NodeType: XmlNodeType.Element, LocalName: "Message", NamespaceURI: Namespace })
            {
                message = result.ReadElementContentAsString();
            }
        }

        return new TestResult(name, outcome, outcome == TestOutcome.Failed ? message : "");
    }
}
