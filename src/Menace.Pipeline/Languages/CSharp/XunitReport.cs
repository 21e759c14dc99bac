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
        return new XunitResult(new TestResult(name, outcome, outcome == TestOutcome.Passed ? "" : Message(reader)), type, method,
            result == "NotRun");
    }

    private static string Message(XmlReader reader)
    {
        var message = "";
        using var result = reader.ReadSubtree();
        while (result.Read())
        {
            if (message.Length == 0 && result.NodeType == XmlNodeType.Element && result.LocalName is "message" or "reason")
            {
                message = result.ReadElementContentAsString();
            }
        }

        return message;
    }
}
