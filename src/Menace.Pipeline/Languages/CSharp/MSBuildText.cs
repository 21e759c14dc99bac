using System.Globalization;
using System.Xml;

namespace Menace.Pipeline.Languages.CSharp;

/// <summary>Text in project files and items.</summary>
internal static class MSBuildText
{
    /// <summary>
    /// <paramref name="path"/> so that MSBuild takes it for a path and for nothing else, whatever it holds, in an item or in XML: no
    /// pattern, no list, no
    /// expression, no white space that is trimmed.
    /// </summary>
    public static string Escape(string path) =>
        string.Concat(path.Select(c => char.IsAsciiLetterOrDigit(c) || c > 0x7f || "._-/\\:".Contains(c, StringComparison.Ordinal)
            ? c.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"%{(int)c:x2}")));

    /// <summary><paramref name="text"/> on one line, for a property of MSBuild; what XML cannot hold is a space.</summary>
    public static string EscapeText(string text) =>
        string.Concat(text.Select(c => c is '%' or '$' or '@' or ';' ? string.Create(CultureInfo.InvariantCulture, $"%{(int)c:x2}")
            : char.IsControl(c) || !XmlConvert.IsXmlChar(c) ? " " : c.ToString())).Trim();
}
