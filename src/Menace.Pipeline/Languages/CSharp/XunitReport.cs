using System.Xml;
using Menace.Pipeline.Contracts;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>A test in the result file of xunit.v3.</summary>
/// <param name="Result">How it ended; the message of a skipped one is the reason.</param>
/// <param name="Type">Full name of its class.</param>
/// <param name="Method">Name of its method.</param>
/// <param name="IsExplicit">True if it runs only when it is asked for.</param>
internal sealed record XunitResult(TestResult Result, string Type, string Method, bool IsExplicit);

/// <summary>
/// Reads the result file of xunit.v3 in its own XML. Its TRX file cannot be used: xunit.v3 4.0.2 writes an empty one when a message holds a
/// character that XML 1.0 cannot, such as the escape of a color code, while its own format escapes these.
/// </summary>
internal static class XunitReport
{
    /// <summary>The results in the file at <paramref name="path"/>, and what is wrong with it, or null.</summary>
    public static (IReadOnlyList<XunitResult> Tests, string? Problem) Read(string path)
    {
        if (!File.Exists(path))
        {
            return ([], "left no result file");
        }

        var tests = new List<XunitResult>();
        try
        {
            using var reader = XmlReader.Create(
                path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "test")
                {
                    tests.Add(ReadTest(reader));
                }
            }

            return (tests, null);
        }
        catch (XmlException)
        {
            return (tests, "its result file is cut off");
        }
    }

    private static XunitResult ReadTest(XmlReader reader)
    {
        var name = reader.GetAttribute("name") ?? "";
        var (type, method, result) =
            (reader.GetAttribute("type") ?? "", reader.GetAttribute("method") ?? "", reader.GetAttribute("result"));
        var outcome = result switch
        {
            "Pass" => TestOutcome.Passed,
            "Skip" or "NotRun" => TestOutcome.Skipped,
            _ => TestOutcome.Failed,
        };
        var seconds = ResultFile.Seconds(reader.GetAttribute("time"));
        var (message, trace) = outcome == TestOutcome.Passed ? ("", "") : Texts(reader);
        return new XunitResult(
            new TestResult(name, outcome, message) { Seconds = seconds, Trace = trace }, type, method, result == "NotRun");
    }

    /// <summary>The message or reason, and the stack.</summary>
    private static (string Message, string Trace) Texts(XmlReader reader)
    {
        var (message, trace) = ("", "");
        using var result = reader.ReadSubtree();
        result.Read();
        while (!result.EOF)
        {
            // Reading the content of an element moves to the node behind it.
            switch (result is { NodeType: XmlNodeType.Element, LocalName: var element } ? element : "")
            {
                case "message" or "reason" when message.Length == 0:
                    message = result.ReadElementContentAsString();
                    break;
                case "stack-trace" when trace.Length == 0:
                    trace = result.ReadElementContentAsString();
                    break;
                default:
                    result.Read();
                    break;
            }
        }

        return (message, trace);
    }
}
