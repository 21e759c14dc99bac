using System.Xml;

namespace Menace.Pipeline.Merging;

/// <summary>
/// XML, above all project files: an element with elements only is merged by them. An element is known by its name, its condition and what
/// it includes, updates or removes, or its own name or id.
/// </summary>
internal sealed class XmlMergeSyntax : IMergeSyntax
{
    private const int Deepest = 64;

    private static readonly string[] Extensions = [".csproj", ".props", ".targets", ".xml", ".slnx"];

    /// <inheritdoc/>
    public bool Handles(string path) => Extensions.Any(extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public MergePart? Parse(string text) => IsWellFormed(text) ? new XmlParts(text).ReadFile() : null;

    private static bool IsWellFormed(string text)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), settings);
            while (reader.Read())
            {
                if (reader.Depth > Deepest)
                {
                    return false;
                }
            }

            return true;
        }
        catch (XmlException)
        {
            // The text has errors or a document type: the file is merged by lines, which is what false means.
            return false;
        }
    }
}
