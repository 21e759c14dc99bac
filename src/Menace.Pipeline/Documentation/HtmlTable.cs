using System.Net;
using System.Text.RegularExpressions;

namespace Menace.Pipeline.Documentation;

/// <summary>Reads tables that a page has as HTML.</summary>
internal static partial class HtmlTable
{
    /// <summary>Returns the rows of the table that begins at a place of the page.</summary>
    public static IReadOnlyList<PageRow> Read(string page, int from, int to)
    {
        var rows = new List<PageRow>();
        foreach (var row in Rows().EnumerateSplits(page.AsSpan(from, to - from)))
        {
            var (start, length) = row.GetOffsetAndLength(to - from);
            var cells = new List<RichText>();
            foreach (Match cell in Cells().Matches(page.Substring(from + start, length)))
            {
                var group = cell.Groups["content"];
                cells.Add(CellOf(page, group.Value, from + start + group.Index));
            }

            if (cells.Count > 0)
            {
                rows.Add(new(from + start, from + start + length, cells));
            }
        }

        return rows;
    }

    private static RichText CellOf(string page, string content, int from)
    {
        var isStruck = Struck().IsMatch(content);
        var text = WebUtility.HtmlDecode(Tags().Replace(Breaks().Replace(Struck().Replace(content, ""), ";"), "")).Trim();
        var plain = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return RichTextBuilder.Decoded(page, isStruck ? "" : plain, from);
    }

    [GeneratedRegex(@"<tr\b[^>]{0,200}>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Rows();

    [GeneratedRegex(@"<t[dh]\b[^<>]{0,200}>(?<content>(?:(?!</?t[dhr]\b)[\s\S]){0,2000})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Cells();

    [GeneratedRegex(@"<(?:del|s|strike)>[^<]{0,2000}</(?:del|s|strike)>|<!--[^>]{0,2000}-->",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Struck();

    [GeneratedRegex(@"<br ?/?>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Breaks();

    [GeneratedRegex(@"</?[A-Za-z][^<>]{0,500}>", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();
}
